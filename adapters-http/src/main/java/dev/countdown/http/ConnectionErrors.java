package dev.countdown.http;

import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Says in a few words why no request could be sent, or why its connection broke. */
final class ConnectionErrors {

    private ConnectionErrors() {}

    static String describe(Throwable failure) {
        if (failure instanceof UnknownHostException) {
            return "no address: " + message(failure);
        }
        if (failure instanceof SSLException) {
            return "no TLS session: " + message(root(failure));
        }
        return message(failure);
    }

    private static String message(Throwable failure) {
        String message = ReplyText.oneLine(failure.getMessage());
        return message.isEmpty() ? failure.getClass().getSimpleName() : message;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; depth < 10 && root.getCause() != null; depth++) {
            root = root.getCause();
        }
        return root;
    }
}
