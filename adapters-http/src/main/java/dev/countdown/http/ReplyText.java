package dev.countdown.http;

import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Reads and cleans what others wrote: headers and messages. */
final class ReplyText {

    private static final int LONGEST = 200;

    private ReplyText() {}

    /** A header that is all digits and at most so many of them; anything else is none. */
    static Optional<Long> unsigned(@Nullable String text, int digits) {
        if (text == null || text.isEmpty() || text.length() > digits) {
            return Optional.empty();
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return Optional.empty();
            }
            value = value * 10 + (c - '0');
        }
        return Optional.of(value);
    }

    /** One line of bounded length, made of any text: it goes into logs and terminals. */
    static String oneLine(@Nullable String text) {
        if (text == null) {
            return "";
        }
        if (text.length() <= LONGEST && text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return text;
        }
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> line.appendCodePoint(isPrintable(c) ? c : '?'));
        return line.toString().strip();
    }

    private static boolean isPrintable(int codePoint) {
        int type = Character.getType(codePoint);
        return !Character.isISOControl(codePoint)
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    /** Says in a few words why no request could be sent, or why its connection broke. */
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
        String message = oneLine(failure.getMessage());
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
