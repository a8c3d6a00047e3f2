package dev.countdown.application;

import java.time.Duration;

/** A gateway counts a fence from when it was asked; whoever held the request up before that counts it from earlier. */
final class Fences {

    /** For a request that was held up until its deadline was over: sent now, it would outlive its fence. */
    static final Reply.NotApplied HELD_UP = Reply.NotApplied.notSent("held up until its deadline was over");

    private Fences() {}

    static Reply countedFromEarlier(Reply reply, Duration heldUp) {
        return reply instanceof Reply.Unknown unknown
                ? new Reply.Unknown(
                        unknown.cause(), Durations.bounded(unknown.fence()).plus(heldUp))
                : reply;
    }
}
