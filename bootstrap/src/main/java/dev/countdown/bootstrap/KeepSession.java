package dev.countdown.bootstrap;

import dev.countdown.application.CloseMode;
import dev.countdown.application.Closure;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.Reply;
import dev.countdown.application.Scheduler;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Keeps all targets of a plan armed until something ends that. Its decisions are made on one thread, one at a time. */
final class KeepSession {

    private final KeepPlan plan;
    private final Keepers keepers;
    private final ServiceManager manager;
    private final Consumer<String> complaints;
    private final FirstArms firstArms = new FirstArms();
    private final BlockingQueue<Stimulus> inbox = new LinkedBlockingQueue<>();
    private final Set<Target> unarmed;
    private boolean ready;
    private Optional<Ending> afterChild = Optional.empty();

    KeepSession(KeepPlan plan, Keepers keepers, ServiceManager manager, Consumer<String> complaints) {
        this.plan = plan;
        this.keepers = keepers;
        this.manager = manager;
        this.complaints = complaints;
        this.unarmed = new HashSet<>(plan.targets());
    }

    int run() throws InterruptedException {
        keepers.onEvent(this::heard);
        Signals.onAny(signal -> inbox.add(new Stimulus.Told(signal)));
        plan.armWithin().ifPresent(span -> later(span, Stimulus.ArmedTooLate::new));
        manager.beatEvery().ifPresent(span -> later(span, Stimulus.Beat::new));
        plan.targets().forEach(this::start);
        Ending ending = awaitEnding();
        manager.stopping();
        List<Closure> closures = keepers.closeAll(ending.mode());
        if (!ending.message().isEmpty()) {
            complaints.accept("countdown: " + ending.message());
        }
        boolean uncertain = closures.stream().anyMatch(each -> each.mode() == CloseMode.CANCEL && !each.certain());
        return ending.code() == ExitCode.DONE && uncertain && !plan.child().isCommand()
                ? ExitCode.UNKNOWN
                : ending.code();
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
            return Optional.of(childGone(gone.code()));
        }
        manager.beat();
        manager.beatEvery().ifPresent(span -> later(span, Stimulus.Beat::new));
        return Optional.empty();
    }

    /** One that is not awaited was closed by a reload meanwhile, or began after the command. */
    private Optional<Ending> firstReply(Stimulus.FirstReply first) {
        if (!unarmed.remove(first.target())) {
            return Optional.empty();
        }
        if (first.reply() instanceof Reply.NotApplied refusal) {
            return Optional.of(Ending.givenUp(
                    ExitCode.NOT_APPLIED, first.target().name() + ": not armed: " + Failures.text(refusal)));
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
        if (signal.name().equals("HUP") && plan.reload().isPresent()) {
            reload(plan.reload().get());
            return Optional.empty();
        }
        if (!signal.ends()) {
            plan.child().signal(signal.name());
            return Optional.empty();
        }
        plan.child().mayEnd();
        boolean alreadyTold = signal.name().equals("INT") && Signals.terminalSignalsChildren();
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

    /** Starts what is new, closes what is gone, and leaves alone what stayed. */
    private void reload(Supplier<List<Target>> source) {
        try {
            List<Target> wanted = source.get();
            Set<Target> kept = keepers.running().keySet();
            kept.stream().filter(target -> !wanted.contains(target)).forEach(target -> {
                unarmed.remove(target);
                keepers.close(target, isReplaced(target, wanted) ? CloseMode.LEAVE : target.onExit());
            });
            wanted.stream().filter(target -> !kept.contains(target)).forEach(target -> {
                if (!ready) {
                    unarmed.add(target);
                }
                start(target);
            });
            beginIfAllArmed();
        } catch (UsageException e) {
            complaints.accept("countdown: not reloaded: " + e.getMessage());
        }
    }

    private static boolean isReplaced(Target old, List<Target> wanted) {
        return wanted.stream()
                .anyMatch(each ->
                        each.account().equals(old.account()) && each.scope().equals(old.scope()));
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
        if (afterChild.isEmpty()) {
            afterChild = Optional.of(ending);
            plan.child().stop();
        }
        return Optional.empty();
    }

    private Ending childGone(int code) {
        return afterChild.orElseGet(() -> code == 0 ? Ending.orderly(ExitCode.DONE) : Ending.death(code, ""));
    }
}
