package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.cli.Json;
import java.util.Optional;

/**
 * What was found of one topic.
 *
 * @param seen what the exchange did; empty if that is not known
 * @param sure what it rests on, or why it is not known
 */
record TopicFinding(Topic topic, Optional<String> seen, String sure) {

    static final String NO_ANSWER = "no answer that can be relied on; try again";

    static TopicFinding seen(Topic topic, String seen, String sure) {
        return new TopicFinding(topic, Optional.of(seen), sure);
    }

    static TopicFinding notKnown(Topic topic, String why) {
        return new TopicFinding(topic, Optional.empty(), why);
    }

    /** What was seen, or that there was no answer. */
    static TopicFinding of(Topic topic, Optional<String> seen, String sure) {
        return new TopicFinding(topic, seen, seen.isPresent() ? sure : NO_ANSWER);
    }

    String text() {
        return String.format(
                "%-28s %-62s %-44s %s",
                topic,
                topic.assumed(),
                seen.orElse("not known"),
                seen.isPresent() ? "seen" + (sure.isEmpty() ? "" : ": " + sure) : sure);
    }

    String json() {
        return new Json()
                .put("topic", topic.toString())
                .put("assumed", topic.assumed())
                .put("seen", seen)
                .put("known", seen.isPresent())
                .putText("sure", sure)
                .toString();
    }
}
