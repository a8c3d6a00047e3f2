package dev.countdown.bootstrap.keep;

import dev.countdown.application.CloseMode;
import dev.countdown.application.FirstArmed;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Watchdog;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.bootstrap.cli.DaemonThread;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.Moment;
import dev.countdown.bootstrap.cli.Signals;
import dev.countdown.bootstrap.keep.config.ConfigChange;
import dev.countdown.bootstrap.keep.config.ConfigReloader;
import dev.countdown.bootstrap.keep.process.BotEnd;
import dev.countdown.bootstrap.keep.process.KeepEnd;
import dev.countdown.bootstrap.keep.target.CloseReport;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.bootstrap.keep.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Keeps all targets of a plan armed until something ends that. Its decisions are made on one thread, one at a time. */
final class KeepLoop {

    /** How often it looks around even if nothing happens. */
    private static final Duration TURN = Duration.ofSeconds(1);

    private static final Set<KeeperState> NOT_YET_GUARDED =
            EnumSet.of(KeeperState.IDLE, KeeperState.ARMING, KeeperState.CLOSED);

    private final KeepPlan plan;
    private final RunningKeepers keepers;
    private final SystemdNotifier manager;
    private final Consumer<String> complaints;
    private final Consumer<String> notices;
    private final Watchdog pulse;
    private final BotEnd botEnd;
    private final UnarmedReasons firstArms = new UnarmedReasons();
    private final BlockingQueue<LoopEvent> inbox = new LinkedBlockingQueue<>();
    private final Set<Target> unarmed;
    private final Set<Target> closing = new HashSet<>();
    private final Optional<ConfigReloader> reloads;
    private boolean ready;
    private boolean asAsked = true;

    /**
     * A loop that has not begun.
     *
     * @param complaints must not block, nor may anything else that the loop's thread calls
     * @param notices of what went as it was asked for
     * @param pulse is petted with each turn of that thread
     */
    KeepLoop(
            KeepPlan plan,
            RunningKeepers keepers,
            SystemdNotifier manager,
            Consumer<String> complaints,
            Consumer<String> notices,
            Watchdog pulse) {
        this.plan = plan;
        this.keepers = keepers;
        this.manager = manager;
        this.complaints = complaints;
        this.notices = notices;
        this.pulse = pulse;
        this.botEnd = new BotEnd(
                plan.bot(),
                plan.killAfter(),
                complaints,
                (span, event) -> later(span, () -> new LoopEvent.OfBot(event)));
        this.unarmed = new HashSet<>(plan.targets());
        this.reloads = plan.reload()
                .map(source -> new ConfigReloader(
                        source,
                        this::reload,
                        Scheduler.system(),
                        reading -> DaemonThread.of("reload", reading).start(),
                        event -> inbox.add(new LoopEvent.OfReload(event)),
                        complaints));
    }

    int run() throws InterruptedException {
        keepers.onEvent(this::heard);
        plan.armWithin().ifPresent(span -> later(span, LoopEvent.ArmedTooLate::new));
        manager.beatEvery().ifPresent(span -> later(span, LoopEvent.Beat::new));
        plan.targets().forEach(this::start);
        KeepEnd ending = awaitEnding();
        asAsked = ending.cause() == KeepEnd.Cause.ORDERLY;
        (asAsked ? notices : complaints).accept("countdown: ends: " + ending.message());
        manager.stopping();
        plan.bot().judge();
        keepers.closeAll(target -> closeMode(ending, target), this::closed);
        boolean closedAsAsked = reportTheLast();
        plan.bot().leave();
        return ending.code() == ExitCode.DONE && !closedAsAsked ? ExitCode.UNKNOWN : ending.code();
    }

    /** On any thread. */
    void tell(LoopEvent event) {
        inbox.add(event);
    }

    private void closed(CloseReport report) {
        tell(new LoopEvent.Closed(report));
    }

    private static CloseMode closeMode(KeepEnd ending, Target target) {
        return switch (ending.cause()) {
            case ORDERLY -> target.onExit();
            case DEATH -> target.onDeath();
            case NEVER_ARMED -> CloseMode.EXPIRE;
        };
    }

