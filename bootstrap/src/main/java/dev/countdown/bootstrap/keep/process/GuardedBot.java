package dev.countdown.bootstrap.keep.process;

import dev.countdown.application.Liveness;
import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.DaemonThread;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.Signals;
import dev.countdown.bootstrap.cli.StandardStreams;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The bot that {@code keep} starts and guards, with all of its processes. What can take its time, such as to start it, to
 * look for its processes and to signal them, is done by a thread of its own, which tells what came of it. Safe for use by
 * many threads.
 */
public final class GuardedBot implements Liveness {

    /** The mark of its processes, in their environment. */
    private static final String MARK = "COUNTDOWN_KEEP";

    /** To signal a group, one process after the other, takes a moment. */
    private static final Duration MOMENT = Duration.ofMillis(100);

    private static final Duration FIRST_LOOK = Duration.ofMillis(250);
    private static final Duration LATER_LOOK = Duration.ofSeconds(5);

    private final Guardian guardian;
    private final List<String> command;
    private final Optional<Duration> killOrphansAfter;
    private final Set<String> notInherited;
    private final String mark = UUID.randomUUID().toString();
    private final Executor thread = Executors.newSingleThreadExecutor(task -> DaemonThread.of("bot", task));
    private final Set<Integer> worthless = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Process process;
    private volatile @Nullable CompanionShell companion;
    private volatile List<ProcessInfo> seen = List.of();
    private volatile String givenUp = "";
    private volatile boolean over;
    private volatile boolean judged;
    private volatile Map<String, String> variables = Map.of();
    private Consumer<BotEvent> told = event -> {};
    private @Nullable BotProcesses tree;

    /**
     * A bot that has not started.
     *
     * @param guardian which command this is
     * @param command its words; none if nothing is guarded that we start
     * @param killOrphansAfter how long it has to end when we are killed; empty to leave it alone then
     * @param notInherited names of variables that it does not inherit from us
     */
    public GuardedBot(
            Guardian guardian, List<String> command, Optional<Duration> killOrphansAfter, Set<String> notInherited) {
        this.guardian = guardian;
        this.command = List.copyOf(command);
        this.killOrphansAfter = killOrphansAfter;
        this.notInherited = Set.copyOf(notInherited);
    }

    Guardian guardian() {
        return guardian;
    }

    public boolean isGiven() {
        return !command.isEmpty();
    }

    /** Before its start: variables that it has beside those that it inherits. */
    public void give(Map<String, String> more) {
        variables = Map.copyOf(more);
    }

    public boolean isStarted() {
        return process != null;
    }

    /** Tells of its end, of what could not be started, and of each {@link #look} and {@link #pass}. */
    void start(Consumer<BotEvent> consumer) {
        thread.execute(() -> {
            told = consumer;
            try {
                long began = Scheduler.system().nanoTime();
                Optional<InheritedPipe> pipe = InheritedPipe.open();
                Process started = launch(pipe);
                tree = new BotProcesses(new MarkedProcesses(mark), pipe);
                tree.add(started.pid());
                process = started;
                onEnd(started, thread, code -> {
                    consumer.accept(new BotEvent.FirstProcessGone(
                            code, Duration.ofNanos(Scheduler.system().nanoTime() - began)));
                    thread.execute(this::lookNow); // for those who do not wait for the loop
                });
                accompany(pipe.map(InheritedPipe::name).orElse(""));
                watch(FIRST_LOOK);
            } catch (IOException | RuntimeException | Error e) { // no memory, no more processes: we go on in any case
                consumer.accept(new BotEvent.NotStarted(command.get(0) + ": " + e.getMessage()));
            }
        });
    }

    /** Java tells of an end on a thread that it makes for it: where there is none, this one does. */
    static void onEnd(Process process, Executor otherwise, IntConsumer told) {
        CompletableFuture<Process> unused = process.onExit().whenComplete((ended, noThread) -> {
            if (noThread == null) {
                told.accept(ended.exitValue());
            } else {
                otherwise.execute(() -> told.accept(exitCode(process)));
            }
        });
    }

    private static int exitCode(Process ended) {
        try {
            return ended.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ended.exitValue();
        }
    }

    private Process launch(Optional<InheritedPipe> pipe) throws IOException {
        try {
            Process started = builder(pipe).start();
            pipe.ifPresent(InheritedPipe::handedOver);
            return started;
        } catch (IOException | RuntimeException | Error e) {
            pipe.ifPresent(InheritedPipe::discard);
            throw e;
        }
    }

    private ProcessBuilder builder(Optional<InheritedPipe> pipe) {
        ProcessBuilder builder = new ProcessBuilder(BotLauncher.of(command, pipe)).inheritIO();
        pipe.ifPresent(each -> builder.redirectOutput(each.writingEnd()));
        if (StandardStreams.wasClosed(StandardStreams.IN)) {
            builder.redirectInput(new File("/dev/null"));
        }
        if (StandardStreams.wasClosed(StandardStreams.ERR)) {
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        }
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(notInherited);
        environment.putAll(variables);
        environment.merge(MARK, mark, (outer, inner) -> outer + " " + inner); // it may be a keep itself
        return builder;
    }

