package dev.countdown.bootstrap.probe;

import java.util.Locale;

/** What the documents leave open, with the sentence that this project assumes. */
enum Topic {
    SERVER_TIME("GET /spot/time exists"),
    TIME_HEADERS("replies carry X-In-Time, X-Out-Time and a trace id"),
    CLOCK_OFFSET("the exchange's clock is near ours"),
    RATE_LIMIT("200 countdowns in 10 s, told in headers"),
    TRIGGER_TIME_FORM("a trigger time is a string"),
    TRIGGER_TIME_RESOLUTION("deadlines are exact to the millisecond"),
    TRIGGER_TIME_ORIGIN("a trigger time is the time of receipt + timeout"),
    REPLY_TO_0("a timeout of 0 is answered with a trigger time of 0"),
    REPLY_TO_1_TO_4("a timeout of 1 to 4 is refused"),
    REFUSAL_OF_NEGATIVE_TIMEOUT("INVALID_PARAM_VALUE, 400"),
    REFUSAL_OF_MISSING_TIMEOUT("MISSING_REQUIRED_PARAM, 400"),
    REFUSAL_OF_WRONG_TYPE("INVALID_REQUEST_BODY, 400"),
    REFUSAL_OF_BROKEN_JSON("INVALID_REQUEST_BODY, 400"),
    REFUSAL_OF_BAD_NAME("INVALID_PARAM_VALUE, 400"),
    REFUSAL_OF_FOREIGN_NAME("a name that the market does not have is refused"),
    REFUSAL_OF_UNKNOWN_KEY("INVALID_KEY, 401"),
    REFUSAL_OF_WRONG_SIGNATURE("INVALID_SIGNATURE, 401"),
    REFUSAL_OF_TIMESTAMP("a Timestamp that is no number is refused"),
    REFUSAL_OF_OLD_REQUEST("REQUEST_EXPIRED, 403"),
    LATE_REQUEST("a request is taken until 60 s after its Timestamp"),
    EARLY_REQUEST("a request is taken from 60 s before its Timestamp"),
    REPEAT("a repeat replaces the deadline, by a later or an earlier one"),
    TIMERS("each scope has a timer of its own"),
    ACCOUNT_WIDE_0("a 0 clears the timer of that scope alone"),
    CONTRACT_AND_UNDERLYING("where contract and underlying are given, the contract counts"),
    ACCOUNT_SCOPE("a countdown without a name cancels all orders of the market"),
    FIRING_DELAY("it fires within 1 s of the deadline"),
    FIRES_ONCE("a countdown fires once"),
    ORDERS_AFTER_ARMING("orders placed after arming are cancelled, too"),
    ORDERS_AFTER_FIRING("orders placed after the firing are untouched"),
    PRICE_ORDERS("price orders are spared"),
    FINISH_AS("an order that it cancels is finished as cancelled"),
    REFUSAL_OF_CANCEL("ORDER_FINISHED, 400; on spot ORDER_CANCELLED"),
    TIMERS_OF_KEYS("countdowns belong to the user, not to the API key"),
    AGE_CHECK("the age of a request is checked when it is applied"),
    PERMISSION("a key without permission is refused with 403"),
    RESTART("a restart keeps or forgets the timers");

    private final String assumed;

    Topic(String assumed) {
        this.assumed = assumed;
    }

    String assumed() {
        return assumed;
    }

    /** As the table and the documents write it, such as {@code trigger-time-form}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
