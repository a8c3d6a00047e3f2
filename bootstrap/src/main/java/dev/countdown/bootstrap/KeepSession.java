package dev.countdown.bootstrap;

import dev.countdown.application.CloseMode;
import dev.countdown.application.Closure;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.Liveness;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.application.Reply;
import dev.countdown.application.Scheduler;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** Keeps all targets of a plan armed until something ends that. Its decisions are made on one thread, one at a time. */
final class KeepSession {

    private final KeepPlan plan;
    private final EventView view;
    private final BlockingQueue<Stimulus> inbox = new LinkedBlockingQueue<>();
    private final FirstArms firstArms;
    private final Keepers keepers;
    private final Set<Target> unarmed;
    private Optional<Ending> afterChild = Optional.empty();

    KeepSession(KeepPlan plan, Function<Target, CountdownGateway> gateways, Function<Keepers, EventView> view) {
        this.plan = plan;
        this.unarmed = new HashSet<>(plan.targets());
        this.firstArms = new FirstArms();
        List<Liveness> alive = new ArrayList<>(plan.liveness());
        alive.add(plan.child());
        this.keepers = new Keepers(gateways, Liveness.all(alive), this::heard);
        this.view = view.apply(keepers);
    }

    int run(PrintWriter err) throws InterruptedException {
        Signals.onStop(signal -> inbox.add(new Stimulus.ToldToStop(signal)));
        Signals.onOther(signal -> inbox.add(new Stimulus.PassedOn(signal)));
        plan.armWithin()
                .ifPresent(span -> Scheduler.system().schedule(span, () -> inbox.add(new Stimulus.ArmedTooLate())));
        for (Target target : plan.targets()) {
            keepers.start(target, (from, reply) -> inbox.add(new Stimulus.FirstReply(from, reply)));
        }
        Ending ending = awaitEnding();
        List<Closure> closures = keepers.close(ending.mode());
        view.close();
        if (!ending.message().isEmpty()) {
            err.println("countdown: " + ending.message());
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
            inbox.add(new Stimulus.Lapsed(target, event.reason()));
        }
        view.show(target, event);
    }

    private Optional<Ending> react(Stimulus stimulus) {
        if (stimulus instanceof Stimulus.FirstReply first) {
            return firstReply(first);
        }
        if (stimulus instanceof Stimulus.ArmedTooLate) {
            return armedTooLate();
        }
        if (stimulus instanceof Stimulus.Lapsed lapsed) {
            return endChildThen(Ending.closing(
                    death(), ExitCode.FIRED, lapsed.target().name() + ": the switch fired, or may have"));
        }
        if (stimulus instanceof Stimulus.ToldToStop told) {
            return stop(told.signal());
        }
        if (stimulus instanceof Stimulus.PassedOn other) {
            plan.child().signal(other.signal().name());
            return Optional.empty();
        }
        return Optional.of(childGone(((Stimulus.ChildGone) stimulus).code()));
    }

    private Optional<Ending> firstReply(Stimulus.FirstReply first) {
        if (first.reply() instanceof Reply.NotApplied refusal) {
            String message = first.target().name() + ": not armed: " + Failures.text(refusal);
            return endChildThen(Ending.closing(CloseMode.LEAVE, ExitCode.NOT_APPLIED, message));
        }
        unarmed.remove(first.target());
        if (unarmed.isEmpty() && plan.child().isCommand() && afterChild.isEmpty()) {
            plan.child().start(code -> inbox.add(new Stimulus.ChildGone(code)));
        }
        return Optional.empty();
    }

    private Optional<Ending> armedTooLate() {
        return unarmed.stream().findFirst().map(firstArms::tooLate);
    }

    private Optional<Ending> stop(Signals.Told signal) {
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
        return afterChild.orElseGet(
                () -> code == 0 ? Ending.orderly(ExitCode.DONE) : Ending.closing(death(), code, ""));
    }

    private CloseMode death() {
        return plan.onDead() == OnDead.HASTEN ? CloseMode.HASTEN : CloseMode.LEAVE;
    }
}
