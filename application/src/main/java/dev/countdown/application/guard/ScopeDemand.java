package dev.countdown.application.guard;

import dev.countdown.domain.ClockReading;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether bots still ask a node for a scope. A node keeps the scopes that its list of nodes gives it, and any other scope that it
 * knows while this lasts: bots may have another list, and where they pet it for a scope it may be the last one that they all pet. A
 * keeper more does no harm, and one that no bot asks sends nothing. Safe for use by many threads.
 */
public final class ScopeDemand {

    /** A scope of other nodes is given up once no bot has asked for it for so long. */
    public static final Duration GIVE_UP = Duration.ofSeconds(10);

    private volatile @Nullable ClockReading last;

    /** Nobody has asked yet. */
    public ScopeDemand() {}

    /**
     * A bot that the scope requires asked for it.
     *
     * @param now both clocks
     */
    public void asked(ClockReading now) {
        last = Objects.requireNonNull(now, "now");
    }

    /**
     * Whether the node must keep the scope though its list gives it to others.
     *
     * @param now both clocks
     * @return true for {@link #GIVE_UP} after each question
     */
    public boolean isLasting(ClockReading now) {
        ClockReading last = this.last;
        return last != null && now.monotonicSince(last) < GIVE_UP.toNanos();
    }
}
