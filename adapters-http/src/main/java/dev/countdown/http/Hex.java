package dev.countdown.http;

import java.nio.charset.StandardCharsets;

/** Lower-case hexadecimal by table, into a caller's array: a signature is made for every request. */
final class Hex {

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private Hex() {}

    /** Writes two digits for each byte, from an offset on. */
    static void write(byte[] bytes, byte[] target, int offset) {
        int at = offset;
        for (byte b : bytes) {
            target[at++] = DIGITS[(b >> 4) & 0xf];
            target[at++] = DIGITS[b & 0xf];
        }
    }
}
