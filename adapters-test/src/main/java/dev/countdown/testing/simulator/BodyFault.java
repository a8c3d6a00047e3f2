package dev.countdown.testing.simulator;

/** What can be wrong with the body of a countdown request, and the label with which the simulator refuses it. */
public enum BodyFault {

    /** No {@code timeout}. Assumed: {@code MISSING_REQUIRED_PARAM}. */
    MISSING_TIMEOUT("MISSING_REQUIRED_PARAM"),

    /** A {@code timeout} of 1 to 4, or a negative one. Assumed: {@code INVALID_PARAM_VALUE}. */
    TIMEOUT_OUT_OF_RANGE("INVALID_PARAM_VALUE"),

    /** Broken JSON, or a field of the wrong type. Assumed: {@code INVALID_REQUEST_BODY}. */
    UNREADABLE("INVALID_REQUEST_BODY"),

    /** A contract that is not of the underlying, or a name that is none. Assumed: {@code INVALID_PARAM_VALUE}. */
    BAD_NAME("INVALID_PARAM_VALUE"),

    /**
     * A name that the market does not have: {@code currency_pair} of options and futures, {@code underlying} of futures and
     * spot, {@code contract} of spot. Assumed: {@code INVALID_PARAM_VALUE}.
     */
    FOREIGN_NAME("INVALID_PARAM_VALUE");

    private final String assumedLabel;

    BodyFault(String assumedLabel) {
        this.assumedLabel = assumedLabel;
    }

    String assumedLabel() {
        return assumedLabel;
    }
}
