package dev.countdown.application.machine;

import dev.countdown.application.Durations;
import dev.countdown.application.Outcome;
import java.time.Duration;

/** The gateway measures {@code mayApplyFor} from {@code submit}. A caller that delayed the request adds its own delay. */
public final class HeldUpRequests {

    /** For a request that was held up until its deadline was over: sent now, it would outlive its fence. */
    public static final Outcome.NotApplied HELD_UP = Outcome.NotApplied.notSent("held up until its deadline was over");

    private HeldUpRequests() {}

    public static Outcome countedFromEarlier(Outcome reply, Duration heldUp) {
        return reply instanceof Outcome.Unknown unknown
                ? new Outcome.Unknown(
                        unknown.cause(),
                        Durations.bounded(unknown.mayApplyFor()).plus(heldUp))
                : reply;
    }
}
