package dev.countdown.http;

import static dev.countdown.http.RawServer.http;
import static dev.countdown.http.RawServer.ok;
import static dev.countdown.http.RawServer.serverTime;
import static dev.countdown.http.Requests.ARM;
import static dev.countdown.http.Requests.DEADLINE;
import static dev.countdown.http.Requests.SHORT;
import static dev.countdown.http.Requests.settings;
import static dev.countdown.http.Requests.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Outcome;
import dev.countdown.http.RawServer.Script;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host clock that is wrong, against an exchange that insists on its own. */
class ClockCorrectionTest {

    private final Vertx vertx = Vertx.vertx();
    private final ShiftedClock clock = new ShiftedClock();

    @AfterEach
    void stop() {
        vertx.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {-600, 600, -3600, 3600})
    void aHostClockThatIsMinutesOffIsCorrectedBeforeAnythingIsSigned(int secondsOff) throws Exception {
        clock.wallBy(Duration.ofSeconds(secondsOff));
        try (RawServer server = new RawServer(strict(true, 60)).time(serverTime());
                GateCountdownGateway gateway = gateway(server)) {
            assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            assertThat(server.seen).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-600, 600})
    void aRefusalCorrectsItWhereTheFirstQuestionHadNoAnswer(int secondsOff) throws Exception {
        clock.wallBy(Duration.ofSeconds(secondsOff));
        Script later = (request, wire) -> {
            if (request.number() == 0) {
                wire.socket().close();
            } else {
                serverTime().answer(request, wire);
            }
        };
        try (RawServer server = new RawServer(strict(true, 60)).time(later);
                GateCountdownGateway gateway = gateway(server)) {
            assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            assertThat(server.seen).hasSize(2);
        }
    }

    @Test
    void theDateAloneCorrectsItToo() throws Exception {
        clock.wallBy(Duration.ofMinutes(-10));
        try (RawServer server = new RawServer(strict(false, 60)).time(serverTime());
                GateCountdownGateway gateway = gateway(server)) {
            assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
        }
    }

    @Test
    void theServerTimeCorrectsItWhereRepliesTellNone() throws Exception {
        clock.wallBy(Duration.ofMinutes(-10));
        Script timeless = (request, wire) -> {
            double gap = Double.parseDouble(request.header("Timestamp")) - System.currentTimeMillis() / 1_000.0;
            wire.write(
                    Math.abs(gap) > 60 ? http("403 Forbidden", "", "{\"label\":\"REQUEST_EXPIRED\"}") : ok("", "{}"));
        };
        try (RawServer server = new RawServer(timeless).time(serverTime());
                GateCountdownGateway gateway = gateway(server)) {
            assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            assertThat(server.seen).hasSize(1);
        }
    }

    @Test
    void soItDoesAfterAStepOfTheExchangesClock() throws Exception {
        AtomicLong ahead = new AtomicLong();
        Script timeless = (request, wire) -> {
            long now = System.currentTimeMillis() + ahead.get();
            double gap = Double.parseDouble(request.header("Timestamp")) - now / 1_000.0;
            wire.write(
                    Math.abs(gap) > 60
                            ? http("403 Forbidden", "", "{\"label\":\"REQUEST_EXPIRED\"}")
                            : ok("", "{\"triggerTime\":" + (now + 30_000) + "}"));
        };
        Script time = (request, wire) ->
                wire.write(ok("", "{\"server_time\":" + (System.currentTimeMillis() + ahead.get()) + "}"));
        try (RawServer server = new RawServer(timeless).time(time);
                GateCountdownGateway gateway = gateway(server)) {
            assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            for (long step : new long[] {600_000, -600_000}) {
                ahead.set(step);
                assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            }
        }
    }

    @Test
    void aStepOfTheWallClockChangesNothingOnceTheOffsetIsKnown() throws Exception {
        try (RawServer server = new RawServer(strict(true, 60)).time(serverTime());
                GateCountdownGateway gateway = gateway(server)) {
            assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            clock.wallBy(Duration.ofHours(-5));
            assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            assertThat(server.seen).hasSize(2);
        }
    }

    /** Forward it may stand for a suspend, in which the exchange's clock went on: one request is refused, and corrects that. */
    @Test
    void aForwardStepOfTheWallClockCostsARequestAtMost() throws Exception {
        try (RawServer server = new RawServer(strict(true, 60)).time(serverTime());
                GateCountdownGateway gateway = gateway(server)) {
            assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            clock.wallBy(Duration.ofHours(5));
            assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            assertThat(server.seen).hasSizeLessThanOrEqualTo(4);
        }
    }

