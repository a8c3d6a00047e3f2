package dev.countdown.bootstrap.probe;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code text} of an order that probe places: a name, a random number and a checksum of both. No order of anybody else has
 * such a text by chance, so the next run can tell what a killed one has left.
 */
final class OrderTag {

    static final String PREFIX = "t-countdown.";
    private static final Pattern FORM = Pattern.compile(Pattern.quote(PREFIX) + "([0-9a-f]{8})([0-9a-f]{10})");
    private static final SecureRandom RANDOM = new SecureRandom();

    private OrderTag() {}

    /** A new one, of 30 bytes: {@code t-} and the 28 that the exchange takes. */
    static String next() {
        String number = String.format("%08x", RANDOM.nextInt());
        return PREFIX + number + checksum(number);
    }

    static boolean isOurs(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() && checksum(form.group(1)).equals(form.group(2));
    }

    private static String checksum(String number) {
        return Hashing.sha256()
                .hashString("order of countdown probe " + number, StandardCharsets.UTF_8)
                .toString()
                .substring(0, 10);
    }
}
