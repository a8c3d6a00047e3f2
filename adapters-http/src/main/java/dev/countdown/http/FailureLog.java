package dev.countdown.http;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.countdown.application.Outcome;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * One line for a failure that names what was attempted, and no flood: failures of one kind are told again after a minute,
 * with how many there were meanwhile, over all scopes; recoveries likewise. For one thread.
 */
final class FailureLog {

    private static final Logger LOG = System.getLogger("dev.countdown.http");
    private static final long QUIET = Duration.ofMinutes(1).toNanos();
    private static final int MOST_KINDS = 64;
    private static final int MOST_SCOPES = 4_096;

    private final LongSupplier clock;
    private final Map<Scope, Long> failing = new HashMap<>();
    private final Cache<String, Told> kinds = CacheBuilder.newBuilder()
            .maximumSize(MOST_KINDS)
            .concurrencyLevel(1)
            .build();

    /** When a kind was last told, and how often it was not told since. */
    private record Told(long at, long untold) {}

    /** A log that counts its minutes on a monotonic clock, in nanoseconds. */
    FailureLog(LongSupplier clock) {
        this.clock = clock;
    }

    void tell(Countdown countdown, Outcome reply) {
        if (reply instanceof Outcome.NotApplied refused) {
            failed(countdown, "not applied: " + refused.label(), refused.message());
        } else if (reply instanceof Outcome.Unknown unknown) {
            failed(countdown, "unknown", unknown.cause());
        } else if (!failing.isEmpty()) {
            Long failures = failing.remove(countdown.scope());
            if (failures != null) {
                fold(Level.INFO, "applied again", countdown + " applied again after " + failures + " failures");
            }
        }
    }

    private void failed(Countdown countdown, String kind, String why) {
        if (failing.size() < MOST_SCOPES || failing.containsKey(countdown.scope())) {
            failing.merge(countdown.scope(), 1L, Long::sum);
        }
        fold(Level.WARNING, kind, countdown + " " + kind + ": " + why);
    }

    private void fold(Level level, String kind, String line) {
        long now = clock.getAsLong();
        Told before = kinds.getIfPresent(kind);
        if (before != null && now - before.at() < QUIET) {
            kinds.put(kind, new Told(before.at(), before.untold() + 1));
            return;
        }
        kinds.put(kind, new Told(now, 0));
        long untold = before == null ? 0 : before.untold();
        write(level, untold == 0 ? line : line + " (and " + untold + " more like it since)");
    }

    /** An error of the platform's logging must not cost the keeper its reply; there is nowhere left to tell it. */
    private static void write(Level level, String line) {
        try {
            LOG.log(level, line);
        } catch (Throwable e) {
            // lost with its line
        }
    }
}