    private static void assertExpired(Outcome reply) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Outcome.NotApplied.class,
                        refused -> assertThat(refused.label()).isEqualTo("REQUEST_EXPIRED"));
    }

    @Test
    void anExchangeThatAlwaysSaysExpiredIsAskedTwiceAndNoMore() throws Exception {
        try (RawServer server = new RawServer(strict(true, -1)).time(serverTime());
                GateCountdownGateway gateway = gateway(server)) {
            assertExpired(submit(gateway));
            assertThat(server.seen).hasSize(2);
        }
    }

    @Test
    void whatWasRefusedIsNotSentAgainOnceItsTimeIsOver() throws Exception {
        Script answersLate = (request, wire) -> {
            clock.monotonicBy(DEADLINE);
            strict(true, -1).answer(request, wire);
        };
        try (RawServer server = new RawServer(answersLate).time(serverTime());
                GateCountdownGateway gateway = gateway(server)) {
            assertExpired(submit(gateway));
            assertThat(server.seen).hasSize(1);
        }
    }

    @Tag("slow")
    @Test
    void mayApplyForShrinksToTheUncertaintyOnceTheOffsetIsKnown() throws Exception {
        Script thenSilence = (request, wire) -> {
            if (request.number() == 0) {
                strict(true, 60).answer(request, wire);
            }
        };
        try (RawServer server = new RawServer(thenSilence).time(serverTime());
                GateCountdownGateway gateway = gateway(server)) {
            submit(gateway);
            Outcome reply = submit(gateway, ARM, SHORT);
            assertThat(((Outcome.Unknown) reply).mayApplyFor())
                    .isBetween(SHORT.plusSeconds(60), SHORT.plusSeconds(119));
        }
    }

    @Test
    void aNarrowedLifetimeIsGivenUpAtTheFirstRefusal() throws Exception {
        Script refusesBackdated = (request, wire) -> {
            boolean backdated = request.header("Timestamp").contains(".");
            strict(true, backdated ? -1 : 60).answer(request, wire);
        };
        try (RawServer server = new RawServer(refusesBackdated).time(serverTime());
                GateCountdownGateway gateway = new GateCountdownGateway(
                        vertx,
                        settings(server).withLifetime(Duration.ofSeconds(5)),
                        clock,
                        InetAddress::getAllByName)) {
            for (int i = 0; i < 3; i++) {
                assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            }
            assertThat(server.seen).hasSize(4);
            assertThat(server.seen.stream()
                            .map(request -> request.header("Timestamp"))
                            .filter(timestamp -> timestamp.contains(".")))
                    .hasSize(1);
        }
    }

    @Tag("slow")
    @Test
    void aNarrowedLifetimeShortensMayApplyFor() throws Exception {
        Script thenSilence = (request, wire) -> {
            if (request.number() == 0) {
                strict(true, 60).answer(request, wire);
            }
        };
        try (RawServer server = new RawServer(thenSilence).time(serverTime());
                GateCountdownGateway gateway = new GateCountdownGateway(
                        vertx,
                        settings(server).withLifetime(Duration.ofSeconds(5)),
                        clock,
                        InetAddress::getAllByName)) {
            submit(gateway);
            Outcome reply = submit(gateway, ARM, SHORT);
            assertThat(((Outcome.Unknown) reply).mayApplyFor()).isLessThan(SHORT.plusSeconds(60));
        }
    }

    @Test
    void aReplyToAnOlderRequestOnTheSameConnectionIsNoAcknowledgement() throws Exception {
        Script answersLate = (request, wire) -> {
            long madeAt = System.currentTimeMillis() - (request.number() == 0 ? 0 : 5_000);
            wire.write(ok("X-In-Time: " + madeAt * 1_000 + "\r\n", "{\"triggerTime\":" + (madeAt + 30_000) + "}"));
        };
        try (RawServer server = new RawServer(answersLate).time(serverTime());
                GateCountdownGateway gateway = gateway(server)) {
            assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            assertThat(submit(gateway))
                    .isInstanceOfSatisfying(
                            Outcome.Unknown.class,
                            unknown -> assertThat(unknown.cause()).contains("older request"));
        }
    }

    @Test
    void theSameReplyOnceMoreIsNoAcknowledgement() throws Exception {
        try (RawServer server =
                        new RawServer((request, wire) -> wire.write(ok("X-Gate-Trace-ID: the-same\r\n", "{}")));
                GateCountdownGateway gateway = gateway(server)) {
            assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            assertThat(submit(gateway)).isInstanceOf(Outcome.Unknown.class);
            assertThat(submit(gateway)).as("on a new connection").isInstanceOf(Outcome.Unknown.class);
        }
    }

    /** An exchange whose clock is the machine's, and that refuses what is further off than its window. */
    private static Script strict(boolean exact, int window) {
        return (request, wire) -> {
            long now = System.currentTimeMillis();
            double gap = Math.abs(Double.parseDouble(request.header("Timestamp")) - now / 1_000.0);
            String headers = exact
                    ? "X-In-Time: " + now * 1_000 + "\r\nX-Out-Time: " + now * 1_000 + "\r\n"
                    : "Date: "
                            + DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                    Instant.ofEpochMilli(now).atOffset(ZoneOffset.UTC))
                            + "\r\n";
            wire.write(
                    gap > window
                            ? http("403 Forbidden", headers, "{\"label\":\"REQUEST_EXPIRED\",\"message\":\"gap\"}")
                            : ok(headers, "{\"triggerTime\":\"" + (now + 30_000) + "\"}"));
        };
    }

    private GateCountdownGateway gateway(RawServer server) {
        return new GateCountdownGateway(vertx, settings(server), clock, InetAddress::getAllByName);
    }
}
