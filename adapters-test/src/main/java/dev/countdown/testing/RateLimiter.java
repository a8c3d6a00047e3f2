package dev.countdown.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts the requests of each user and endpoint in a sliding window. Safe for use by many threads. */
final class RateLimiter {

    private final Map<String, Window> recent = new HashMap<>();

    /** The headers of the reply. */
    synchronized Map<String, String> count(String endpoint, String user, Optional<RateLimit> limit, Instant now) {
        return limit.map(some -> count(endpoint + " " + user, some, now)).orElse(Map.of());
    }

    private Map<String, String> count(String who, RateLimit limit, Instant now) {
        Window window = recent.computeIfAbsent(who + " " + limit, absent -> new Window(limit));
        long start = now.toEpochMilli() - limit.window().toMillis();
        if (window.oldest() > start) {
            Instant reset = Instant.ofEpochMilli(window.oldest()).plus(limit.window());
            throw new Throttled(headers(0, limit, reset.plusMillis(999)));
        }
        window.add(now.toEpochMilli());
        return headers(limit.requests() - window.since(start), limit, now);
    }

    private static Map<String, String> headers(int remain, RateLimit limit, Instant reset) {
        return Map.of(
                "X-Gate-RateLimit-Requests-Remain", Integer.toString(remain),
                "X-Gate-RateLimit-Limit", Integer.toString(limit.requests()),
                "X-Gate-RateLimit-Reset-Timestamp", Long.toString(reset.getEpochSecond()));
    }

    /** The answer to one request too many, which resets after a while. */
    static Answer throttled(Instant now, Duration reset) {
        return new Throttled(headers(0, RateLimit.OTHERS, now.plus(reset).plusMillis(999))).answer();
    }

    /** The times of the latest requests, as many as are allowed, in a ring. */
    private static final class Window {
        private final long[] times;
        private int oldest;

        Window(RateLimit limit) {
            times = new long[limit.requests()];
        }

        long oldest() {
            return times[oldest];
        }

        void add(long time) {
            times[oldest] = time;
            oldest = (oldest + 1) % times.length;
        }

        int since(long start) {
            return (int) Arrays.stream(times).filter(time -> time > start).count();
        }
    }

    /** One request too many. */
    static final class Throttled extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Map<String, String> headers;

        Throttled(Map<String, String> headers) {
            super("Request Rate Limit Exceeded", null, false, false);
            this.headers = headers;
        }

        Answer answer() {
            return Answer.error(429, "TOO_MANY_REQUESTS", "Request Rate Limit Exceeded")
                    .with(headers);
        }
    }
}
