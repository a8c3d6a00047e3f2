package dev.countdown.bootstrap.probe;

import java.util.List;

/** What one key cannot find out. */
final class Unanswerable implements Question {

    @Override
    public List<Finding> ask(Conversation with, Subject about) {
        return List.of(
                Finding.notKnown(Topic.TIMERS_OF_KEYS, "needs a second key of the user"),
                Finding.notKnown(Topic.AGE_CHECK, "needs a request that the exchange holds up"),
                Finding.notKnown(Topic.PERMISSION, "needs a key without the permission"),
                Finding.notKnown(Topic.RESTART, "needs a restart of the exchange"));
    }
}
