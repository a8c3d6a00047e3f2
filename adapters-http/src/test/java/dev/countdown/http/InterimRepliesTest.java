package dev.countdown.http;

import static dev.countdown.http.RawServer.ok;
import static dev.countdown.http.Requests.ARM;
import static dev.countdown.http.Requests.settings;
import static dev.countdown.http.Requests.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Outcome;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An exchange, or something before it, that answers with 1xx replies and never comes to the real one. */
class InterimRepliesTest {

    /** So that only the number of replies can end an attempt. */
    private static final Duration HOURS = Duration.ofHours(2);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"100 Continue", "103 Early Hints", "102 Processing", "199 Unheard Of"})
    void withoutEndAreUnknownAndHungUpOn(String status) throws Exception {
        String interim = "HTTP/1.1 " + status + "\r\nLink: <" + "x".repeat(500) + ">\r\n\r\n";
        try (RawServer server = new RawServer((request, wire) -> {
                    while (true) { // until the connection is closed
                        wire.write(interim);
                    }
                });
                GateCountdownGateway gateway = new GateCountdownGateway(vertx, settings(server))) {
            Outcome reply = submit(gateway, ARM, HOURS);
            assertThat(reply).isInstanceOf(Outcome.Unknown.class);
            int connection = server.seen.take().connection();
            Integer closed = server.closed.poll(5, TimeUnit.MINUTES);
            while (closed != null && closed != connection) {
                closed = server.closed.poll(5, TimeUnit.MINUTES);
            }
            assertThat(closed).isEqualTo(connection);
        }
    }

    @Test
    void aHandfulIsBorne() throws Exception {
        String interim = "HTTP/1.1 100 Continue\r\n\r\n" + "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".repeat(7);
        try (RawServer server = new RawServer((request, wire) -> wire.write(interim + ok("", "{}")));
                GateCountdownGateway gateway = new GateCountdownGateway(vertx, settings(server))) {
            for (int i = 0; i < 3; i++) { // on one connection
                assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            }
        }
    }

    @Test
    void toAQuestionForTheTimeAreHungUpOn() throws Exception {
        try (RawServer server = new RawServer((request, wire) -> wire.write(ok("", "{}"))).time((request, wire) -> {
                    while (true) {
                        wire.write("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
                    }
                });
                GateCountdownGateway gateway = new GateCountdownGateway(vertx, settings(server))) {
            assertThat(gateway.exchangeTime(HOURS)).failsWithin(Duration.ofMinutes(5));
            assertThat(server.closed.poll(5, TimeUnit.MINUTES)).isNotNull();
        }
    }
}
