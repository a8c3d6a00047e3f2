package dev.countdown.guard;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a {@link GuardedGate} tells its listener. Immutable. */
public sealed interface GuardEvent {

    /**
     * Says it in one sentence.
     *
     * @return for people
     */
    String text();

    /**
     * The gate of a scope is shut until the bot has reconciled its orders, after this: the first proof, which tells nothing of
     * earlier orders, or a gap in which the switch may have fired.
     *
     * @param scope which one
     * @param lapse its number; 1 is the first proof
     */
    record Lapsed(String scope, long lapse) implements GuardEvent {
        @Override
        public String text() {
            return scope + ": lapse " + lapse
                    + (lapse == 1
                            ? ": guarded for the first time; reconcile the orders, then say so"
                            : ": the switch fired, or may have; reconcile the orders, then say so");
        }
    }

    /**
     * The nodes differ in timeout or required bots of a scope: its gate is shut.
     *
     * @param scope which one
     * @param digests what each node says, by its URL
     */
    record DigestsDiffer(String scope, Map<String, String> digests) implements GuardEvent {

        static final String TEXT = "by what each node said last, they differ in its timeout or its bots";

        @Override
        public String text() {
            return scope + ": " + TEXT + ", so the gate is shut: " + digests;
        }
    }

    /**
     * The nodes agree again.
     *
     * @param scope which one
     */
    record DigestsAgree(String scope) implements GuardEvent {
        @Override
        public String text() {
            return scope + ": the nodes agree again in its timeout and its bots";
        }
    }

    /**
     * The nodes agree, but two timeouts were heard, by this bot or by another one, so no proof counts for a while. Then it is a lapse.
     *
     * @param scope which one
     * @param left how much longer
     */
    record Settling(String scope, Duration left) implements GuardEvent {
        @Override
        public String text() {
            return scope + ": " + text(left);
        }

        static String text(Duration left) {
            return "its timeout was changed, and a request of before may still be applied: no proof counts for another "
                    + (left.toSeconds() + 1) + " s, also after a restart of the bot";
        }
    }

    /**
     * Each node was asked, and none that has answered requires the bot for a scope: its gate is shut until they do.
     *
     * @param scope which one
     */
    record NotRequired(String scope) implements GuardEvent {

        static final String TEXT = "no node that has answered requires this bot: they renew over its death";

        @Override
        public String text() {
            return scope + ": the gate is shut: " + TEXT;
        }
    }

    /**
     * A node does not answer, does not keep a scope, does not require the bot for it, or its reply cannot be used. Told once until
     * that changes.
     *
     * @param node its URL
     * @param reason why
     */
    record NodeLost(String node, String reason) implements GuardEvent {
        @Override
        public String text() {
            return node + ": " + reason;
        }
    }

    /**
     * A node hears the bot and requires it for all that it should, for the first time or again.
     *
     * @param node its URL
     */
    record NodeHeard(String node) implements GuardEvent {
        @Override
        public String text() {
            return node + " hears the bot";
        }
    }

    /**
     * There is another list of nodes. Those of before are petted until these guard.
     *
     * @param nodes their URLs
     */
    record NodesChanged(List<String> nodes) implements GuardEvent {
        @Override
        public String text() {
            return "the nodes are now " + String.join(", ", nodes);
        }
    }

    /**
     * The nodes could not be looked up: the list of before goes on. Told once until a lookup succeeds.
     *
     * @param reason why
     */
    record LookupFailed(String reason) implements GuardEvent {
        @Override
        public String text() {
            return reason;
        }
    }

    /** A newer process of the same bot was heard: this gate is shut for good, and this process must end. */
    record Superseded() implements GuardEvent {
        @Override
        public String text() {
            return "a newer process of the same bot was heard: the gate is shut for good, and this process must end";
        }
    }
}
