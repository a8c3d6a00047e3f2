package dev.countdown.bootstrap.keep.process;

import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.Signals;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * How the bot comes to its end: it is over once the last of its processes is. Says who is told to end, who is
 * waited for and for how long, and what the end means for the countdowns. On the loop's thread.
 */
public final class BotEnd {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Duration LOOK_LATER = Duration.ofSeconds(1);
    private static final Duration SAY_SO_AFTER = Duration.ofSeconds(1);

    /**
     * Ctrl-C reaches the bot and us. The bot can be gone before our handler runs: so many looks are waited for our
     * own signal.
     */
    private static final int OWN_SIGNAL = 3;

    /** How many looks a helper of the bot may need to notice that the bot is gone, at least and at most. */
    private static final int HELPERS_LEAST = 3;

    private static final int HELPERS_MOST = 20;

    /** How many looks one that was killed may need to go. */
    private static final int KILLED = 50;

    private final GuardedBot bot;
    private final Duration killAfter;
    private final Consumer<String> complaints;
    private final BiConsumer<Duration, BotEvent> later;
    private final Set<Integer> passed = new HashSet<>();
    private boolean begun;
    private Optional<Signals.Told> firstSignal = Optional.empty();
    private Optional<KeepEnd> stopped = Optional.empty();
    private OptionalInt code = OptionalInt.empty();
    private int signals;
    private int passing;
    private int looks;
    private int helpersLooks;
    private boolean lookDue;
    private boolean toldToEnd;
    private boolean outlived;
    private boolean killing;

    /**
     * For a bot that has not started.
     *
     * @param later brings an event back after a while
     */
    public BotEnd(
            GuardedBot bot, Duration killAfter, Consumer<String> complaints, BiConsumer<Duration, BotEvent> later) {
        this.bot = bot;
        this.killAfter = killAfter;
        this.complaints = complaints;
        this.later = later;
    }

    public void begin(Consumer<BotEvent> told) {
        if (bot.isGiven()) {
            begun = true;
            bot.start(told);
        }
    }

    /** From its start on; then nothing ends before it has. */
    public boolean isBegun() {
        return begun;
    }

    /** The first signal asks it to end, so does a second one; a third ends it. */
    public void told(Signals.Told signal) {
        passing++;
        bot.pass(signal);
        if (signal.again() || !signal.ends()) {
            return;
        }
        signals++;
        passed.add(signal.number());
        firstSignal = firstSignal.or(() -> Optional.of(signal));
        awaitEnd();
        if (signals == 3) {
            kill("a third signal came");
        }
    }

    /** Ends the bot, and then {@code keep} with this ending, whatever the exit code of the bot. */
    public void stop(KeepEnd ending) {
        if (stopped.isPresent()) {
            return;
        }
        stopped = Optional.of(ending);
        if (passed.add(Signals.TERM)) {
            bot.stop();
        }
        awaitEnd();
    }

    private void awaitEnd() {
        if (!toldToEnd) {
            toldToEnd = true;
            later.accept(SAY_SO_AFTER, new BotEvent.StillAwaited());
            later.accept(killAfter, new BotEvent.GraceOver());
        }
    }

    /** Returns how we end, once all of it is over. */
    public Optional<KeepEnd> react(BotEvent event) {
        if (event instanceof BotEvent.NotStarted not) {
            return Optional.of(
                    KeepEnd.neverArmed(ExitCode.NOT_STARTED, "the bot could not be started: " + not.reason()));
        }
        if (event instanceof BotEvent.Looked looked) {
            return looked(looked.look());
        }
        if (event instanceof BotEvent.FirstProcessGone gone) {
            code = OptionalInt.of(gone.code());
            helpersLooks = helpersLooks(gone.ranFor());
            bot.look();
        } else if (event instanceof BotEvent.LookDue) {
            lookDue = false;
            bot.look();
        } else if (event instanceof BotEvent.SignalPassed) {
            passing--;
        } else if (event instanceof BotEvent.GraceOver) {
            kill("the bot did not end within " + DurationText.text(killAfter));
        } else if (event instanceof BotEvent.StillAwaited && !killing) {
            sayWhoIsAwaited();
        } else if (event instanceof BotEvent.Trouble trouble) {
            complaints.accept("countdown: " + trouble.message());
        }
        return Optional.empty();
    }

    private void sayWhoIsAwaited() {
        List<ProcessInfo> running = bot.running();
        if (!running.isEmpty()) {
            complaints.accept("countdown: waits for " + names(running) + ", to be killed "
                    + DurationText.text(killAfter) + " after it was told to end");
        }
    }

    private void kill(String reason) {
        if (!killing) {
            killing = true;
            looks = 0;
            complaints.accept("countdown: " + reason + ": killed: " + names(bot.running()));
            bot.giveUp(reason);
            bot.kill();
            lookIn(LOOK_AGAIN);
        }
    }

