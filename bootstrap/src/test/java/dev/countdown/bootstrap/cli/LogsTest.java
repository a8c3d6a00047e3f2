package dev.countdown.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class LogsTest {

    private static final List<String> QUIET = List.of("dev.countdown", "io.vertx.core.http", "io.vertx.core.net");

    @AfterEach
    void restore() {
        QUIET.forEach(name -> Logger.getLogger(name).setLevel(null));
    }

    /** As of a pet whose deadline was over before its connection stood: "SEVERE Stream reset: 0". */
    @Test
    void aConnectionThatFailsIsNotLoggedBesideWhatTheCommandSays() {
        String request = "io.vertx.core.http.impl.HttpClientRequestImpl";
        assertThat(Logger.getLogger(request).isLoggable(Level.SEVERE)).isTrue();
        Logs.quieten();
        assertThat(Logger.getLogger(request).isLoggable(Level.SEVERE)).isFalse();
        assertThat(Logger.getLogger("io.vertx.core.impl.ContextImpl").isLoggable(Level.SEVERE))
                .isTrue();
    }
}
