package dev.countdown.bootstrap;

import dev.countdown.application.Reply;

/** What did not work, in one line. */
final class Failures {

    private Failures() {}

    static String text(Reply.NotApplied reply) {
        return reply.isRefusal() ? reply.label() + ": " + reply.message() : reply.message();
    }
}
