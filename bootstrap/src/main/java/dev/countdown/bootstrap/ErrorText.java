package dev.countdown.bootstrap;

import dev.countdown.application.Outcome;

/** What did not work, in one line. */
final class ErrorText {

    private ErrorText() {}

    static String text(Outcome.NotApplied reply) {
        return reply.isRefusal() ? reply.label() + ": " + reply.message() : reply.message();
    }
}
