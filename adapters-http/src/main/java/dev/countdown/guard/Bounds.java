package dev.countdown.guard;

import dev.countdown.application.guard.ScopeReply;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may stand in a pet or its reply. A message names the value, cut short, and the rule. */
final class Bounds {

    /** Every language reads a whole number below this exactly. */
    static final long NUMBERS = 1L << 53;

    private static final int MOST = 1_000;
    private static final int SHOWN = 80;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern SCOPE = Pattern.compile("[!-~]([ -~]{0,198}[!-~])?");
    private static final Pattern DIGEST = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private Bounds() {}

    static void name(String what, String text) {
        text(what, NAME, "1 to 64 letters, digits, '.', '_' or '-', the first a letter or digit", text);
    }

    static void scope(String text) {
        text("scope", SCOPE, "1 to 200 printable ASCII characters, the first and the last no space", text);
    }

    static void number(String what, long value) {
        if (value < 0 || value >= NUMBERS) {
            throw wrong(what, "0 to 2^53 - 1", value);
        }
    }

    static void count(String what, int size, int least) {
        if (size < least || size > MOST) {
            throw wrong(what, least + " to " + MOST + " of them", size);
        }
    }

    static void reply(ScopeReply said) {
        int timeout = said.timeout().seconds();
        if (timeout == 0) {
            throw wrong("timeout", "at least 5 seconds", timeout);
        }
        number("guardedForMs", said.guardedForMs());
        if (said.guardedForMs() > timeout * 1_000L) {
            throw wrong("guardedForMs", "at most the timeout of " + timeout + " s", said.guardedForMs());
        }
        number("unbrokenForMs", said.unbrokenForMs());
        number("settlingMs", said.settlingMs());
        count("silent", said.silent().size(), 0);
        said.silent().forEach(bot -> name("silent", bot));
        text("digest", DIGEST, "1 to 64 letters, digits or '-'", said.digest());
    }

    static IllegalArgumentException wrong(String what, String rule, Object value) {
        return new IllegalArgumentException(what + " must be " + rule + ": " + shown(value));
    }

    static String shown(@Nullable Object value) {
        String text = String.valueOf(value).replaceAll("[^ -~]", "?");
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private static void text(String what, Pattern pattern, String rule, String text) {
        if (!pattern.matcher(text).matches()) {
            throw wrong(what, rule, "'" + shown(text) + "'");
        }
    }
}
