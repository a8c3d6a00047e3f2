package dev.countdown.http;

import com.google.common.base.CharMatcher;
import com.google.common.base.Throwables;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Reads and cleans what others wrote: headers and messages. */
final class ReplyText {

    private static final int LONGEST = 200;
    private static final CharMatcher DIGITS = CharMatcher.inRange('0', '9');
    private static final CharMatcher PLAIN = CharMatcher.inRange('!', '~');

    private ReplyText() {}

    /** No number: neither of the numbers that are read is negative. */
    static final long NONE = -1;

    /** The number in a text that is all digits and at most so many of them, 18 or fewer; anything else is {@link #NONE}. */
    static long unsigned(@Nullable String text, int digits) {
        boolean number = text != null && !text.isEmpty() && text.length() <= digits && isDigits(text);
        return number ? Long.parseLong(text) : NONE;
    }

    static boolean isDigits(String text) {
        return DIGITS.matchesAllOf(text);
    }

    /** One line of bounded length, made of any text: it goes into logs and terminals. */
    static String oneLine(@Nullable String text) {
        if (text == null) {
            return "";
        }
        if (text.length() <= LONGEST && PLAIN.matchesAllOf(text)) {
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
        Throwable root = Throwables.getRootCause(failure);
        if (root instanceof UnknownHostException) {
            return "no address: " + message(root);
        }
        return failure instanceof SSLException ? "no TLS session: " + message(root) : message(failure);
    }

    private static String message(Throwable failure) {
        String message = oneLine(failure.getMessage());
        return message.isEmpty() ? failure.getClass().getSimpleName() : message;
    }
}