    private void accompany(String pipe) {
        try {
            companion = CompanionShell.start(guardian, mark, pipe, killOrphansAfter, Scheduler.system());
        } catch (IOException | RuntimeException | Error e) { // the bot runs: nobody may hear that it was not started
            told.accept(
                    new BotEvent.Trouble("if " + guardian.command + " is killed, the bot goes on: " + e.getMessage()));
        }
    }

    /** So that those are known that leave their parents later. */
    private void watch(Duration pause) {
        Scheduler.system()
                .schedule(
                        pause,
                        () -> thread.execute(() -> {
                            if (!judged) {
                                lookNow();
                                Duration twice = pause.multipliedBy(2);
                                watch(twice.compareTo(LATER_LOOK) < 0 ? twice : LATER_LOOK);
                            }
                        }));
    }

    private Look lookNow() {
        BotProcesses of = tree;
        Look found = of == null ? Look.UNCERTAIN : of.look();
        over = found.over() || (over && found.equals(Look.UNCERTAIN));
        Look look = over ? Look.OVER : found;
        seen = look.running();
        CompanionShell beside = companion;
        if (beside != null) {
            beside.members(look.running());
        }
        return look;
    }

    /** Tells which of its processes run. */
    void look() {
        thread.execute(() -> told.accept(new BotEvent.Looked(lookNow())));
    }

    /** Passes a signal of ours on to those of its processes that did not get it as we did. */
    void pass(Signals.Told signal) {
        long came = Scheduler.system().nanoTime();
        Scheduler.system()
                .schedule(
                        MOMENT,
                        () -> thread.execute(() -> {
                            try {
                                passNow(signal, came);
                            } finally {
                                told.accept(new BotEvent.SignalPassed());
                            }
                        }));
    }

    private void passNow(Signals.Told signal, long came) {
        CompanionShell beside = companion;
        Optional<Boolean> asked = beside == null ? Optional.empty() : beside.heard(signal.name(), came);
        if (signal.again()) {
            return;
        }
        boolean wholeGroup =
                asked.orElseGet(() -> signal.name().equals("INT") && Signals.reachesOurGroupFromTheTerminal());
        List<ProcessInfo> before = seen;
        List<ProcessInfo> running = lookNow().running();
        weigh(signal.number(), Stream.concat(running.stream(), before.stream()).toList());
        long ours = ProcessTable.find(ProcessHandle.current().pid())
                .map(ProcessInfo::group)
                .orElse(0L);
        send(
                signal.name(),
                running.stream()
                        .filter(each -> !(wholeGroup && each.group() == ours))
                        .toList());
    }

    /** One that dies of a signal says nothing of another one that handles it, such as a bot behind a shell. */
    private void weigh(int signal, List<ProcessInfo> all) {
        Process first = process;
        if (first != null
                && all.stream()
                        .filter(each -> each.pid() != first.pid())
                        .anyMatch(each -> each.catches(signal) || !ProcessTable.hasProc())) {
            worthless.add(signal);
        }
    }

    private void send(String signal, List<ProcessInfo> processes) {
        CompanionShell beside = companion;
        if (signal.equals("TERM")) {
            processes.forEach(each -> ProcessHandle.of(each.pid()).ifPresent(ProcessHandle::destroy));
        } else if (!processes.isEmpty() && (beside == null || !beside.kill(signal, processes))) {
            told.accept(new BotEvent.Trouble("the bot could not be sent SIG" + signal));
        }
    }

    /** Whether its exit code speaks for all of it, where that is the one of a process that died of this signal. */
    boolean speaksFor(int signal) {
        return !worthless.contains(signal);
    }

    /** SIGTERM to all of it. */
    void stop() {
        thread.execute(() -> send("TERM", lookNow().running()));
    }

    /** SIGKILL to all of it; what it makes meanwhile needs another one. */
    public void kill() {
        thread.execute(() -> lookNow()
                .running()
                .forEach(each -> ProcessHandle.of(each.pid()).ifPresent(ProcessHandle::destroyForcibly)));
    }

    /** As far as known, and still running. */
    List<ProcessInfo> running() {
        return seen.stream()
                .filter(each ->
                        ProcessTable.find(each.pid()).filter(each::isSame).isPresent())
                .toList();
    }

    /** From now on it is not alive, even if its processes run. */
    void giveUp(String reason) {
        givenUp = reason;
    }

    /** The countdowns are being closed by what its end means: nothing is held back any more. */
    public void judge() {
        judged = true;
    }

    /** It does not need to be ended by anybody any more. */
    public void leave() {
        CompanionShell beside = companion;
        if (beside != null) {
            beside.leave();
        }
    }

    /**
     * Whether nothing may be armed for it: for certain all of it has ended, its first process with 0 or by a signal, and the
     * loop has not decided yet whether that was an orderly end. Asked right before each request is sent.
     */
    public boolean isHeld() {
        Process started = process;
        return started != null && over && !judged && !started.isAlive() && check().isAlive();
    }

    /** Known at once, also while the loop's thread is busy. That thread decides whether an end with 0 or by a signal was orderly. */
    @Override
    public Verdict check() {
        Process started = process;
        if (!givenUp.isEmpty()) {
            return Verdict.dead(givenUp);
        }
        if (started == null || started.isAlive()) {
            return Verdict.alive();
        }
        int code = started.exitValue();
        return code == ExitCode.DONE || Signals.isEnding(code)
                ? Verdict.alive()
                : Verdict.dead("the bot ended with " + ExitCode.text(code));
    }
}
