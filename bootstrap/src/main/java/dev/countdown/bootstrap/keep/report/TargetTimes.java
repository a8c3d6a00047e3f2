package dev.countdown.bootstrap.keep.report;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import dev.countdown.domain.Continuity;
import java.time.Instant;
import java.util.Optional;

/**
 * When what matters happened to a target, on our wall clock.
 *
 * @param acknowledged when the latest acknowledgement of an arm came
 * @param guardedUntil until when the orders were certainly guarded, as it said
 * @param firing the latest one
 */
public record TargetTimes(Optional<Instant> acknowledged, Optional<Instant> guardedUntil, Optional<Firing> firing) {

    static final TargetTimes NONE = new TargetTimes(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * The switch fired, or may have.
     *
     * @param from not before; empty where the orders were guarded by a process before this one
     * @param by not after
     * @param certain whether it has fired for certain
     */
    public record Firing(Optional<Instant> from, Instant by, boolean certain) {}

    TargetTimes after(KeeperEvent event) {
        Instant at = event.report().at();
        Protection now = event.report().protection();
        Optional<Firing> latest = firing;
        if (event instanceof KeeperEvent.Fired) {
            latest = Optional.of(new Firing(guardedUntil, at, true));
        } else if (event instanceof KeeperEvent.Lapsed lapsed && lapsed.continuity() != Continuity.UNBROKEN) {
            // what was seen to fire fired by then: the acknowledgement that opens the lapse came later
            boolean seen =
                    firing.filter(before -> before.from().equals(guardedUntil)).isPresent();
            latest =
                    seen ? firing : Optional.of(new Firing(guardedUntil, at, lapsed.continuity() == Continuity.BROKEN));
        }
        boolean acknowledges = event.acknowledged().isPresent();
        return new TargetTimes(
                acknowledges ? Optional.of(at) : acknowledged,
                acknowledges && now.state() != KeeperState.FIRED
                        ? Optional.of(at.plus(now.protectedFor()))
                        : guardedUntil,
                latest);
    }
}
