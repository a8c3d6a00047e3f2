package dev.countdown.testing;

import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import java.time.Instant;
import java.util.List;

/** Something that happened at the simulated exchange. Immutable. */
public sealed interface ExchangeEvent {

    /**
     * When it happened.
     *
     * @return on the exchange's clock
     */
    Instant at();

    /**
     * Whom it concerns.
     *
     * @return the user; empty for all
     */
    String user();

    /**
     * A countdown was armed or renewed.
     *
     * @param at when
     * @param user whose
     * @param countdown what was applied
     * @param triggerTime when it ends
     */
    record Armed(Instant at, String user, Countdown countdown, Instant triggerTime) implements ExchangeEvent {
        @Override
        public String toString() {
            return at + " " + user + " armed " + countdown.scope() + " for " + countdown.timeout() + ", until "
                    + triggerTime;
        }
    }

    /**
     * A countdown was taken away by a timeout of 0.
     *
     * @param at when
     * @param user whose
     * @param scope of which orders
     */
    record Disarmed(Instant at, String user, Scope scope) implements ExchangeEvent {
        @Override
        public String toString() {
            return at + " " + user + " disarmed " + scope;
        }
    }

    /**
     * A request for a countdown was refused; it had no effect.
     *
     * @param at when
     * @param user whose
     * @param countdown what was asked
     * @param label the exchange's error label
     */
    record Refused(Instant at, String user, Countdown countdown, String label) implements ExchangeEvent {
        @Override
        public String toString() {
            return at + " " + user + " was refused to " + countdown + ": " + label;
        }
    }

    /**
     * A countdown ended, and the open orders of its scope were cancelled.
     *
     * @param at when
     * @param user whose
     * @param scope of which orders
     * @param triggerTime when it was due
     * @param cancelled the orders as they are now, oldest first
     */
    record Fired(Instant at, String user, Scope scope, Instant triggerTime, List<ExchangeOrder> cancelled)
            implements ExchangeEvent {
        @Override
        public String toString() {
            return at + " " + user + " FIRED " + scope + ", due " + triggerTime + ", cancelled " + cancelled;
        }
    }

    /**
     * An order was placed.
     *
     * @param at when
     * @param order as it is now
     */
    record Placed(Instant at, ExchangeOrder order) implements ExchangeEvent {
        @Override
        public String user() {
            return order.user();
        }

        @Override
        public String toString() {
            return at + " " + order.user() + " placed " + order;
        }
    }

    /**
     * An order was amended.
     *
     * @param at when
     * @param order as it is now
     */
    record Amended(Instant at, ExchangeOrder order) implements ExchangeEvent {
        @Override
        public String user() {
            return order.user();
        }

        @Override
        public String toString() {
            return at + " " + order.user() + " amended " + order;
        }
    }

    /**
     * An order was filled, or cancelled other than by a countdown.
     *
     * @param at when
     * @param order as it is now
     */
    record Finished(Instant at, ExchangeOrder order) implements ExchangeEvent {
        @Override
        public String user() {
            return order.user();
        }

        @Override
        public String toString() {
            return at + " " + order.user() + " finished " + order;
        }
    }

    /**
     * The exchange restarted.
     *
     * @param at when
     * @param keptTimers whether the countdowns survived
     */
    record Restarted(Instant at, boolean keptTimers) implements ExchangeEvent {
        @Override
        public String user() {
            return "";
        }

        @Override
        public String toString() {
            return at + " the exchange restarted and " + (keptTimers ? "kept" : "forgot") + " its timers";
        }
    }
}
