package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.cli.Json;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.ExchangeTime;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came back.
 *
 * @param status of HTTP; 0 if nothing came
 * @param headers their names in lower case
 * @param timestamp of the request, in seconds; 0 if it had none that is a number
 * @param sent before it was sent
 * @param heard after it came
 */
record Reply(
        int status, Map<String, String> headers, String body, long timestamp, ClockReading sent, ClockReading heard) {

    /** Labels that say nothing of what was done. */
    private static final Set<String> TROUBLE =
            Set.of("INTERNAL", "SERVER_ERROR", "INTERNAL_SERVER_ERROR", "SERVER_TIMEOUT", "TOO_BUSY");

    private static final Pattern TRIGGER = Pattern.compile("\"triggerTime\"\\s*:\\s*(\"?)(\\d{1,18})\\1\\s*[,}]");
    private static final Pattern SERVER_TIME = Pattern.compile("\"server_time\"\\s*:\\s*\"?(\\d{13})\"?\\s*}");

    /** Whether the exchange itself answered, and said what it did. */
    boolean isTelling() {
        boolean done = status >= 200 && status < 300 && body.strip().matches("(?s)[{\\[].*[}\\]]");
        boolean refused = status >= 400 && status < 500 && status != 408 && status != 499 && !label().isEmpty();
        return (done && label().isEmpty()) || (refused && !TROUBLE.contains(label()));
    }

    boolean isDone() {
        return status >= 200 && status < 300;
    }

    String label() {
        try {
            return body.strip().startsWith("{") ? Json.members(body).getOrDefault("label", "") : "";
        } catch (IOException e) {
            return "";
        }
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Label and status of a refusal; that it was taken else. */
    String verdict() {
        return isDone() ? "taken" : label() + ", " + status;
    }

    OptionalLong trigger() {
        Matcher found = TRIGGER.matcher(body);
        return found.find() ? OptionalLong.of(Long.parseLong(found.group(2))) : OptionalLong.empty();
    }

    /** The first name of a list. */
    Optional<String> firstName() {
        try {
            return Json.texts(body, "name").stream().findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** How the trigger time is written. */
    String triggerForm() {
        Matcher found = TRIGGER.matcher(body);
        return !found.find() ? "absent" : found.group(1).isEmpty() ? "number" : "string";
    }

    /** What it shows of the exchange's clock. */
    Optional<ExchangeTime> time() {
        String exact = header("x-in-time");
        if (exact.matches("\\d{16}")) {
            return shown(Instant.ofEpochMilli(Long.parseLong(exact) / 1000), Duration.ofMillis(1));
        }
        Matcher server = SERVER_TIME.matcher(body);
        if (server.find()) {
            return shown(Instant.ofEpochMilli(Long.parseLong(server.group(1))), Duration.ofMillis(1));
        }
        try {
            return shown(
                    ZonedDateTime.parse(header("date"), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant(),
                    Duration.ofSeconds(1));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<ExchangeTime> shown(Instant at, Duration resolution) {
        return Optional.of(new ExchangeTime(at, resolution, sent, heard));
    }
}
