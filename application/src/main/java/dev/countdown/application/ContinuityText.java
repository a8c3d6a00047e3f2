package dev.countdown.application;

import dev.countdown.application.ContinuityRecord.SentRequest;
import dev.countdown.domain.RecordedAcknowledgement;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/** A record as text: a line for each part, in this order, and a checksum, so that half a record is none. */
final class ContinuityText {

    private static final String FORMAT = "countdown-continuity 1";

    private ContinuityText() {}

    static String of(ContinuityRecord record) {
        StringBuilder text = new StringBuilder(FORMAT).append('\n');
        line(text, "exchange", record.key().exchange());
        line(text, "account", record.key().account());
        line(text, "scope", record.key().scope());
        line(text, "revision", record.revision());
        record.newest()
                .ifPresent(newest -> line(
                        text,
                        "acknowledged",
                        newest.timeout().seconds()
                                + " " + newest.triggerTime().toEpochMilli()
                                + " " + newest.sentAt()
                                + " " + newest.wholeSeconds()));
        record.requests()
                .forEach(request ->
                        line(text, "request", request.timeout().seconds() + " " + millis(request.mayApplyFor())));
        record.openLapse().ifPresent(lapse -> line(text, "open-lapse", lapse));
        String sum = checksum(text.toString());
        return text.append("checksum ").append(sum).append('\n').toString();
    }

    static ContinuityRecord parse(String text) {
        if (text.length() > ContinuityRecord.LONGEST_TEXT || !text.startsWith(FORMAT + "\n")) {
            throw new IllegalArgumentException("a record must begin with: " + FORMAT);
        }
        int end = text.lastIndexOf("checksum ");
        if (end < 0 || !text.substring(end).equals("checksum " + checksum(text.substring(0, end)) + "\n")) {
            throw new IllegalArgumentException("a record must be whole: its checksum does not fit");
        }
        try {
            return read(text.substring(FORMAT.length() + 1, end).lines().toList());
        } catch (RuntimeException wrong) { // whole, and yet not one that this version writes
            throw new IllegalArgumentException("a record must have the parts of its format", wrong);
        }
    }

    private static ContinuityRecord read(List<String> lines) {
        ContinuityKey key = new ContinuityKey(
                value(lines.get(0), "exchange"),
                value(lines.get(1), "account"),
                Scope.parse(value(lines.get(2), "scope")));
        long revision = Long.parseLong(value(lines.get(3), "revision"));
        Optional<RecordedAcknowledgement> newest = Optional.empty();
        List<SentRequest> requests = new ArrayList<>();
        OptionalLong openLapse = OptionalLong.empty();
        for (String line : lines.subList(4, lines.size())) {
            if (line.startsWith("acknowledged ")) {
                newest = Optional.of(acknowledged(line.split(" ", -1)));
            } else if (line.startsWith("request ")) {
                String[] parts = line.split(" ", -1);
                requests.add(new SentRequest(seconds(parts[1]), Duration.ofMillis(Long.parseLong(parts[2]))));
            } else {
                openLapse = OptionalLong.of(Long.parseLong(value(line, "open-lapse")));
            }
        }
        return new ContinuityRecord(key, revision, newest, requests, openLapse);
    }

    private static RecordedAcknowledgement acknowledged(String[] parts) {
        return new RecordedAcknowledgement(
                seconds(parts[1]),
                Instant.ofEpochMilli(Long.parseLong(parts[2])),
                Long.parseLong(parts[3]),
                parts[4].equals("true"));
    }

    private static Timeout seconds(String text) {
        return Timeout.ofSeconds(Integer.parseInt(text));
    }

    private static String value(String line, String name) {
        if (!line.startsWith(name + " ")) {
            throw new IllegalArgumentException("no " + name);
        }
        return line.substring(name.length() + 1);
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(name).append(' ').append(value).append('\n');
    }

    /** Rounded up. */
    private static long millis(Duration span) {
        return span.plusNanos(999_999).toMillis();
    }

    private static String checksum(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", sum.getValue());
    }
}
