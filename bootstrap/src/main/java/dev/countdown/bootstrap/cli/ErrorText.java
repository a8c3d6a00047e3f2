package dev.countdown.bootstrap.cli;

import dev.countdown.application.Outcome;

/** What did not work, in one line. */
public final class ErrorText {

    private ErrorText() {}

    public static String text(Outcome.NotApplied reply) {
        return reply.isRefusal() ? reply.label() + ": " + reply.message() : reply.message();
    }
}
