package dev.countdown.bootstrap;

import dev.countdown.application.Reply;

/** Something that a keep session must react to; all arrive in one queue, so that they cannot race. */
sealed interface Stimulus {

    /** The first acknowledgement of one target, or its refusal for good. */
    record FirstReply(Target target, Reply reply) implements Stimulus {}

    /** The time for the first acknowledgements is over. */
    record ArmedTooLate() implements Stimulus {}

    /** The switch of a target fired, or may have. */
    record Lapsed(Target target) implements Stimulus {}

    /** The child is gone. */
    record ChildGone(int code) implements Stimulus {}

    /** A countdown is closed. */
    record Closed(Farewell farewell) implements Stimulus {}

    /** A signal. */
    record Told(Signals.Told signal) implements Stimulus {}

    /** Time to tell the service manager that we live. */
    record Beat() implements Stimulus {}
}
