package dev.countdown.guard;

import io.vertx.core.Future;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/** A node that a gate pets, and which of its pets have ended. Safe for use by many threads. */
final class PettedNode {

    /** A fifth pet to a node that does not answer is not sent. */
    static final int UNANSWERED = 4;

    private final NodeClient client;
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile boolean asked;

    PettedNode(NodeClient client) {
        this.client = client;
    }

    /** Begins a pet: its number; empty where too many have no answer yet. */
    OptionalInt begin() {
        if (unanswered.incrementAndGet() > UNANSWERED) {
            unanswered.decrementAndGet();
            return OptionalInt.empty();
        }
        return OptionalInt.of(sent.incrementAndGet());
    }

    Future<NodeClient.Answer> send(PetRequest pet) {
        return client.send(pet);
    }

    /** A pet was answered, or failed. Returns whether that is news: a deadline that passes after a later reply is none. */
    boolean end(int pet) {
        unanswered.decrementAndGet();
        return ended.accumulateAndGet(pet, Math::max) == pet;
    }

    /** All that it said to a pet has been taken in, or the pet failed. */
    void takenIn() {
        asked = true;
    }

    /** Whether one pet was answered or failed, and what the node said is taken in. */
    boolean wasAsked() {
        return asked;
    }
}
