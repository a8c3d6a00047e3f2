package dev.countdown.bootstrap.probe;

import java.util.List;

/** What one key cannot find out. */
final class Unanswerable implements Question {

    @Override
    public List<TopicFinding> ask(Conversation with, Subject about) {
        return List.of(
                TopicFinding.notKnown(Topic.TIMERS_OF_KEYS, "needs a second key of the user"),
                TopicFinding.notKnown(Topic.AGE_CHECK, "needs a request that the exchange holds up"),
                TopicFinding.notKnown(Topic.PERMISSION, "needs a key without the permission"),
                TopicFinding.notKnown(Topic.RESTART, "needs a restart of the exchange"));
    }
}
