package dev.countdown.bootstrap.pet;

import dev.countdown.application.Liveness;
import dev.countdown.application.Liveness.Verdict;
import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.Signals;
import dev.countdown.bootstrap.keep.process.BotEnd;
import dev.countdown.bootstrap.keep.process.BotEvent;
import dev.countdown.bootstrap.keep.process.GuardedBot;
import dev.countdown.bootstrap.keep.process.KeepEnd;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pets while the bot is alive, until something ends that. Its decisions are made on one thread, one at a time. */
final class PetLoop {

    /** A node lets two or three pets in a row be lost. */
    private static final Duration PERIOD = Duration.ofMillis(500);

    /** Something that the loop must react to. */
    private sealed interface Event {

        /** Time to pet. */
        record Due() implements Event {}

        /** A signal. */
        record Told(Signals.Told signal) implements Event {}

        /** Something about the bot. */
        record OfBot(BotEvent event) implements Event {}
    }

    private final Scheduler clock = Scheduler.system();
    private final PetGate gate;
    private final GuardedBot bot;
    private final Liveness liveness;
    private final Duration armWithin;
    private final Optional<Runnable> reload;
    private final PetEvents events;
    private final Consumer<String> complaints;
    private final BotEnd botEnd;
    private final BlockingQueue<Event> inbox = new LinkedBlockingQueue<>();
    private final Set<String> open = new HashSet<>();
    private Optional<Verdict> last = Optional.empty();
    private boolean begun;

    /** When the bot could have started at the earliest. */
    private long waitingSince = clock.nanoTime();

    PetLoop(
            PetGate gate,
            GuardedBot bot,
            Liveness liveness,
            Duration armWithin,
            Duration killAfter,
            Optional<Runnable> reload,
            PetEvents events,
            Consumer<String> complaints) {
        this.gate = gate;
        this.bot = bot;
        this.liveness = liveness;
        this.armWithin = armWithin;
        this.reload = reload;
        this.events = events;
        this.complaints = complaints;
        this.botEnd = new BotEnd(bot, killAfter, complaints, (span, event) -> later(span, new Event.OfBot(event)));
    }

    int run() throws InterruptedException {
        inbox.add(new Event.Due());
        Optional<KeepEnd> ending = Optional.empty();
        while (ending.isEmpty()) {
            try {
                ending = react(inbox.take());
            } catch (RuntimeException | Error e) { // in any case, the bot that lives is petted
                complaints.accept("countdown: internal error: " + e);
            }
        }
        complaints.accept("countdown: ends: " + ending.get().message() + "; " + whatFollows());
        bot.judge();
        gate.gate().close();
        bot.leave();
        return ending.get().code();
    }

    /** No more than is known here: what other processes of the bot do is not, nor what nodes read late. */
    private String whatFollows() {
        if (gate.gate().isSuperseded()) {
            return "this process pets no more, and what is guarded depends on the newer one";
        }
        Map<Boolean, String> scopes = gate.scopes().stream()
                .map(PetScope::name)
                .collect(Collectors.partitioningBy(gate.gate()::isRequired, Collectors.joining(", ")));
        Stream<String> required = Stream.of(scopes.get(true))
                .filter(names -> !names.isEmpty())
                .map(
                        names -> "each node that requires the bot for " + names
                                + " stops renewing that, and what it armed of it runs out unless a newer process of the bot pets");
        Stream<String> others = Stream.of(scopes.get(false))
                .filter(names -> !names.isEmpty())
                .map(names ->
                        "no node is known to require the bot for " + names + ", so what they do is not known here");
        return Stream.concat(required, others).collect(Collectors.joining("; "));
    }

    /** On any thread. */
    void tell(Signals.Told signal) {
        inbox.add(new Event.Told(signal));
    }

    private Optional<KeepEnd> react(Event event) {
        if (event instanceof Event.OfBot about) {
            return botEnd.react(about.event());
        }
        if (event instanceof Event.Told told) {
            return told(told.signal());
        }
        later(PERIOD, new Event.Due());
        return due();
    }

    private Optional<KeepEnd> due() {
        if (gate.gate().isSuperseded()) {
            look();
            return superseded();
        }
        Verdict verdict = liveness.check();
        if (verdict.isAlive() && !bot.isHeld()) {
            gate.gate().pet();
        }
        if (last.filter(before -> before.isAlive() == verdict.isAlive()).isEmpty()) {
            last = Optional.of(verdict);
            if (verdict.isAlive()) {
                events.alive();
            } else {
                events.dead(verdict.reason().orElse(""));
            }
        }
        look();
        return begun ? Optional.empty() : begin();
    }

    private Optional<KeepEnd> begin() {
        Optional<PetScope> unready =
                gate.scopes().stream().filter(each -> !isReady(each)).findFirst();
        if (unready.isEmpty()) {
            begun = true;
            botEnd.begin(about -> inbox.add(new Event.OfBot(about)));
        } else if (gate.scopes().stream().anyMatch(this::isBeingChanged)) {
            waitingSince = clock.nanoTime();
        } else if (bot.isGiven() && clock.nanoTime() - waitingSince >= armWithin.toNanos()) {
            return unready.map(this::tooLate);
        }
        return Optional.empty();
    }

    /** Orders may be placed, once the bot has reconciled those of before: it must run to do so. */
    private boolean isReady(PetScope scope) {
        return gate.gate()
                .whyShut(scope.name(), Duration.ZERO)
                .map(why -> why.lapse().isPresent())
                .orElse(true);
    }

    /** Tells which gates opened or shut since the last look. */
    private void look() {
        gate.scopes().forEach(scope -> {
            boolean mayQuote = gate.gate().mayQuote(scope.name(), Duration.ZERO);
            if (mayQuote && open.add(scope.name())) {
                events.open(scope.name());
            } else if (!mayQuote && open.remove(scope.name())) {
                events.shut(scope.name(), gate.reason(scope, Duration.ZERO));
            }
        });
    }

    /** No bot can shorten that: who gave up would be missed by the nodes, and fire. */
    private boolean isBeingChanged(PetScope scope) {
        return !gate.gate().settlingFor(scope.name()).isZero() || gate.gate().digestsDiffer(scope.name());
    }

    private KeepEnd tooLate(PetScope scope) {
        return KeepEnd.neverArmed(
                ExitCode.UNKNOWN,
                "not guarded within " + DurationText.text(armWithin) + ": " + scope.name() + ": "
                        + gate.reason(scope, Duration.ZERO));
    }

    private Optional<KeepEnd> superseded() {
        KeepEnd ending = KeepEnd.death(ExitCode.NOT_APPLIED, "a newer process of bot " + gate.bot() + " was heard");
        if (!botEnd.isBegun()) {
            return Optional.of(ending);
        }
        botEnd.stop(ending);
        return Optional.empty();
    }

    private Optional<KeepEnd> told(Signals.Told signal) {
        if (reload.isPresent() && signal.name().equals("HUP")) {
            reload.get().run();
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

    private void later(Duration span, Event event) {
        clock.schedule(span, () -> inbox.add(event));
    }
}
