package dev.countdown.bootstrap.cli;

import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/** How spans of time are written: {@code 1500ms}, {@code 10s}, {@code 2m}. */
public final class DurationText {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private static final String SECONDS = "30 for seconds, ";

    private DurationText() {}

    /** A number and its unit: a plain number could be taken for seconds or for milliseconds. */
    public static Duration parse(String text) {
        return parse(text, "");
    }

    /** Names the forms that are allowed beside those with a unit. */
    private static Duration parse(String text, String also) {
        Matcher span = SPAN.matcher(text);
        if (text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(
                    "duration must have a unit, such as " + text + "s or " + text + "ms: '" + text + "'");
        }
        if (!span.matches()) {
            throw new IllegalArgumentException(
                    "duration must be written as " + also + "1500ms, 10s or 2m: '" + text + "'");
        }
        long amount = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /** The same, or with a minus before it. */
    static Duration parseSigned(String text) {
        return text.startsWith("-") ? parse(text.substring(1)).negated() : parse(text);
    }

    /** Seconds without a unit, as the exchange counts them, or a span. What 0 means to it, each command says by itself. */
    public static Timeout parseTimeout(String text) {
        if (!text.matches("-?\\d+")) {
            return Timeout.of(least(parse(text, SECONDS), text));
        }
        try {
            return Timeout.of(least(Duration.ofSeconds(Integer.parseInt(text)), text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("timeout must be at most " + Integer.MAX_VALUE + " seconds: " + text, e);
        }
    }

    private static Duration least(Duration span, String text) {
        if (!span.isZero() && span.compareTo(Timeout.MINIMUM.toDuration()) < 0) {
            throw new IllegalArgumentException("timeout must be at least 5 seconds: " + text);
        }
        return span;
    }

    /** Seconds without a unit, as for a timeout, or a span. */
    public static Duration parseInterval(String text) {
        return parse(text.matches("\\d+") ? text + "s" : text, SECONDS);
    }

    /** For people: {@code 12 ms}, {@code 7.3 s}, {@code 2 min 5 s}. */
    public static String text(Duration span) {
        long millis = span.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        return millis < 120_000
                ? millis / 1000 + "." + millis % 1000 / 100 + " s"
                : span.toMinutes() + " min " + span.toSecondsPart() + " s";
    }

    /** For {@code --interval}; any other option needs a unit. */
    public static final class IntervalConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) throws Exception {
            return OptionTypes.reader(DurationText::parseInterval).convert(text);
        }
    }

    /** For {@code --clock-offset}; any other option takes no minus. */
    public static final class SignedConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) throws Exception {
            return OptionTypes.reader(DurationText::parseSigned).convert(text);
        }
    }
}
