package dev.countdown.testing;

/**
 * The simulated exchange's error table: which status goes with which label where a fault names only one of them, and whether the
 * two prove that a request had no effect. It is apart from the client's table on purpose: a table that both shared would share
 * its mistakes.
 */
public final class ErrorLabels {

    /** What the exchange says of too many requests. */
    public static final String RATE_LIMIT_EXCEEDED = "Request Rate Limit Exceeded";

    private ErrorLabels() {}

    /**
     * Whether the client may know by an error that its request had no effect: not if a server or a gateway had trouble.
     *
     * @param status of HTTP
     * @param label the exchange's error label
     * @return true if the request had no effect for certain
     */
    public static boolean provesRefusal(int status, String label) {
        boolean trouble = status >= 500 || status == 408 || status == 499 || statusOf(label) >= 500;
        return !trouble && !label.isBlank();
    }

    /**
     * The status that goes with a label.
     *
     * @param label the exchange's error label
     * @return of HTTP; 400 for a label that is not in the table
     */
    public static int statusOf(String label) {
        return switch (label) {
            case "INVALID_KEY", "INVALID_SIGNATURE", "INVALID_CREDENTIALS" -> 401;
            case "REQUEST_EXPIRED", "IP_FORBIDDEN", "READ_ONLY", "FORBIDDEN", "ACCOUNT_LOCKED", "SUB_ACCOUNT_LOCKED" ->
                403;
            case "TOO_MANY_REQUESTS" -> 429;
            case "INTERNAL", "SERVER_ERROR", "INTERNAL_SERVER_ERROR" -> 500;
            case "TOO_BUSY" -> 503;
            case "SERVER_TIMEOUT" -> 504;
            default -> 400;
        };
    }

    /**
     * The label that goes with a status.
     *
     * @param status of HTTP
     * @return the exchange's error label
     */
    public static String labelOf(int status) {
        return switch (status) {
            case 400 -> "INVALID_PARAM_VALUE";
            case 401 -> "INVALID_KEY";
            case 403 -> "FORBIDDEN";
            case 429 -> "TOO_MANY_REQUESTS";
            case 503 -> "TOO_BUSY";
            case 504 -> "SERVER_TIMEOUT";
            default -> status >= 500 ? "SERVER_ERROR" : "BAD_REQUEST";
        };
    }
}