    /** Of what was still closing when the loop ended; returns whether all of it ended as was asked. */
    private boolean reportTheLast() {
        boolean all = true;
        for (LoopEvent last = inbox.poll(); last != null; last = inbox.poll()) {
            all &= !(last instanceof LoopEvent.Closed closed) || report(closed.report());
        }
        return all;
    }

    /** Says what becomes of the orders; returns whether it ended as was asked. */
    private boolean report(CloseReport report) {
        (asAsked && report.isUneventful() ? notices : complaints).accept(report.text());
        return report.isAsWished();
    }

    private KeepEnd awaitEnding() throws InterruptedException {
        Optional<KeepEnd> ending = Optional.empty();
        while (ending.isEmpty()) {
            pulse.pet();
            Optional<LoopEvent> next = Optional.ofNullable(inbox.poll(turn().toNanos(), TimeUnit.NANOSECONDS));
            try {
                ending = next.flatMap(this::react).or(this::atRisk);
            } catch (RuntimeException | Error e) { // in any case, what is armed stays so
                complaints.accept("countdown: internal error: " + e);
            }
        }
        return ending.get();
    }

    private Duration turn() {
        return plan.stopOnRisk()
                ? keepers.running().values().stream()
                        .map(keeper -> keeper.protection().protectedFor())
                        .filter(span -> !span.isZero())
                        .min(Duration::compareTo)
                        .filter(span -> span.compareTo(TURN) < 0)
                        .orElse(TURN)
                : TURN;
    }

    /** Where a claim has run out, nothing says that it will be renewed before the switch fires. */
    private Optional<KeepEnd> atRisk() {
        if (!plan.stopOnRisk() || !ready) {
            return Optional.empty();
        }
        return keepers.running().entrySet().stream()
                .filter(each -> isUnguarded(each.getValue().protection()))
                .findFirst()
                .flatMap(each -> stopThen(KeepEnd.death(
                        ExitCode.FIRED, each.getKey().name() + ": orders are not guarded for certain any more")));
    }

    private static boolean isUnguarded(Protection now) {
        return now.protectedFor().isZero() && !NOT_YET_GUARDED.contains(now.state());
    }

    /** On the listeners' thread. */
    private void heard(Target target, KeeperEvent event) {
        firstArms.heard(target, event);
        if (plan.stopOnLapse() && (event instanceof KeeperEvent.Lapsed || event instanceof KeeperEvent.Fired)) {
            inbox.add(new LoopEvent.Lapsed(target));
        }
    }

    private Optional<KeepEnd> react(LoopEvent event) {
        if (event instanceof LoopEvent.FirstAnswer first) {
            return firstAnswer(first);
        }
        if (event instanceof LoopEvent.ArmedTooLate) {
            return ready ? Optional.empty() : unarmed.stream().findFirst().map(firstArms::tooLate);
        }
        if (event instanceof LoopEvent.Lapsed lapsed) {
            String message = lapsed.target().name() + ": the switch fired, or may have";
            return stopThen(KeepEnd.death(ExitCode.FIRED, message));
        }
        if (event instanceof LoopEvent.Told told) {
            return told(told.signal());
        }
        if (event instanceof LoopEvent.OfBot about) {
            return botEnd.react(about.event());
        }
        if (event instanceof LoopEvent.Closed closed) {
            boolean unused = report(closed.report());
            closing.remove(closed.report().target());
            plan.locks().keepOnly(kept());
            return Optional.empty();
        }
        if (event instanceof LoopEvent.OfReload about) {
            reloads.ifPresent(each -> each.react(about.event()));
            beginIfAllArmed();
            return Optional.empty();
        }
        manager.beat();
        manager.beatEvery().ifPresent(span -> later(span, LoopEvent.Beat::new));
        return Optional.empty();
    }

