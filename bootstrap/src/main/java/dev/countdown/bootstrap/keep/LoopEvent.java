package dev.countdown.bootstrap.keep;

import dev.countdown.application.FirstArmed;
import dev.countdown.bootstrap.cli.Signals;
import dev.countdown.bootstrap.keep.config.ReloadEvent;
import dev.countdown.bootstrap.keep.process.BotEvent;
import dev.countdown.bootstrap.keep.target.CloseReport;
import dev.countdown.bootstrap.keep.target.Target;

/** Something that the loop must react to; all arrive in one queue, so that they cannot race. */
sealed interface LoopEvent {

    /** Whether one target is armed. */
    record FirstAnswer(Target target, FirstArmed answer) implements LoopEvent {}

    /** The time for the first acknowledgements is over. */
    record ArmedTooLate() implements LoopEvent {}

    /** The switch of a target fired, or may have. */
    record Lapsed(Target target) implements LoopEvent {}

    /** A countdown is closed. */
    record Closed(CloseReport report) implements LoopEvent {}

    /** A step of a reload. */
    record OfReload(ReloadEvent event) implements LoopEvent {}

    /** Something about the bot. */
    record OfBot(BotEvent event) implements LoopEvent {}

    /** A signal. */
    record Told(Signals.Told signal) implements LoopEvent {}

    /** Time to tell the service manager that we live. */
    record Beat() implements LoopEvent {}
}
