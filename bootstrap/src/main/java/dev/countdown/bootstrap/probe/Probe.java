package dev.countdown.bootstrap.probe;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** All questions, one after the other. */
final class Probe {

    private static final List<Question> QUESTIONS = List.of(
            new ClockQuestion(),
            new RateLimitQuestion(),
            new TriggerTimeQuestion(),
            new ShortTimeoutsQuestion(),
            new RefusalsQuestion(),
            new TimersQuestion(),
            new WindowQuestion(),
            new Unanswerable());

    private static final Set<String> FORBIDDEN = Set.of("READ_ONLY", "FORBIDDEN");

    private Probe() {}

    /**
     * Asks all and leaves no countdown of the subject's scopes.
     *
     * @return whether all of its countdowns are disarmed for certain
     */
    static boolean run(Conversation with, Subject about, Consumer<TopicFinding> tell) {
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
            return first.isPresent(); // nothing was armed
        }
        QUESTIONS.forEach(question -> question.ask(with, about).forEach(tell));
        with.awaitWindow(); // a request of a run that was killed right before this one is too old by then
        return disarm(with, about);
    }

    /** Takes away each countdown that a question may have armed. */
    static boolean disarm(Conversation with, Subject about) {
        return with.tried(() -> {
                    TimersQuestion.disarm(with, about);
                    return true;
                })
                .isPresent();
    }
}