    private Optional<KeepEnd> looked(Look look) {
        looks++;
        if (killing && (!look.over() || code.isEmpty())) {
            return killAgain(look);
        }
        if (code.isEmpty()) {
            return Optional.empty();
        }
        boolean expected = toldToEnd || passing > 0;
        boolean early = !expected && Signals.isEnding(code.getAsInt()) && looks <= OWN_SIGNAL;
        if (look.over() && passing == 0 && !early) {
            return Optional.of(ending(code.getAsInt()));
        }
        boolean wasOutlived = outlived;
        outlived |= code.getAsInt() == 0
                && (look.unseen()
                        ? looks > helpersLooks
                        : look.running().stream().anyMatch(this::isNoHelper));
        if (expected || early || !isFound(look)) {
            lookIn(LOOK_AGAIN);
        } else if (code.getAsInt() == 0) {
            lookIn(wasOutlived ? LOOK_LATER : LOOK_AGAIN);
            if (outlived && !wasOutlived) {
                complaints.accept(
                        "countdown: the bot's first process ended with 0; guarded until they end, too: " + names(look));
            }
        } else {
            failed(code.getAsInt(), look);
        }
        return Optional.empty();
    }

    private static boolean isFound(Look look) {
        return look.unseen() || !look.running().isEmpty();
    }

    private Optional<KeepEnd> killAgain(Look look) {
        if (looks > KILLED) {
            return Optional.of(KeepEnd.death(ExitCode.UNKNOWN, "still run, and nothing guards them: " + names(look)));
        }
        bot.kill();
        lookIn(LOOK_AGAIN);
        return Optional.empty();
    }

    /**
     * The first process ended well and left this one. A helper of it, such as a logger, ends soon. A bot that a launcher left
     * runs on, or handles the signal that ended the launcher; nobody knows how it ends.
     */
    private boolean isNoHelper(ProcessInfo left) {
        return looks > helpersLooks
                || firstSignal.filter(signal -> left.catches(signal.number())).isPresent();
    }

    /**
     * A first process that ran for a moment was probably a launcher. Helpers get less time then, so that a bot that fails soon
     * does not count as one.
     */
    private static int helpersLooks(Duration ranFor) {
        long tenth = ranFor.dividedBy(10).dividedBy(LOOK_AGAIN);
        return (int) Math.max(HELPERS_LEAST, Math.min(HELPERS_MOST, tenth));
    }

    /** The first process failed: all others are told to end. A worker that hangs must not count as a living bot. */
    private void failed(int failure, Look look) {
        bot.giveUp(ended(failure));
        complaints.accept("countdown: the bot's first process ended with " + ExitCode.text(failure)
                + "; told to end, too: " + names(look));
        stop(KeepEnd.death(failure, ended(failure)));
        lookIn(LOOK_AGAIN);
    }

    private void lookIn(Duration pause) {
        if (!lookDue) {
            lookDue = true;
            later.accept(pause, new BotEvent.LookDue());
        }
    }

    private KeepEnd ending(int last) {
        if (stopped.isPresent()) {
            return stopped.get();
        }
        int signal = last - ExitCode.ofSignal(0);
        if (killing) {
            return KeepEnd.death(
                    last == 0 || passed.contains(signal) ? ExitCode.ofSignal(Signals.KILL) : last,
                    "the bot was killed");
        }
        return firstSignal
                .map(first -> afterSignal(first, last, signal))
                .orElseGet(() -> outlived ? unknown(ExitCode.UNKNOWN) : unasked(last));
    }

    private static KeepEnd unasked(int last) {
        return last == 0 ? KeepEnd.orderly(ExitCode.DONE, ended(last)) : KeepEnd.death(last, ended(last));
    }

    private static String ended(int code) {
        return "the bot ended with " + ExitCode.text(code);
    }

    /** Only an end with 0 or by the very signal is what was asked for. */
    private KeepEnd afterSignal(Signals.Told first, int last, int signal) {
        int ours = ExitCode.ofSignal(first.number());
        if (last != 0 && !passed.contains(signal)) {
            return KeepEnd.death(last, ended(last) + " after SIG" + first.name() + ": that counts as a death");
        }
        boolean known = last == 0 ? !outlived : bot.speaksFor(signal);
        return known ? KeepEnd.orderly(ours, ended(last) + " after SIG" + first.name()) : unknown(ours);
    }

    private static KeepEnd unknown(int code) {
        return KeepEnd.death(
                code,
                "how the bot ended is not known, because its first process does not speak for the others:"
                        + " that counts as a death; start the bot itself, or with exec");
    }

    private String names(Look look) {
        return look.running().isEmpty()
                ? "processes that " + bot.guardian().command + " cannot find"
                : names(look.running());
    }

    private static String names(List<ProcessInfo> processes) {
        return processes.stream().map(ProcessInfo::toString).collect(Collectors.joining(", "));
    }
}
