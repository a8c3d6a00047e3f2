package dev.countdown.bootstrap.keep.liveness;

import dev.countdown.application.Liveness;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Watchdog;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A source that the bot itself brings to life, such as a file that it touches: it counts from the moment it
 * first holds, or from a grace after the bot's start.
 */
final class GracePeriodLiveness implements Liveness {

    private final Liveness source;
    private final BooleanSupplier started;
    private final Duration grace;
    private final Scheduler clock;
    private @Nullable Watchdog sinceStart;
    private boolean counts;

    GracePeriodLiveness(Liveness source, BooleanSupplier started, Duration grace, Scheduler clock) {
        this.source = source;
        this.started = started;
        this.grace = grace;
        this.clock = clock;
    }

    @Override
    public synchronized Verdict check() {
        if (!started.getAsBoolean()) {
            return Verdict.alive();
        }
        Watchdog since = sinceStart == null ? new Watchdog(clock, grace) : sinceStart;
        sinceStart = since;
        Verdict verdict = source.check();
        counts |= verdict.isAlive() || !since.check().isAlive();
        return counts ? verdict : Verdict.alive();
    }

    @Override
    public Duration askAgainWithin() {
        return source.askAgainWithin();
    }
}
