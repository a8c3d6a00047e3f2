package dev.countdown.testing.simulator;

import dev.countdown.testing.ErrorLabels;
import dev.countdown.testing.ExchangeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the requests of each user and endpoint in a sliding window of time that passes: no step of the exchange's clock
 * changes it. Safe for use by many threads.
 */
final class RateLimiter {

    private final ExchangeClock clock;
    private final Map<String, Window> recent = new HashMap<>();

    RateLimiter(ExchangeClock clock) {
        this.clock = clock;
    }

    /** The headers of the reply. */
    synchronized Map<String, String> count(String endpoint, String user, Optional<RateLimit> limit) {
        return limit.map(some -> count(endpoint + " " + user, some)).orElse(Map.of());
    }

    private Map<String, String> count(String who, RateLimit limit) {
        Window window = recent.computeIfAbsent(who + " " + limit, absent -> new Window(limit));
        long now = clock.nanos();
        int remain = window.remain(now);
        if (remain == 0) {
            throw new Throttled(headers(0, limit, roundedUp(clock.now().plus(window.untilOldestLeaves(now)))));
        }
        window.add(now);
        return headers(remain - 1, limit, clock.now());
    }

    /** The header has whole seconds, and must not promise too much. */
    private static Instant roundedUp(Instant reset) {
        return reset.plusMillis(999);
    }

    private static Map<String, String> headers(int remain, RateLimit limit, Instant reset) {
        return Map.of(
                "X-Gate-RateLimit-Requests-Remain", Integer.toString(remain),
                "X-Gate-RateLimit-Limit", Integer.toString(limit.requests()),
                "X-Gate-RateLimit-Reset-Timestamp", Long.toString(reset.getEpochSecond()));
    }

    /** The answer to one request too many, which resets after a while. */
    static EndpointReply throttled(Instant now, Duration reset) {
        return new Throttled(headers(0, RateLimit.OTHERS, roundedUp(now.plus(reset)))).answer();
    }

    /** The times of the latest requests, oldest first, as many as are allowed. */
    private static final class Window {
        private final RateLimit limit;
        private final ArrayDeque<Long> times = new ArrayDeque<>();

        Window(RateLimit limit) {
            this.limit = limit;
        }

        int remain(long now) {
            while (!times.isEmpty() && untilOldestLeaves(now).compareTo(Duration.ZERO) <= 0) {
                times.remove();
            }
            return limit.requests() - times.size();
        }

        Duration untilOldestLeaves(long now) {
            return limit.window().minusNanos(now - times.element());
        }

        void add(long now) {
            times.add(now);
        }
    }

    /** One request too many. */
    static final class Throttled extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Map<String, String> headers;

        Throttled(Map<String, String> headers) {
            super(ErrorLabels.RATE_LIMIT_EXCEEDED, null, false, false);
            this.headers = headers;
        }

        EndpointReply answer() {
            return EndpointReply.error(429, "TOO_MANY_REQUESTS", ErrorLabels.RATE_LIMIT_EXCEEDED)
                    .with(headers);
        }
    }
}
