package dev.countdown.http;

import static dev.countdown.http.RawServer.http;
import static dev.countdown.http.RawServer.ok;
import static dev.countdown.http.Requests.ARM;
import static dev.countdown.http.Requests.DEADLINE;
import static dev.countdown.http.Requests.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.countdown.application.Outcome;
import dev.countdown.http.RawServer.Request;
import dev.countdown.http.RawServer.Script;
import dev.countdown.http.StagedExchange.Headers;
import dev.countdown.http.StagedExchange.Time;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeTimeTest {

    private final Vertx vertx = Vertx.vertx();
    private final ShiftedClock clock = new ShiftedClock();
    private final StagedExchange exchange = new StagedExchange(clock);
    private final RawServer server = exchange.serve();
    private final GateCountdownGateway gateway =
            new GateCountdownGateway(vertx, settings(server), clock, InetAddress::getAllByName);

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Optional<Instant> ask() throws Exception {
        return ask(DEADLINE);
    }

    private Optional<Instant> ask(Duration deadline) throws Exception {
        return gateway.exchangeTime(deadline)
                .exceptionally(notNow -> Optional.empty())
                .toCompletableFuture()
                .get(5, TimeUnit.MINUTES);
    }

    private void assertTrue(Optional<Instant> told, long before) {
        assertThat(told).hasValueSatisfying(at -> assertThat(at.toEpochMilli()).isBetween(before, exchange.now()));
    }

    @ParameterizedTest
    @CsvSource({"NUMBER, EXACT", "TEXT, NONE", "UNKNOWN_PATH, EXACT", "UNKNOWN_PATH, DATE"})
    void isWhatTheClockOfTheExchangeShowedInBetween(Time time, Headers headers) throws Exception {
        exchange.time = time;
        exchange.headers = headers;
        exchange.step = Duration.ofMinutes(-7);
        long before = exchange.now();
        assertTrue(ask(), before);
    }

    @Test
    void isAskedWithoutAKeyAndPastEveryCacheOnAConnectionThatIsClosed() throws Exception {
        assertThat(server.askedForTime.take().connection()).as("the spare").isZero();
        ask();
        Request asked = server.askedForTime.take();
        assertThat(asked.head()).startsWith("GET /api/v4/spot/time HTTP/1.1\r\n");
        assertThat(asked.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(asked.header("KEY") + asked.header("SIGN") + asked.header("Timestamp"))
                .isEmpty();
        assertThat(asked.connection()).isEqualTo(1);
        assertThat(server.closed.take()).isEqualTo(1);
        assertThat(server.seen).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Time.class,
            names = {"STUCK", "AGED", "BROKEN"})
    void isNotKnownFromAnAnswerThatProvesNothing(Time time) throws Exception {
        ask();
        clock.monotonicBy(Duration.ofSeconds(2));
        exchange.time = time;
        assertThat(ask()).isEmpty();
        exchange.time = Time.NUMBER;
        assertThat(ask()).isPresent();
    }

    @ParameterizedTest
    @EnumSource(Headers.class)
    void isNotKnownFromTheReplyToACountdown(Headers headers) throws Exception {
        exchange.headers = headers;
        assertThat(Requests.submit(gateway, ARM, DEADLINE)).isInstanceOf(Outcome.Applied.class);
        exchange.time = Time.LIKE_COUNTDOWNS;
        assertThat(ask()).isEmpty();
        exchange.replies = StagedExchange.Replies.REPLAY;
        assertThat(ask()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"server_time\":null}",
                "{\"server_time\":-1}",
                "{\"server_time\":1.5}",
                "{\"server_time\":1789456236}",
                "{\"server_time\":1789456236538000}",
                "{\"server_time\":1789456236538,\"server_time\":1789456236538}",
                "{\"server_time\":\"soon\"}"
            })
    void isNotKnownFromWhatIsNoTime(String body) throws Exception {
        String header = "X-In-Time: " + System.currentTimeMillis() + "000\r\n";
        server.time((request, wire) -> wire.write(ok(header, body)));
        assertThat(ask()).isEmpty();
    }

    @Test
    void isNotKnownFromATooLongAnswerNorFromAnError() throws Exception {
        server.time((request, wire) -> wire.write(ok("", "{\"a\":\"" + "x".repeat(70_000) + "\"}")));
        assertThat(ask()).isEmpty();
        String dated = "Date: Tue, 15 Sep 2026 06:30:36 GMT\r\n";
        for (String status : List.of("400 X", "429 X", "500 X", "204 X")) {
            server.time((request, wire) -> wire.write(http(status, dated, "{\"server_time\":1789456236538}")));
            assertThat(ask()).as(status).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE / 1_000_000, -1, 0, 1, 300})
    void isNotAwaitedBeyondTheDeadline(long millis) throws Exception {
        server.time((request, wire) -> {});
        assertThat(ask(Duration.ofMillis(millis))).isEmpty();
    }

    @Test
    void mayBeAwaitedForEver() throws Exception {
        assertThat(ask(Duration.ofSeconds(Long.MAX_VALUE))).isPresent();
    }

    @Test
    void isAskedOnceForAllWhoWantToKnowMeanwhile() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Script waits = (request, wire) -> {
            try {
                go.await(5, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            wire.write(ok("", "{\"server_time\":" + exchange.now() + "}"));
        };
        server.askedForTime.take(); // by the spare
        server.time(waits);
        CompletableFuture<Optional<Instant>> first =
                gateway.exchangeTime(DEADLINE).toCompletableFuture();
        server.askedForTime.take();
        long before = exchange.now();
        List<CompletableFuture<Optional<Instant>>> all = Stream.generate(
                        () -> gateway.exchangeTime(DEADLINE).toCompletableFuture())
                .limit(100)
                .toList();
        ask(Duration.ZERO); // by its end all of them are waiting
        go.countDown();
        assertThat(first.get(5, TimeUnit.MINUTES)).isPresent();
        for (CompletableFuture<Optional<Instant>> each : all) {
            assertTrue(each.get(5, TimeUnit.MINUTES), before);
        }
        assertThat(server.askedForTime).hasSize(1);
    }

    @Test
    void isNotKnownOnceTheGatewayOrVertxIsClosed() throws Exception {
        gateway.close();
        assertThat(ask()).isEmpty();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        assertThat(ask()).isEmpty();
    }

    @Test
    void isNotKnownIfTheGatewayClosesMeanwhile() throws Exception {
        exchange.time = Time.SILENT;
        CompletableFuture<Optional<Instant>> time =
                gateway.exchangeTime(Duration.ofSeconds(30)).toCompletableFuture();
        server.askedForTime.take();
        gateway.close();
        assertThat(time).failsWithin(Duration.ofMinutes(5));
    }

    @Test
    void isToldThoughVertxClosesWhileItsSecondGoesBy() throws Exception {
        gateway.ready().toCompletableFuture().get(5, TimeUnit.MINUTES);
        exchange.time = Time.UNKNOWN_PATH;
        exchange.headers = Headers.DATE;
        CompletableFuture<Optional<Instant>> time =
                gateway.exchangeTime(DEADLINE).toCompletableFuture();
        server.closed.take(); // the connection of that question: it was answered
        vertx.close().toCompletionStage().toCompletableFuture().join();
        assertThat(time.handle((told, untold) -> "ended").get(5, TimeUnit.MINUTES))
                .isEqualTo("ended");
    }

    @Test
    void isAskedWithADeadline() {
        assertThatNullPointerException()
                .isThrownBy(() -> gateway.exchangeTime(null))
                .withMessage("deadline");
    }
}
