package dev.countdown.testing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the language that {@link FaultScript#parse} describes, and writes what a reply may meet. */
public final class FaultText {

    private static final Pattern STEP = Pattern.compile("(\\d{1,9})(\\+|-(\\d{1,9}))?\\s*:\\s*(.+)");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");

    private FaultText() {}

    static FaultScript parse(String text) {
        FaultScript script = FaultScript.of();
        for (String step : text.split("[;\\n]", -1)) {
            script = step.isBlank() ? script : add(script, step.strip());
        }
        return script;
    }

    private static FaultScript add(FaultScript script, String step) {
        Matcher matcher = STEP.matcher(step);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a step is REQUEST: FAULT, as in 3: lose-after, not: " + step);
        }
        long first = Long.parseLong(matcher.group(1));
        Fault[] faults = Stream.of(matcher.group(4).split(",", -1))
                .map(fault -> fault(fault.strip()))
                .toArray(Fault[]::new);
        if ("+".equals(matcher.group(2))) {
            return script.from(first, faults);
        }
        String last = matcher.group(3);
        return script.during(first, last == null ? first : Long.parseLong(last), faults);
    }

    private static Fault fault(String text) {
        Deque<String> words = new ArrayDeque<>(List.of(text.split("\\s+", -1)));
        try {
            Fault fault = fault(words);
            if (words.isEmpty()) {
                return fault;
            }
        } catch (NoSuchElementException | NumberFormatException e) {
            throw new IllegalArgumentException("cannot read the fault: " + text, e);
        }
        throw new IllegalArgumentException("cannot read the fault: " + text);
    }

    /** Takes the words that it reads. */
    private static Fault fault(Deque<String> words) {
        String name = words.remove();
        return switch (name) {
            case "delay" ->
                new Fault.Delay(duration(words.remove()), words.isEmpty() ? Duration.ZERO : duration(words.remove()));
            case "lose-before" -> new Fault.LoseBefore();
            case "lose-after" -> new Fault.LoseAfter();
            case "refuse" -> new Fault.Refuse(Integer.parseInt(words.remove()), words.remove());
            case "throttle" -> new Fault.Throttle(duration(words.remove()));
            case "duplicate" -> new Fault.Duplicate(duration(words.remove()));
            case "reorder" -> new Fault.Reorder(duration(words.remove()));
            case "silence" -> new Fault.Silence(duration(words.remove()));
            case "restart" -> new Fault.Restart(keeps(words.remove()));
            case "replay" -> new Fault.Replay();
            case "lag" -> new Fault.Lag();
            case "html" -> new Fault.Html();
            case "truncate" -> new Fault.Truncate();
            case "reset" -> new Fault.Reset(Integer.parseInt(words.remove()));
            case "stall" -> new Fault.Stall(Integer.parseInt(words.remove()));
            default -> throw new IllegalArgumentException("unknown fault: " + name);
        };
    }

    private static boolean keeps(String timers) {
        return switch (timers) {
            case "keep" -> true;
            case "forget" -> false;
            default -> throw new IllegalArgumentException("restart is keep or forget, not: " + timers);
        };
    }

    /**
     * Faults of a reply, as they are written.
     *
     * @param ofReply the faults
     * @return the same, parted by commas
     */
    public static String print(List<Fault> ofReply) {
        return ofReply.stream().map(FaultText::print).collect(Collectors.joining(", "));
    }

    private static String print(Fault fault) {
        String name = fault.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        if (fault instanceof Fault.Stall stall) {
            return name + " " + stall.bytes();
        }
        return fault instanceof Fault.Reset reset ? name + " " + reset.bytes() : name;
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a duration is such as 200ms, 10s or 2m, not: " + text);
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            default -> Duration.ofMinutes(count);
        };
    }
}
