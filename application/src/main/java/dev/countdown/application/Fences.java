package dev.countdown.application;

import java.time.Duration;

/** A gateway counts a fence from when it was asked; whoever held the request up before that counts it from earlier. */
final class Fences {

    private Fences() {}

    static Reply countedFromEarlier(Reply reply, Duration heldUp) {
        return reply instanceof Reply.Unknown unknown
                ? new Reply.Unknown(unknown.cause(), unknown.fence().plus(heldUp))
                : reply;
    }
}
