package dev.countdown.http;

import static dev.countdown.http.RawServer.http;
import static dev.countdown.http.RawServer.ok;
import static dev.countdown.http.Requests.DEADLINE;
import static dev.countdown.http.Requests.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Outcome;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.RawServer.Script;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RateLimitResetTest {

    private static final Scope ONE = Scope.underlying("BTC_USDT");
    private static final Scope OTHER = Scope.underlying("ETH_USDT");

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close();
    }

    @Test
    void aRefusalSaysWhenToComeBack() throws Exception {
        Script limited = (request, wire) -> wire.write(
                http("429 Too Many", limit(0, 50), "{\"label\":\"TOO_MANY_REQUESTS\",\"message\":\"slow down\"}"));
        try (RawServer server = new RawServer(limited);
                GateCountdownGateway gateway = gateway(server)) {
            assertThat(submit(gateway, ONE)).isInstanceOfSatisfying(Outcome.NotApplied.class, refused -> {
                assertThat(refused.label()).isEqualTo("TOO_MANY_REQUESTS");
                assertThat(refused.retry().delay()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(51));
            });
        }
    }

    @Test
    void aRefusalWithoutAResetTimeMeansASecond() throws Exception {
        Script limited = (request, wire) -> wire.write(http("429 Too Many", "", "{\"label\":\"TOO_MANY_REQUESTS\"}"));
        try (RawServer server = new RawServer(limited);
                GateCountdownGateway gateway = gateway(server)) {
            assertThat(((Outcome.NotApplied) submit(gateway, ONE)).retry().delay())
                    .isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void aResetTimeOutOfAllProportionIsCutShort() throws Exception {
        Script limited = (request, wire) ->
                wire.write(http("429 Too Many", limit(0, 900_000), "{\"label\":\"TOO_MANY_REQUESTS\"}"));
        try (RawServer server = new RawServer(limited);
                GateCountdownGateway gateway = gateway(server)) {
            assertThat(((Outcome.NotApplied) submit(gateway, ONE)).retry().delay())
                    .isEqualTo(Duration.ofSeconds(60));
        }
    }

    @Test
    void whenNothingRemainsEachScopeIsToldOnceAndSentIfItInsists() throws Exception {
        Script lastOne = (request, wire) -> wire.write(ok(request.number() == 0 ? limit(0, 50) : "", "{}"));
        try (RawServer server = new RawServer(lastOne);
                GateCountdownGateway gateway = gateway(server)) {
            assertThat(submit(gateway, ONE)).isInstanceOf(Outcome.Applied.class);
            assertThat(submit(gateway, OTHER)).isInstanceOfSatisfying(Outcome.NotApplied.class, held -> {
                assertThat(held.isRefusal()).isFalse();
                assertThat(held.retry().delay()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(51));
            });
            assertThat(server.seen).hasSize(1);
            assertThat(submit(gateway, OTHER)).isInstanceOf(Outcome.Applied.class);
        }
    }

    @Test
    void aBudgetThatIsNotUsedUpHoldsNobodyBack() throws Exception {
        Script plenty = (request, wire) -> wire.write(ok(limit(5, 20), "{}"));
        try (RawServer server = new RawServer(plenty);
                GateCountdownGateway gateway = gateway(server)) {
            for (int i = 0; i < 3; i++) {
                assertThat(submit(gateway, ONE)).isInstanceOf(Outcome.Applied.class);
                assertThat(submit(gateway, OTHER)).isInstanceOf(Outcome.Applied.class);
            }
        }
    }

    @Test
    void aClockThatRunsOverHoldsBackAllTheSame() {
        ShiftedClock local = new ShiftedClock();
        local.monotonicBy(Duration.ofNanos(Long.MAX_VALUE - local.nanoTime()).minusSeconds(5));
        RateLimitReset limit = new RateLimitReset(new MeasuredClock(Optional.empty()));
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        limit(0, 20).lines().map(line -> line.split(": ")).forEach(header -> headers.add(header[0], header[1]));
        ClockReading now = local.read();
        limit.heard(headers, ONE, now);
        assertThat(limit.holdBack(OTHER, now.monotonicNanos())).isPresent();
        limit.heard(MultiMap.caseInsensitiveMultiMap(), ONE, now);
        assertThat(limit.holdBack(Scope.all(), now.monotonicNanos())).isEmpty();
    }

    private static String limit(int remaining, int resetInSeconds) {
        long reset = System.currentTimeMillis() / 1_000 + resetInSeconds;
        return "X-Gate-RateLimit-Requests-Remain: " + remaining + "\r\nX-Gate-RateLimit-Limit: 200\r\n"
                + "X-Gate-RateLimit-Reset-Timestamp: " + reset + "\r\n";
    }

    private GateCountdownGateway gateway(RawServer server) {
        return new GateCountdownGateway(vertx, settings(server));
    }

    private static Outcome submit(GateCountdownGateway gateway, Scope scope) throws Exception {
        return Requests.submit(gateway, Countdown.arm(scope, Timeout.ofSeconds(30)), DEADLINE);
    }
}
