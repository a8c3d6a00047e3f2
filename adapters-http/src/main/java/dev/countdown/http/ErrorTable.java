package dev.countdown.http;

import java.util.Set;

/**
 * What an error label proves. Gate's documentation lists the labels; the statuses that belong to them are not relied on,
 * except that a 5xx proves nothing.
 */
final class ErrorTable {

    static final String RATE_LIMITED = "TOO_MANY_REQUESTS";
    static final String EXPIRED = "REQUEST_EXPIRED";

    /** Server trouble: the request may have been applied all the same. */
    private static final Set<String> NO_PROOF =
            Set.of("INTERNAL", "SERVER_ERROR", "INTERNAL_SERVER_ERROR", "SERVER_TIMEOUT", "TOO_BUSY");

    private ErrorTable() {}

    /** Whether a reply with this status and label proves that the request had no effect. */
    static boolean provesRefusal(int status, String label) {
        boolean clientError = status >= 400 && status < 500 && status != 408 && status != 499;
        return clientError && !label.isBlank() && !NO_PROOF.contains(label);
    }
}
