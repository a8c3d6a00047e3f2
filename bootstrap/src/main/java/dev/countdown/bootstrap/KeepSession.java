package dev.countdown.bootstrap;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Reply;
import dev.countdown.application.Scheduler;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Keeps all targets of a plan armed until something ends that. Its decisions are made on one thread, one at a time. */
final class KeepSession {

    private static final int INTERRUPTED = ExitCode.ofSignal(2);
    private static final Duration MOMENT = Duration.ofMillis(200);

    private final KeepPlan plan;
    private final Keepers keepers;
    private final ServiceManager manager;
    private final Consumer<String> complaints;
    private final FirstArms firstArms = new FirstArms();
    private final BlockingQueue<Stimulus> inbox = new LinkedBlockingQueue<>();
    private final Set<Target> unarmed;
    private final Optional<Reloads> reloads;
    private boolean ready;
    private boolean signalAwaited;
    private Optional<Ending> afterChild = Optional.empty();

    KeepSession(KeepPlan plan, Keepers keepers, ServiceManager manager, Consumer<String> complaints) {
        this.plan = plan;
        this.keepers = keepers;
        this.manager = manager;
        this.complaints = complaints;
        this.unarmed = new HashSet<>(plan.targets());
        this.reloads = plan.reload()
                .map(source -> new Reloads(
                        source, this::reload, Scheduler.system(), Reloads::onItsOwnThread, inbox::add, complaints));
    }

    int run() throws InterruptedException {
        keepers.onEvent(this::heard);
        plan.armWithin().ifPresent(span -> later(span, Stimulus.ArmedTooLate::new));
        manager.beatEvery().ifPresent(span -> later(span, Stimulus.Beat::new));
        plan.targets().forEach(this::start);
        Ending ending = awaitEnding();
        manager.stopping();
        keepers.closeAll(ending.mode(), this::closed);
        boolean asWished = heedTheLast();
        if (!ending.message().isEmpty()) {
            complaints.accept("countdown: " + ending.message());
        }
        return ending.code() == ExitCode.DONE && !asWished ? ExitCode.UNKNOWN : ending.code();
    }

    /** On any thread. */
    void tell(Stimulus stimulus) {
        inbox.add(stimulus);
    }

    private void closed(Farewell farewell) {
        tell(new Stimulus.Closed(farewell));
    }

    /** Of what was still closing when the session ended; returns whether all of it went as wished. */
    private boolean heedTheLast() {
        boolean asWished = true;
        for (Stimulus last = inbox.poll(); last != null; last = inbox.poll()) {
            asWished &= !(last instanceof Stimulus.Closed closed) || heed(closed.farewell());
        }
        return asWished;
    }

    /** Complains unless it went as wished; returns whether it did. */
    private boolean heed(Farewell farewell) {
        if (!farewell.isAsWished()) {
            complaints.accept(farewell.complaint());
        }
        return farewell.isAsWished();
    }

    private Ending awaitEnding() throws InterruptedException {
        Optional<Ending> ending = Optional.empty();
        while (ending.isEmpty()) {
            ending = react(inbox.take());
        }
        return ending.get();
    }

    /** On the listeners' thread. */
    private void heard(Target target, KeeperEvent event) {
        firstArms.heard(target, event);
        if (plan.stopOnLapse() && (event instanceof KeeperEvent.Lapsed || event instanceof KeeperEvent.Fired)) {
            inbox.add(new Stimulus.Lapsed(target));
        }
    }

    private Optional<Ending> react(Stimulus stimulus) {
        if (stimulus instanceof Stimulus.FirstReply first) {
            return firstReply(first);
        }
        if (stimulus instanceof Stimulus.ArmedTooLate) {
            return ready ? Optional.empty() : unarmed.stream().findFirst().map(firstArms::tooLate);
        }
        if (stimulus instanceof Stimulus.Lapsed lapsed) {
            String message = lapsed.target().name() + ": the switch fired, or may have";
            return endChildThen(Ending.death(ExitCode.FIRED, message));
        }
        if (stimulus instanceof Stimulus.Told told) {
            return told(told.signal());
        }
        if (stimulus instanceof Stimulus.ChildGone gone) {
            return childGone(gone);
        }
        if (stimulus instanceof Stimulus.Closed closed) {
            heed(closed.farewell());
            return Optional.empty();
        }
        if (stimulus instanceof Stimulus.OfReload about) {
            reloads.ifPresent(each -> each.react(about));
            beginIfAllArmed();
            return Optional.empty();
        }
        manager.beat();
        manager.beatEvery().ifPresent(span -> later(span, Stimulus.Beat::new));
        return Optional.empty();
    }

