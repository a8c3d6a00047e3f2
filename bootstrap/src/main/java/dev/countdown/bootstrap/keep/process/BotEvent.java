package dev.countdown.bootstrap.keep.process;

import java.time.Duration;

/** What happened to the bot. */
public sealed interface BotEvent {

    /** The bot could not be started. */
    record NotStarted(String reason) implements BotEvent {}

    /** The bot's first process is gone, after it ran for this long. */
    record FirstProcessGone(int code, Duration ranFor) implements BotEvent {}

    /** Time to look which of its processes run. */
    record LookDue() implements BotEvent {}

    /** Which of its processes run. */
    record Looked(Look look) implements BotEvent {}

    /** A signal was passed on to it. */
    record SignalPassed() implements BotEvent {}

    /** It was told to end a while ago. */
    record StillAwaited() implements BotEvent {}

    /** The time that it had to end is over. */
    record GraceOver() implements BotEvent {}

    /** Something went wrong that does not change how it ends. */
    record Trouble(String message) implements BotEvent {}
}
