package dev.countdown.bootstrap.cli;

import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What libraries log goes to standard error as one line each; what our adapter logs the commands tell themselves. */
public final class Logs {

    /** Kept, because a logger that nobody holds forgets its level. */
    private static final Logger OURS = Logger.getLogger("dev.countdown");

    private Logs() {}

    public static void quieten() {
        Properties system = System.getProperties();
        system.putIfAbsent("java.util.logging.SimpleFormatter.format", "countdown: %4$s %5$s%n");
        OURS.setLevel(Level.OFF);
    }
}
