package dev.countdown.domain;

import java.util.Objects;
import java.util.regex.Pattern;

/** The rules for names in a scope, and the reader of its text form. */
final class ScopeNames {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final String UNDERLYING = "underlying:";
    private static final String CONTRACT = "contract:";
    private static final String PAIR = "pair:";

    private ScopeNames() {}

    static void check(String what, String name) {
        Objects.requireNonNull(name, what);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(what + " must be letters, digits, . _ or -: '" + printable(name) + "'");
        }
    }

    static String underlyingOf(String contract) {
        int dash = Objects.requireNonNull(contract, "contract").indexOf('-');
        return dash < 0 ? contract : contract.substring(0, dash);
    }

    static Scope parse(String text) {
        if (Objects.requireNonNull(text, "text").equals("all")) {
            return Scope.all();
        }
        if (text.startsWith(UNDERLYING)) {
            return Scope.underlying(text.substring(UNDERLYING.length()));
        }
        if (text.startsWith(CONTRACT)) {
            String name = text.substring(CONTRACT.length());
            int second = name.indexOf(" " + UNDERLYING);
            return second < 0
                    ? Scope.contract(name)
                    : Scope.contract(name.substring(0, second), name.substring(second + 1 + UNDERLYING.length()));
        }
        if (text.startsWith(PAIR)) {
            return Scope.pair(text.substring(PAIR.length()));
        }
        throw new IllegalArgumentException(
                "scope must be all, underlying:NAME, contract:NAME or pair:NAME: '" + printable(text) + "'");
    }

    /** A refused name is quoted in one line of a log, so what could break that line is escaped. */
    private static String printable(String name) {
        StringBuilder text = new StringBuilder();
        name.codePoints()
                .forEach(c -> text.append(breaksLine(c) ? String.format("\\u%04x", c) : Character.toString(c)));
        return text.toString();
    }

    private static boolean breaksLine(int codePoint) {
        return codePoint != ' '
                && (Character.isISOControl(codePoint)
                        || Character.isWhitespace(codePoint)
                        || Character.isSpaceChar(codePoint)
                        || Character.getType(codePoint) == Character.SURROGATE
                        || Character.getType(codePoint) == Character.FORMAT);
    }
}
