package dev.countdown.bootstrap.keep.report;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** How much a terminal shows. */
record TerminalSize(int columns, int rows) {

    static final TerminalSize USUAL = new TerminalSize(80, 24);

    /** Of the terminal that this process belongs to; the usual one where nobody knows. */
    static TerminalSize read() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .start();
            if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                stty.destroy();
                return USUAL;
            }
            return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }

    /** Rows and columns, as {@code stty size} prints them; zeros are those of a terminal that was never told. */
    static TerminalSize parse(String text) {
        String[] numbers = text.strip().split(" ", -1);
        if (numbers.length != 2 || !text.strip().matches("[1-9]\\d{0,4} [1-9]\\d{0,4}")) {
            return USUAL;
        }
        return new TerminalSize(Integer.parseInt(numbers[1]), Integer.parseInt(numbers[0]));
    }
}