    /** One that is not awaited was closed by a reload meanwhile, or began after the command. */
    private Optional<Ending> firstReply(Stimulus.FirstReply first) {
        reloads.ifPresent(each -> each.settled(first.target()));
        if (!unarmed.remove(first.target())) {
            return Optional.empty();
        }
        if (first.reply() instanceof Reply.NotApplied refusal) {
            return Optional.of(firstArms.refused(first.target(), refusal));
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
        if (plan.child().isCommand()) {
            plan.child().start(code -> inbox.add(new Stimulus.ChildGone(code)));
        }
    }

    private Optional<Ending> told(Signals.Told signal) {
        if (signal.name().equals("HUP") && reloads.isPresent()) {
            reloads.get().ask();
            return Optional.empty();
        }
        if (!signal.ends()) {
            plan.child().signal(signal.name());
            return Optional.empty();
        }
        plan.child().mayEnd();
        boolean first = afterChild.isEmpty(); // a second one is for a child that the first did not reach
        boolean alreadyTold = first && signal.name().equals("INT") && Signals.terminalSignalsChildren();
        if (!alreadyTold) {
            plan.child().signal(signal.name());
        }
        Ending ending = Ending.orderly(ExitCode.ofSignal(signal.number()));
        if (!plan.child().isRunning()) {
            return Optional.of(ending);
        }
        afterChild = afterChild.or(() -> Optional.of(ending));
        return Optional.empty();
    }

    /** Starts what is new, closes what is gone, and leaves alone what stayed. Returns what it started. */
    private List<Target> reload(List<Target> wanted) {
        Map<Target, KeeperState> running = new LinkedHashMap<>();
        keepers.running()
                .forEach((target, keeper) ->
                        running.put(target, keeper.protection().state()));
        Reload reload = Reload.of(running, wanted);
        reload.closed().forEach((target, mode) -> {
            unarmed.remove(target);
            keepers.close(target, mode, this::closed);
        });
        reload.started().forEach(target -> {
            if (!ready) {
                unarmed.add(target);
            }
            startOrComplain(target);
        });
        reload.held().forEach(this::sayHeld);
        return reload.started();
    }

    private void sayHeld(Target target) {
        complaints.accept("countdown: " + target.name() + ": not reloaded: its switch fired, or may have;"
                + " acknowledge its lapse and reload again, or start anew");
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
        keepers.start(target, (from, reply) -> inbox.add(new Stimulus.FirstReply(from, reply)));
    }

    private void later(Duration span, Supplier<Stimulus> stimulus) {
        Scheduler.system().schedule(span, () -> inbox.add(stimulus.get()));
    }

    private Optional<Ending> endChildThen(Ending ending) {
        if (!plan.child().isRunning()) {
            return Optional.of(ending);
        }
        afterChild = Optional.of(ending); // even after a signal: what follows a firing is never orderly
        plan.child().stop();
        return Optional.empty();
    }

    /** One that dies of Ctrl-C can be gone before we are told of it. */
    private Optional<Ending> childGone(Stimulus.ChildGone gone) {
        boolean interrupted = gone.code() == INTERRUPTED && Signals.terminalSignalsChildren();
        if (afterChild.isEmpty() && interrupted && !signalAwaited) {
            signalAwaited = true;
            later(MOMENT, () -> gone);
            return Optional.empty();
        }
        return Optional.of(afterChild.orElseGet(
                () -> gone.code() == 0 ? Ending.orderly(ExitCode.DONE) : Ending.death(gone.code(), "")));
    }
}
