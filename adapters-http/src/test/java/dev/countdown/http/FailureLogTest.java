package dev.countdown.http;

import static dev.countdown.http.RawServer.http;
import static dev.countdown.http.RawServer.ok;
import static dev.countdown.http.Requests.DEADLINE;
import static dev.countdown.http.Requests.settings;
import static dev.countdown.http.Requests.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Outcome;
import dev.countdown.application.Retry;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.MeasuredClock.RequestTimestamp;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.SAME_THREAD) // all read one logger
class FailureLogTest {

    private static final Logger LOGGER = Logger.getLogger("dev.countdown.http");
    private static final Countdown ARM = Countdown.arm(Scope.underlying("LOGGED"), Timeout.ofSeconds(30));
    private static final Outcome LOST = new Outcome.Unknown("no reply within 300 ms", Duration.ofSeconds(120));
    private static final Outcome APPLIED = new Outcome.Applied(Acknowledgement.of(ARM));

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            String line = entry.getLevel() + " "
                    + (entry.getParameters() == null
                            ? entry.getMessage()
                            : MessageFormat.format(entry.getMessage(), entry.getParameters()));
            if (line.contains("LOGGED")) { // not of a gateway that an earlier class closed just now
                lines.add(line);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final Level before = LOGGER.getLevel();
    private long now;
    private final FailureLog log = new FailureLog(() -> now);

    private void tell(Countdown countdown, Outcome reply, long at) {
        now = at;
        log.tell(countdown, reply);
    }

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
        LOGGER.setUseParentHandlers(false);
        LOGGER.setLevel(Level.ALL);
    }

    @AfterEach
    void stop() {
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
        LOGGER.setLevel(before);
    }

    @Test
    void aFailureNamesLabelStatusTraceAndWhatWasAttempted() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (RawServer server = new RawServer((request, wire) -> wire.write(http(
                        "401 Unauthorized",
                        "X-Gate-Trace-ID: abc123\r\n",
                        "{\"label\":\"INVALID_SIGNATURE\","
                                + "\"message\":\"Signature\\nmismatch of 0123456789abcdef\"}")));
                GateCountdownGateway gateway = new GateCountdownGateway(
                        vertx,
                        GateSettings.of(server.uri("127.0.0.1"), Credentials.of("0123456789abcdef", "secret")))) {
            submit(gateway, ARM, DEADLINE);
        } finally {
            vertx.close();
        }
        assertThat(lines)
                .containsExactly("WARNING arm underlying:LOGGED 30s not applied: INVALID_SIGNATURE: "
                        + "Signature?mismatch of (key) (status 401, trace abc123)");
    }

    @Test
    void aRepeatedFailureIsFoldedAndTheRecoveryTold() {
        for (int second = 0; second < 150; second++) {
            tell(ARM, LOST, second * Nanos.SECOND);
        }
        tell(ARM, APPLIED, 151 * Nanos.SECOND);
        tell(ARM, APPLIED, 152 * Nanos.SECOND);
        assertThat(lines)
                .containsExactly(
                        "WARNING arm underlying:LOGGED 30s unknown: no reply within 300 ms",
                        "WARNING arm underlying:LOGGED 30s unknown: no reply within 300 ms (and 59 more like it since)",
                        "WARNING arm underlying:LOGGED 30s unknown: no reply within 300 ms (and 59 more like it since)",
                        "INFO arm underlying:LOGGED 30s applied again after 150 failures");
    }

    @Test
    void anotherKindOfFailureIsToldAtOnce() {
        tell(ARM, LOST, 0);
        tell(ARM, Outcome.NotApplied.notSent("refused"), 1);
        tell(ARM, new Outcome.NotApplied("INVALID_KEY", "no", Retry.NEVER), 2);
        assertThat(lines).hasSize(3);
    }

    @Test
    void aFleetThatFailsIsToldInOneLine() {
        for (int i = 0; i < 1_000; i++) {
            tell(Countdown.arm(Scope.underlying("LOGGED" + i), Timeout.MINIMUM), LOST, i);
        }
        assertThat(lines).containsExactly("WARNING arm underlying:LOGGED0 5s unknown: no reply within 300 ms");
    }

    @Test
    void aScopeThatFlapsBesideOneThatWorksFloodsNothing() {
        Countdown other = Countdown.arm(Scope.underlying("LOGGED_TOO"), Timeout.MINIMUM);
        for (int i = 0; i < 1_000; i++) {
            tell(ARM, LOST, i);
            tell(other, new Outcome.Applied(Acknowledgement.of(other)), i);
            tell(ARM, APPLIED, i);
        }
        assertThat(lines).hasSize(2);
    }

    @Test
    void labelsWithoutEndAreNotKept() {
        for (int i = 0; i < 1_000; i++) {
            tell(ARM, new Outcome.NotApplied("LABEL" + i, "no", Retry.NEVER), i);
        }
        tell(ARM, new Outcome.NotApplied("LABEL0", "no", Retry.NEVER), 1_000);
        assertThat(lines).hasSize(1_001);
    }

    @Test
    void aLoggerThatThrowsCostsNobodyTheReply() throws Exception {
        Handler broken = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                throw new IllegalStateException("the disk is full");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        LOGGER.addHandler(broken);
        Vertx vertx = Vertx.vertx();
        try (RawServer server = new RawServer((request, wire) -> wire.write(http("500 X", "", "{}")));
                GateCountdownGateway gateway = new GateCountdownGateway(vertx, settings(server))) {
            assertThat(submit(gateway, ARM, DEADLINE)).isInstanceOf(Outcome.Unknown.class);
        } finally {
            LOGGER.removeHandler(broken);
            vertx.close();
        }
    }

    @Test
    void aKeyThatIsQuotedAcrossTheCutLeavesNoPartOfItself() {
        RequestTimestamp timestamp = new RequestTimestamp("1", 0, Duration.ofSeconds(60));
        SentRequest sent =
                new SentRequest(ARM, "0123456789abcdef", timestamp, new ClockReading(0, 0), Duration.ofSeconds(65));
        assertThat(sent.clean("x".repeat(190) + "0123456789abcdef")).isEqualTo("x".repeat(190) + "(key)");
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("X-Gate-Trace-ID", "x".repeat(190) + sent.key());
        assertThat(sent.clean(new WireReply(500, headers, Buffer.buffer()).where()))
                .doesNotContain("0123");
    }

    @Test
    void successIsNotLogged() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (RawServer server = new RawServer((request, wire) -> wire.write(ok("", "{}")));
                GateCountdownGateway gateway = new GateCountdownGateway(vertx, settings(server))) {
            submit(gateway, ARM, DEADLINE);
        } finally {
            vertx.close();
        }
        assertThat(lines).isEmpty();
    }
}
