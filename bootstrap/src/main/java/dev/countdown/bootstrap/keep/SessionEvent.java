package dev.countdown.bootstrap.keep;

import dev.countdown.application.Outcome;
import dev.countdown.bootstrap.cli.Signals;
import dev.countdown.bootstrap.keep.config.ReloadEvent;
import dev.countdown.bootstrap.keep.process.CommandEvent;
import dev.countdown.bootstrap.keep.target.CloseReport;
import dev.countdown.bootstrap.keep.target.Target;

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

    /** A step of a reload. */
    record OfReload(ReloadEvent event) implements SessionEvent {}

    /** Something about the command. */
    record OfCommand(CommandEvent event) implements SessionEvent {}

    /** A signal. */
    record Told(Signals.Told signal) implements SessionEvent {}

    /** Time to tell the service manager that we live. */
    record Beat() implements SessionEvent {}
}
