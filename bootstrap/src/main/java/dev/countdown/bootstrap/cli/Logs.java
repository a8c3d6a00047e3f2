package dev.countdown.bootstrap.cli;

import java.util.List;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What libraries log goes to standard error as one line each; what our adapter logs the commands tell themselves. */
public final class Logs {

    /** Kept, because a logger that nobody holds forgets its level. */
    private static final Logger OURS = Logger.getLogger("dev.countdown");

    /** Of Vert.x: each request and connection that fails, where the commands say what follows of it. */
    private static final List<Logger> CONNECTIONS =
            List.of(Logger.getLogger("io.vertx.core.http"), Logger.getLogger("io.vertx.core.net"));

    private Logs() {}

    public static void quieten() {
        Properties system = System.getProperties();
        system.putIfAbsent("java.util.logging.SimpleFormatter.format", "countdown: %4$s %5$s%n");
        OURS.setLevel(Level.OFF);
        if (system.getProperty("java.util.logging.config.file", "").isEmpty()) { // else somebody wants to see them
            CONNECTIONS.forEach(each -> each.setLevel(Level.OFF));
        }
    }
}
