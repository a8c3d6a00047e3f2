package dev.countdown.http;

import static dev.countdown.http.RawServer.http;
import static dev.countdown.http.RawServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.Scheduler;
import dev.countdown.http.GateProbe.Answer;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.simulator.ApiKey;
import dev.countdown.testing.simulator.ExchangeSimulator;
import dev.countdown.testing.simulator.SimulatorSettings;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GateProbeTest {

    private static final String ORDERS = "/options/orders?status=open&limit=1";
    private static final ApiKey LONG = ApiKey.of("0123456789abcdef", "secret", "user");

    private final Vertx vertx = Vertx.vertx();
    private final InMemoryExchange exchange = InMemoryExchange.on(Scheduler.system());
    private final ExchangeSimulator simulator =
            ExchangeSimulator.start(exchange, 0, SimulatorSettings.DEFAULTS.plusKey(LONG));

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        simulator.close();
    }

    private Answer ask(String key, String secret, String target) {
        try (GateProbe probe =
                new GateProbe(vertx, GateSettings.of(simulator.baseUri(), Credentials.of(key, secret)))) {
            return probe.getSigned(target).toCompletableFuture().join();
        }
    }

    @Test
    void aSignedQuestionIsAnswered() {
        exchange.account().place("BTC_USDT-20301227-70000-C", 1);
        Answer answer = ask("demo", "demo", ORDERS);
        assertThat(answer.isOk()).isTrue();
        assertThat(answer.body()).startsWith("[").contains("BTC_USDT-20301227-70000-C");
    }

    @Test
    void theSignatureHoldsWhereOurClockIsFarOff() {
        exchange.clockOffset(Duration.ofMinutes(10));
        assertThat(ask("demo", "demo", ORDERS).isOk()).isTrue();
    }

    @Test
    void aRefusalHasItsLabel() {
        Answer answer = ask("demo", "wrong", ORDERS);
        assertThat(answer.isOk()).isFalse();
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.label()).isEqualTo("INVALID_SIGNATURE");
        assertThat(answer.message()).startsWith("Signature mismatch (status 401, trace ");
        assertThat(answer.sent()).isPresent();
    }

    @Test
    void theKeyIsNotShown() {
        assertThat(ask(LONG.key(), "secret", "/options/" + LONG.key()).message())
                .contains("(key)")
                .doesNotContain(LONG.key());
    }

    @Test
    void whatIsNotSentSaysWhy() {
        simulator.close();
        Answer answer = ask("demo", "demo", ORDERS);
        assertThat(answer.status()).isZero();
        assertThat(answer.sent()).isEmpty();
        assertThat(answer.message()).contains("refused");
    }

    @Test
    void questionsThatCannotBeSignedKeepNoConnection() {
        GateSettings settings = GateSettings.of(simulator.baseUri(), () -> {
                    throw new IllegalStateException("no key today");
                })
                .withConnections(1);
        try (GateProbe probe = new GateProbe(vertx, settings)) {
            for (int i = 0; i < 4; i++) {
                Answer answer = probe.getSigned(ORDERS).toCompletableFuture().join();
                assertThat(answer.message()).contains("no key today");
                assertThat(answer.sent()).isEmpty();
            }
            assertThat(probe.get("/spot/time").toCompletableFuture().join().isOk())
                    .isTrue();
        }
    }

    @Test
    void theReplyAfterAnInterimOneIsNoAnswerToTheNextQuestion() throws Exception {
        Set<Integer> owed = ConcurrentHashMap.newKeySet();
        String time = ok("", "{\"server_time\":1789456236538}");
        try (RawServer late = new RawServer((request, wire) -> {}).time((request, wire) -> {
                    if (request.head().contains("/spot/time")) {
                        owed.add(request.connection());
                        wire.write("HTTP/1.1 102 Processing\r\n\r\n");
                    } else {
                        String before = owed.remove(request.connection()) ? time : "";
                        wire.write(before + http("401 X", "", "{\"label\":\"INVALID_KEY\"}"));
                    }
                });
                GateProbe probe = new GateProbe(vertx, Requests.settings(late))) {
            for (int i = 0; i < 3; i++) {
                assertThat(probe.getSigned(ORDERS).toCompletableFuture().join().label())
                        .isEqualTo("INVALID_KEY");
            }
        }
    }

    @Test
    void allThatWaitAreToldThatTheProbeIsClosed() throws Exception {
        try (RawServer silent = new RawServer((request, wire) -> {}).time((request, wire) -> {
            if (request.head().contains("/spot/time")) {
                RawServer.serverTime().answer(request, wire);
            }
        })) {
            GateProbe probe = new GateProbe(vertx, Requests.settings(silent).withConnections(1));
            List<CompletableFuture<Answer>> answers = Stream.generate(
                            () -> probe.get("/a").toCompletableFuture())
                    .limit(6)
                    .toList();
            while (!silent.askedForTime.take().head().contains("/a")) {
                // a question for the time, on a connection that is opened
            }
            probe.close();
            assertThat(answers.stream().map(CompletableFuture::join).map(Answer::message))
                    .noneMatch(why -> why.contains("no answer within"))
                    .contains("closed");
        }
    }

    @Test
    void aClosedProbeAsksNothing() {
        GateProbe probe = new GateProbe(vertx, GateSettings.of(simulator.baseUri(), Credentials.of("demo", "demo")));
        probe.close();
        assertThat(probe.get("/spot/time").toCompletableFuture().join().status())
                .isZero();
    }

    @Test
    void onlyWhatARequestCanHoldIsAsked() {
        try (GateProbe probe =
                new GateProbe(vertx, GateSettings.of(simulator.baseUri(), Credentials.of("demo", "demo")))) {
            for (String target : new String[] {"spot/time", "/a b", "/a?b=%20", "/a#b", "/a\r\nHost: b"}) {
                assertThatThrownBy(() -> probe.get(target)).isInstanceOf(IllegalArgumentException.class);
            }
            for (String method : new String[] {"", "A B", "GET\n"}) {
                assertThatThrownBy(() -> probe.send(method, "/a", "", "1"))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("method must be of letters: " + method);
            }
            assertThatThrownBy(() -> probe.send("GET", "/a", "", "1\n2"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("timestamp must be of printable ASCII: 1\n2");
        }
    }
}
