package dev.countdown.bootstrap.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All questions, one after the other. For one thread. */
final class Probe {

    private static final List<Question> BEFORE = List.of(
            new ClockQuestion(),
            new RateLimitQuestion(),
            new TriggerTimeQuestion(),
            new ShortTimeoutsQuestion(),
            new RefusalsQuestion(),
            new WindowQuestion());

    private static final Set<String> FORBIDDEN = Set.of("READ_ONLY", "FORBIDDEN");

    private final Conversation with;
    private final Subject about;
    private final OwnOrders own;
    private final Optional<OrderTrial> trial;
    private boolean isDisarmed = true;
    private boolean isCleared = true;

    /**
     * Sends nothing yet.
     *
     * @param terms of the orders that may be placed; empty for none
     */
    Probe(Conversation with, Subject about, OwnOrders own, Optional<OrderTerms> terms) {
        this.with = with;
        this.about = about;
        this.own = own;
        this.trial = terms.map(some -> new OrderTrial(with, about, own, some));
    }

    /** Asks all, and leaves nothing; {@link #left} says whether that was so. */
    void run(Consumer<TopicFinding> tell) {
        Optional<Reply> first = with.tried(() -> with.ask(Call.countdown(about, 0, about::narrow)));
        if (first.isEmpty() || !first.get().isDone()) {
            String why = first.map(reply -> "a disarm is refused: " + reply.verdict())
                    .orElse(TopicFinding.NO_ANSWER);
            boolean forbidden =
                    first.filter(reply -> FORBIDDEN.contains(reply.label())).isPresent();
            Arrays.stream(Topic.values())
                    .map(topic -> topic == Topic.PERMISSION && forbidden
                            ? TopicFinding.of(topic, first.map(Reply::verdict), "of this key")
                            : TopicFinding.notKnown(topic, why))
                    .forEach(tell);
            isDisarmed = first.isPresent(); // nothing was armed
            isCleared = own.clear(with);
            return;
        }
        isDisarmed = false;
        BEFORE.forEach(question -> question.ask(with, about).forEach(tell));
        askWithOrders(tell);
        new Unanswerable().ask(with, about).forEach(tell);
        with.awaitWindow(); // a request of a run that was killed right before this one is too old by then
        clean();
    }

    private void askWithOrders(Consumer<TopicFinding> tell) {
        if (trial.isEmpty()) {
            new TimersQuestion().ask(with, about).forEach(tell);
            Stream.concat(OrdersQuestion.TOPICS.stream(), Stream.of(Topic.ACCOUNT_SCOPE, Topic.FIRING_DELAY))
                    .map(topic -> TopicFinding.notKnown(topic, "needs --orders"))
                    .forEach(tell);
            return;
        }
        with.awaitWindow(); // nor may it change what our orders show
        new OrdersQuestion(trial.get()).ask().forEach(tell);
        TimerOrders timers = new TimerOrders(trial.get());
        timers.ask(new TimersQuestion().ask(with, about)).forEach(tell);
        tell.accept(timers.accountScope());
        tell.accept(trial.get().firings().finding());
    }

    /** Takes away each countdown that a question may have armed, and cancels each order. */
    void clean() {
        isDisarmed = with.tried(() -> {
                    TimersQuestion.disarm(with, about);
                    return true;
                })
                .isPresent();
        isCleared = own.clear(with);
    }

    /** How late each countdown fired. */
    List<Firings.Firing> firings() {
        return trial.map(some -> some.firings().seen()).orElse(List.of());
    }

    /** What may be left, a line each; empty if nothing is. */
    List<String> left() {
        List<String> left = new ArrayList<>(own.left());
        if (!isCleared) {
            left.add("orders of an earlier run, with texts that begin with " + OrderTag.PREFIX);
        }
        if (!isDisarmed) {
            left.add("a countdown of at most " + OrderTrial.LONGEST + " s");
        }
        return left;
    }
}
