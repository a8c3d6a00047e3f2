package dev.countdown.http;

import static dev.countdown.http.RawServer.http;
import static dev.countdown.http.RawServer.ok;

import dev.countdown.application.Scheduler;
import dev.countdown.http.RawServer.Request;
import dev.countdown.http.RawServer.Wire;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exchange behind something that can get out of step, on the time of a {@link ShiftedClock}. Its clock can be stepped; a
 * test says what its replies tell of it, and which reply a request gets.
 */
final class StagedExchange {

    /** What the headers of a reply tell of the exchange's clock. */
    enum Headers {
        EXACT,
        DATE,
        NONE
    }

    /** Which reply a countdown request gets. */
    enum Replies {
        HONEST,
        /** The one before, and the request never arrives. */
        REPLAY,
        /** The one to the request before. */
        LAG,
        /** Its own, out of a cache's store. */
        AGED,
        /** An empty object. */
        BARE
    }

    /** How the exchange answers who asks for its time. */
    enum Time {
        NUMBER,
        TEXT,
        UNKNOWN_PATH,
        /** The first answer for ever. */
        STUCK,
        /** As the countdown requests are answered. */
        LIKE_COUNTDOWNS,
        AGED,
        BROKEN,
        SILENT
    }

    private static final Pattern TIMEOUT = Pattern.compile("\"timeout\":(\\d+)");

    private final ShiftedClock clock;
    private String latest = "";
    private String firstTime = "";
    volatile Duration step = Duration.ZERO;
    volatile Headers headers = Headers.EXACT;
    volatile Replies replies = Replies.HONEST;
    volatile Time time = Time.NUMBER;
    volatile String more = "";
    volatile String refusal = "";

    StagedExchange(ShiftedClock clock) {
        this.clock = clock;
    }

    RawServer serve() {
        return new RawServer(this::countdown).time(this::time);
    }

    private synchronized void countdown(Request request, Wire wire) throws IOException {
        String before = latest;
        if (replies == Replies.REPLAY) {
            wire.write(before);
            return;
        }
        Matcher timeout = TIMEOUT.matcher(request.body());
        long trigger = timeout.find() ? now() + Long.parseLong(timeout.group(1)) * 1_000 : 0;
        trigger += trigger % 1_000 == 0 ? 1 : 0; // not to be taken for an exchange that deals in whole seconds
        String head = headers() + more + (replies == Replies.AGED ? "Age: 3\r\n" : "");
        String applied = replies == Replies.BARE ? "{}" : "{\"triggerTime\":\"" + trigger + "\"}";
        latest = refusal.isEmpty()
                ? ok(head, applied)
                : http("400 Bad Request", head, "{\"label\":\"" + refusal + "\"}");
        wire.write(replies == Replies.LAG ? before : latest);
    }

    private synchronized void time(Request request, Wire wire) throws IOException {
        String own = headers() + "Content-Type: application/json\r\n";
        String number = "{\"server_time\":" + now() + "}";
        if (firstTime.isEmpty()) {
            firstTime = ok(own, number);
        }
        switch (time) {
            case NUMBER -> wire.write(ok(own, number));
            case TEXT -> wire.write(ok(own, "{\"server_time\":\"" + now() + "\"}"));
            case UNKNOWN_PATH -> wire.write(http("404 Not Found", own, "{\"label\":\"NOT_FOUND\"}"));
            case STUCK -> wire.write(firstTime);
            case LIKE_COUNTDOWNS -> countdown(request, wire);
            case AGED -> wire.write(ok(own + "Age: 1\r\n", number));
            case BROKEN -> wire.socket().close();
            case SILENT -> {}
        }
    }

    private String headers() {
        return switch (headers) {
            case EXACT -> "X-In-Time: " + now() + "000\r\nX-Gate-Trace-ID: " + UUID.randomUUID() + "\r\n";
            case DATE ->
                "Date: "
                        + DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                Instant.ofEpochMilli(now()).atOffset(ZoneOffset.UTC))
                        + "\r\n";
            case NONE -> "";
        };
    }

    long now() {
        Duration shifted =
                Duration.ofNanos(clock.nanoTime() - Scheduler.system().nanoTime());
        return Scheduler.system().wallMillis() + shifted.plus(step).toMillis();
    }
}
