package dev.countdown.bootstrap;

import dev.countdown.application.Reply;
import java.util.List;
import java.util.Optional;

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

    /** Something about a reload. */
    sealed interface OfReload extends Stimulus {
        int number();
    }

    /** What the configuration says now; empty if there was trouble. */
    record Reread(int number, Optional<List<Target>> wanted, String trouble) implements OfReload {}

    /** The least, or the most, that a reload takes is over. */
    record ReloadDue(int number, boolean most) implements OfReload {}

    /** A signal. */
    record Told(Signals.Told signal) implements Stimulus {}

    /** Time to tell the service manager that we live. */
    record Beat() implements Stimulus {}
}