    /** One that is not awaited was closed by a reload meanwhile, or began after the bot. */
    private Optional<KeepEnd> firstAnswer(LoopEvent.FirstAnswer first) {
        reloads.ifPresent(each -> each.settled(first.target()));
        if (!unarmed.remove(first.target())) {
            return Optional.empty();
        }
        if (first.answer() instanceof FirstArmed.Refused refused) {
            return Optional.of(firstArms.refused(first.target(), refused.refusal()));
        }
        beginIfAllArmed();
        return Optional.empty();
    }

    private void beginIfAllArmed() {
        if (ready || !unarmed.isEmpty()) {
            return;
        }
        ready = true;
        manager.ready();
        botEnd.begin(event -> inbox.add(new LoopEvent.OfBot(event)));
    }

    private Optional<KeepEnd> told(Signals.Told signal) {
        if (signal.name().equals("HUP") && reloads.isPresent()) {
            reloads.get().ask();
            return Optional.empty();
        }
        if (botEnd.isBegun()) {
            botEnd.told(signal);
            return Optional.empty();
        }
        return signal.ends()
                ? Optional.of(KeepEnd.orderly(ExitCode.ofSignal(signal.number()), "told to end by SIG" + signal.name()))
                : Optional.empty();
    }

    /** Starts what is new, closes what is gone, and leaves alone what stayed. Returns what it started. */
    private List<Target> reload(List<Target> wanted) {
        Map<Target, KeeperState> running = new LinkedHashMap<>();
        keepers.running()
                .forEach((target, keeper) ->
                        running.put(target, keeper.protection().state()));
        ConfigChange reload = ConfigChange.of(running, wanted);
        reload.closed().forEach((target, mode) -> {
            unarmed.remove(target);
            closing.add(target);
            keepers.close(target, mode, this::closed);
        });
        reload.started().forEach(target -> {
            if (!ready) {
                unarmed.add(target);
            }
            startOrComplain(target);
        });
        reload.held().forEach(this::sayHeld);
        notices.accept("countdown: reloaded: " + reload.text());
        return reload.started();
    }

    private void sayHeld(Target target) {
        complaints.accept("countdown: " + target.name() + ": not reloaded: its switch fired, or may have;"
                + " say that its lapse is reconciled and reload again, or start keep again");
    }

    /** One that cannot be started leaves the others as they are. */
    private void startOrComplain(Target target) {
        try {
            start(target);
        } catch (RuntimeException e) {
            complaints.accept("countdown: " + target.name() + ": not started: " + e.getMessage());
        }
    }

    private void start(Target target) {
        keepers.start(target, (from, answer) -> inbox.add(new LoopEvent.FirstAnswer(from, answer)));
        CountdownKeeper keeper = keepers.running().get(target);
        if (keeper != null) { // one that ended already has no claim
            keeper.onExpiring(Duration.ZERO, () -> complaints.accept(claimOver(target, keeper.protection())));
        }
    }

    /** At the end of each claim that is not renewed: the event {@code at_risk} may have come long before. */
    private static String claimOver(Target target, Protection now) {
        Instant at = Instant.ofEpochMilli(Scheduler.system().wallMillis());
        if (now.certainlyFiredAfter().filter(Duration::isZero).isPresent()) { // after a pause
            return "countdown: " + target.name() + ": the claim is over, and the switch fired: its orders are gone";
        }
        String latest = now.certainlyFiredAfter()
                .map(left -> "fires by " + Moment.latest(at, left, target.policy()))
                .orElse("may fire at any moment");
        return "countdown: " + target.name()
                + ": the claim is over, so its orders are not guarded for certain any more;"
                + " unless it is armed again, the switch " + latest;
    }

    private Set<Target> kept() {
        Set<Target> kept = new HashSet<>(keepers.running().keySet());
        kept.addAll(closing);
        return kept;
    }

    private void later(Duration span, Supplier<LoopEvent> event) {
        Scheduler.system().schedule(span, () -> inbox.add(event.get()));
    }

    /** What follows a firing is never orderly, even after a signal. */
    private Optional<KeepEnd> stopThen(KeepEnd ending) {
        if (!botEnd.isBegun()) {
            return Optional.of(ending);
        }
        botEnd.stop(ending);
        return Optional.empty();
    }
}
