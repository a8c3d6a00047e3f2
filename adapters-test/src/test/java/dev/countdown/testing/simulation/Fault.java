package dev.countdown.testing.simulation;

/** What can go wrong in the world, counted by kind. */
enum Fault {
    // What happens to one request on its way.
    LOST_BEFORE_APPLYING,
    LOST_AFTER_APPLYING,
    DELAYED,
    DELIVERED_LATE,
    DUPLICATED,
    RESET,
    SERVER_ERROR,
    THROTTLED,
    MALFORMED,
    REFUSED,
    NOT_SENT,
    ANSWERED_FOR_ANOTHER,
    REPLAYED,
    // What a bad gateway does with it.
    GATEWAY_THROWS,
    GATEWAY_GIVES_NULL,
    GATEWAY_FAILS,
    GATEWAY_NEVER_COMPLETES,
    GATEWAY_COMPLETES_TWICE,
    GATEWAY_IS_SYNCHRONOUS,
    GATEWAY_IS_LATE,
    GATEWAY_TELLS_NO_TIME,
    // What the network, the exchange, the host, the strategy and the platform meet at any moment.
    OUTAGE,
    ONE_OLD_REPLY,
    LAGGING_REPLIES,
    EXCHANGE_CLOCK_STEPPED,
    RESTART_WITH_TIMERS,
    RESTART_WITHOUT_TIMERS,
    PAUSE,
    SUSPEND,
    STEP_FORWARD,
    STEP_BACK,
    TIMERS_BLOCKED,
    STRATEGY_FLAPS,
    STRATEGY_HANGS,
    LISTENER_BLOCKS,
    CLOSE_BY_DISARM,
    CLOSE_BY_EXPIRE_SOON,
    CLOSE_BY_EXPIRE,
    // What is so for a whole run, or happens now and then.
    DRIFT,
    LATE_TIMER,
    PETTED_LATE,
    PROBE_THROWS,
    LISTENER_THROWS,
    LISTENER_REENTERS,
    FIRES_LATE,
    DEADLINES_CUT,
    REORDERED;

    static final Fault[] ALL = values();

    boolean isOfRequest() {
        return ordinal() < GATEWAY_THROWS.ordinal();
    }

    boolean isOfGateway() {
        return ordinal() >= GATEWAY_THROWS.ordinal() && ordinal() < GATEWAY_TELLS_NO_TIME.ordinal();
    }

    boolean isOfTheMoment() {
        return ordinal() >= OUTAGE.ordinal() && ordinal() < DRIFT.ordinal();
    }
}
