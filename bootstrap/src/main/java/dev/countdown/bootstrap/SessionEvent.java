package dev.countdown.bootstrap;

import dev.countdown.application.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Something that a keep session must react to; all arrive in one queue, so that they cannot race. */
sealed interface SessionEvent {

    /** The first acknowledgement of one target, or its refusal for good. */
    record FirstReply(Target target, Outcome reply) implements SessionEvent {}

    /** The time for the first acknowledgements is over. */
    record ArmedTooLate() implements SessionEvent {}

    /** The switch of a target fired, or may have. */
    record Lapsed(Target target) implements SessionEvent {}

    /** A countdown is closed. */
    record Closed(CloseReport report) implements SessionEvent {}

    /** Something about a reload. */
    sealed interface OfReload extends SessionEvent {
        int number();
    }

    /** What the configuration says now; empty if there was trouble. */
    record Reread(int number, Optional<List<Target>> wanted, String trouble) implements OfReload {}

    /** The least, or the most, that a reload takes is over. */
    record ReloadDue(int number, boolean most) implements OfReload {}

    /** A signal. */
    record Told(Signals.Told signal) implements SessionEvent {}

    /** Time to tell the service manager that we live. */
    record Beat() implements SessionEvent {}

    /** Something went wrong that changes nothing here. */
    record Trouble(String message) implements SessionEvent {}

    /** Something about the command. */
    sealed interface OfCommand extends SessionEvent {}

    /** The command could not be started. */
    record NotStarted(String reason) implements OfCommand {}

    /** The command's first process is gone, after it ran for this long. */
    record ChildGone(int code, Duration ranFor) implements OfCommand {}

    /** Time to look which of its processes run. */
    record Look() implements OfCommand {}

    /** Those of its processes that run. */
    record Looked(List<ProcessInfo> running) implements OfCommand {}

    /** A signal was passed on to it. */
    record Passed() implements OfCommand {}

    /** It was told to end a while ago. */
    record StillWaiting() implements OfCommand {}

    /** The time that it had to end is over. */
    record GraceOver() implements OfCommand {}
}
