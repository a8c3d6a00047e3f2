package dev.countdown.bootstrap.keep.process;

import java.time.Duration;

/** What happened to the guarded command. */
public sealed interface CommandEvent {

    /** The command could not be started. */
    record NotStarted(String reason) implements CommandEvent {}

    /** The command's first process is gone, after it ran for this long. */
    record FirstProcessGone(int code, Duration ranFor) implements CommandEvent {}

    /** Time to look which of its processes run. */
    record LookDue() implements CommandEvent {}

    /** Which of its processes run. */
    record Looked(Look look) implements CommandEvent {}

    /** A signal was passed on to it. */
    record SignalPassed() implements CommandEvent {}

    /** It was told to end a while ago. */
    record StillAwaited() implements CommandEvent {}

    /** The time that it had to end is over. */
    record GraceOver() implements CommandEvent {}

    /** Something went wrong that does not change how it ends. */
    record Trouble(String message) implements CommandEvent {}
}
