package dev.countdown.testing;

import java.time.Duration;

/**
 * What can happen to one request on its way to the exchange and back. The words are the same for {@link UnreliableGateway}
 * and {@code ExchangeSimulator}; one request may meet several. Immutable.
 */
public sealed interface Fault {

    /**
     * The request or its reply travels slowly.
     *
     * @param before how long the request takes to reach the exchange
     * @param after how long the reply takes to come back
     */
    record Delay(Duration before, Duration after) implements Fault {
        /**
         * Checks the delays.
         *
         * @param before how long the request takes to reach the exchange
         * @param after how long the reply takes to come back
         * @throws IllegalArgumentException if a delay is negative
         */
        public Delay {
            requireNotNegative("delay", before);
            requireNotNegative("delay", after);
        }
    }

    /** The request is lost: never applied, never answered. */
    record LoseBefore() implements Fault {}

    /** The request is applied, but its reply is lost. */
    record LoseAfter() implements Fault {}

    /**
     * The exchange answers with an error and does nothing.
     *
     * <p>The client cannot know that nothing was done if the status is 408, 499 or from 500 on, or if the label is blank or one of
     * server trouble, such as {@code TOO_BUSY}.
     *
     * @param status of HTTP
     * @param label the exchange's error label
     */
    record Refuse(int status, String label) implements Fault {
        /**
         * Checks the status.
         *
         * @param status of HTTP
         * @param label the exchange's error label
         * @throws IllegalArgumentException if the status is none of an error
         */
        public Refuse {
            if (status < 400 || status > 599) {
                throw new IllegalArgumentException("status of a refusal must be 400 to 599: " + status);
            }
        }
    }

    /**
     * The exchange refuses because there were too many requests.
     *
     * @param reset when it will listen again
     */
    record Throttle(Duration reset) implements Fault {
        /**
         * Checks the reset.
         *
         * @param reset when it will listen again
         * @throws IllegalArgumentException if the reset is negative
         */
        public Throttle {
            requireNotNegative("reset", reset);
        }
    }

    /**
     * The request is applied a second time, unasked; the second reply is lost.
     *
     * @param later how long after the first time
     */
    record Duplicate(Duration later) implements Fault {
        /**
         * Checks the delay.
         *
         * @param later how long after the first time
         * @throws IllegalArgumentException if the delay is negative
         */
        public Duplicate {
            requireNotNegative("delay of a duplicate", later);
        }
    }

    /**
     * The request is held back until the next one has been applied.
     *
     * @param atMost how long it is held if no other comes
     */
    record Reorder(Duration atMost) implements Fault {
        /**
         * Checks the time.
         *
         * @param atMost how long it is held if no other comes
         * @throws IllegalArgumentException if the time is negative
         */
        public Reorder {
            requireNotNegative("time to hold a request", atMost);
        }
    }

    /**
     * From this request on, nothing is applied and nothing is answered for a while.
     *
     * @param span how long
     */
    record Silence(Duration span) implements Fault {
        /**
         * Checks the time.
         *
         * @param span how long
         * @throws IllegalArgumentException if the time is negative
         */
        public Silence {
            requireNotNegative("silence", span);
        }
    }

    /**
     * The exchange restarts right before this request.
     *
     * @param keepTimers whether its countdowns survive
     */
    record Restart(boolean keepTimers) implements Fault {}

    /**
     * The request does not reach the exchange: something on the way, such as a cache, answers it with the latest reply to an
     * earlier request, byte for byte. Where there was none the request goes through.
     */
    record Replay() implements Fault {}

    /**
     * The request is applied, but the reply that comes back is the one to the request before, as from a proxy that is out of
     * step. Where there was none the reply is its own.
     */
    record Lag() implements Fault {}

    /** The request is applied, but a gateway on the way answers 502 with a page of HTML. */
    record Html() implements Fault {}

    /** The request is applied, but the JSON of its reply is cut in half. */
    record Truncate() implements Fault {}

    /**
     * The request is applied, but the connection breaks in the middle of the reply.
     *
     * @param bytes of the reply's body that still arrive, never all of them
     */
    record Reset(int bytes) implements Fault {
        /**
         * Checks the number.
         *
         * @param bytes of the reply's body that still arrive
         * @throws IllegalArgumentException if the number is negative
         */
        public Reset {
            if (bytes < 0) {
                throw new IllegalArgumentException("bytes before a reset must not be negative: " + bytes);
            }
        }
    }

    /**
     * The request is applied, but the body of the reply stops, and the connection stays open: nothing more comes.
     *
     * @param bytes of the reply's body that still arrive, never all of them; 0 for the headers alone
     */
    record Stall(int bytes) implements Fault {
        /**
         * Checks the number.
         *
         * @param bytes of the reply's body that still arrive
         * @throws IllegalArgumentException if the number is negative
         */
        public Stall {
            if (bytes < 0) {
                throw new IllegalArgumentException("bytes before a stall must not be negative: " + bytes);
            }
        }
    }

    private static void requireNotNegative(String what, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative: " + value);
        }
    }
}
