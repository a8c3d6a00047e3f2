package dev.countdown.http;

import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Scope;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The exchange's rate limit as every reply states it. Once a reply says that nothing remains, each scope is told once to
 * wait for the reset instead of being sent. A scope that comes again before the reset is sent. For one thread.
 */
final class RateLimitReset {

    /** Gate's window is 10 s; a reset further away than this is no reset time. */
    private static final Duration FURTHEST = Duration.ofSeconds(60);

    private static final CharSequence REMAIN = HttpHeaders.createOptimized("X-Gate-RateLimit-Requests-Remain");
    private static final CharSequence RESET = HttpHeaders.createOptimized("X-Gate-RateLimit-Reset-Timestamp");

    private final MeasuredClock clock;
    private final Set<Scope> told = new HashSet<>();
    private boolean exhausted;
    private long resetAt;

    RateLimitReset(MeasuredClock clock) {
        this.clock = clock;
    }

    void heard(MultiMap headers, Scope scope, ClockReading now) {
        resetAt = now.monotonicNanos() + reset(headers, now);
        exhausted = ReplyText.unsigned(headers.get(REMAIN), 10) == 0;
        told.clear();
        if (exhausted) {
            told.add(scope);
        }
    }

    private long reset(MultiMap headers, ClockReading now) {
        long seconds = ReplyText.unsigned(headers.get(RESET), 10);
        return seconds == ReplyText.NONE
                ? 0
                : Math.max(0, Math.min(FURTHEST.toNanos(), seconds * Nanos.SECOND - clock.at(now)));
    }

    /** How long this scope should wait before it is sent; empty if it should not. */
    Optional<Duration> holdBack(Scope scope, long now) {
        return exhausted && resetAt - now > 0 && told.add(scope)
                ? Optional.of(Duration.ofNanos(resetAt - now))
                : Optional.empty();
    }

    /** How long to wait after a refusal, but at least so long. */
    Duration untilReset(long now, Duration least) {
        Duration wait = Duration.ofNanos(Math.max(0, resetAt - now));
        return wait.compareTo(least) < 0 ? least : wait;
    }
}
