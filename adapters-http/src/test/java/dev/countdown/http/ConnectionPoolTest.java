package dev.countdown.http;

import static dev.countdown.http.RawServer.ok;
import static dev.countdown.http.Requests.ARM;
import static dev.countdown.http.Requests.DEADLINE;
import static dev.countdown.http.Requests.SHORT;
import static dev.countdown.http.Requests.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Outcome;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.Endpoint.Addresses;
import dev.countdown.http.GateCountdownGateway.GatewayState;
import dev.countdown.http.RawServer.Request;
import dev.countdown.http.RawServer.Script;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ConnectionPoolTest {

    private static final Script ANSWER = (request, wire) -> wire.write(ok("", "{}"));

    private final Vertx vertx = Vertx.vertx();
    private final ShiftedClock clock = new ShiftedClock();

    @AfterEach
    void stop() {
        vertx.close();
    }

    @Nested
    class Warmth {

        @Test
        void aConnectionIsThereBeforeTheFirstRequest() throws Exception {
            try (RawServer server = new RawServer(ANSWER);
                    GateCountdownGateway gateway = gateway(server)) {
                assertThat(accepted(server)).isZero();
                assertThat(server.seen).isEmpty();
                assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
                assertThat(server.seen.take().connection()).isZero();
            }
        }

        @Test
        void everyConnectionWasAskedForTheTimeBeforeItIsUsed() throws Exception {
            try (RawServer server = new RawServer(ANSWER);
                    GateCountdownGateway gateway = gateway(server)) {
                assertThat(all(gateway, 8, DEADLINE)).allMatch(Outcome.Applied.class::isInstance);
                List<Integer> asked =
                        server.askedForTime.stream().map(Request::connection).toList();
                assertThat(server.seen).allMatch(request -> asked.contains(request.connection()));
            }
        }

        @Test
        void anExchangeThatTellsNoTimeIsReachedAllTheSame() throws Exception {
            List<Script> answers = List.of(
                    (request, wire) -> {},
                    (request, wire) -> wire.socket().close(),
                    (request, wire) -> wire.write(ok("Connection: close\r\n", "{}")),
                    (request, wire) -> wire.write(ok("", "x".repeat(70_000))));
            for (Script time : answers) {
                try (RawServer server = new RawServer(ANSWER).time(time);
                        GateCountdownGateway gateway = gateway(server)) {
                    assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
                }
            }
        }

        @Test
        void aGatewayTellsWhenItsFirstConnectionIsThere() throws Exception {
            try (RawServer server = new RawServer(ANSWER);
                    GateCountdownGateway gateway = gateway(server)) {
                assertThat(gateway.ready()).succeedsWithin(Duration.ofMinutes(5));
                assertThat(server.askedForTime).hasSize(1);
            }
        }

        @Test
        void aGatewayWithoutAConnectionTellsSoToo() throws Exception {
            RawServer server = new RawServer(ANSWER);
            server.close();
            try (GateCountdownGateway gateway = gateway(server)) {
                assertThat(gateway.ready()).succeedsWithin(Duration.ofMinutes(5));
            }
            CompletableFuture<InetAddress[]> never = new CompletableFuture<>();
            GateCountdownGateway gateway = gateway(server.uri("127.0.0.1"), change -> change, host -> never.join());
            gateway.close();
            assertThat(gateway.ready()).succeedsWithin(Duration.ofMinutes(5));
            never.complete(new InetAddress[0]);
        }

        @Test
        void noConnectionIsAskedOfAVertxThatThePlatformHasClosed() throws Exception {
            List<Throwable> unhandled = new CopyOnWriteArrayList<>();
            vertx.exceptionHandler(unhandled::add);
            try (RawServer server = new RawServer(ANSWER);
                    GateCountdownGateway gateway = gateway(server)) {
                assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
                vertx.close().await();
            }
            assertThat(unhandled).isEmpty();
        }

        @Test
        void aConnectionThatIsOpenedBeforeItIsNeededLogsNothing() throws Exception {
            List<String> logged = new CopyOnWriteArrayList<>();
            Logger ofVertx = Logger.getLogger("io.vertx");
            Handler handler = new StreamHandler() {
                @Override
                public synchronized void publish(LogRecord entry) {
                    logged.add(entry.getMessage());
                }
            };
            ofVertx.addHandler(handler);
            try (RawServer server = new RawServer(ANSWER);
                    GateCountdownGateway gateway = gateway(server)) {
                assertThat(all(gateway, 8, DEADLINE)).allMatch(Outcome.Applied.class::isInstance);
            } finally {
                ofVertx.removeHandler(handler);
            }
            assertThat(logged).doesNotContain("not written");
        }

        @Test
        void whileOneIsInUseAnotherIsKeptReady() throws Exception {
            try (RawServer server = new RawServer((request, wire) -> {});
                    GateCountdownGateway gateway = gateway(server)) {
                accepted(server);
                gateway.submit(ARM, DEADLINE);
                server.seen.take();
                assertThat(accepted(server)).isEqualTo(1);
                assertThat(server.seen).isEmpty();
            }
        }

        @Test
        void aConnectionIsUsedAgain() throws Exception {
            try (RawServer server = new RawServer(ANSWER);
                    GateCountdownGateway gateway = gateway(server)) {
                for (int i = 0; i < 20; i++) {
                    assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
                }
                assertThat(server.seen.stream().map(Request::connection).distinct())
                        .hasSizeLessThanOrEqualTo(2);
            }
        }

        @Test
        void aConnectionThatTheExchangeClosedIsReplacedWithoutBeingAskedFor() throws Exception {
            Script closesFirst = (request, wire) -> {
                wire.write(ok(request.number() == 0 ? "Connection: close\r\n" : "", "{}"));
                if (request.number() == 0) {
                    wire.socket().close();
                }
            };
            try (RawServer server = new RawServer(closesFirst);
                    GateCountdownGateway gateway = gateway(server)) {
                assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
                assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
                assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            }
        }
    }

    @Test
    void aConnectionThatTheExchangeWillCloseIsNotUsedAgain() throws Exception {
        for (String last : List.of(
                "Connection: close\r\n",
                "Connection: Close, X-More\r\n",
                "Connection: x-more,close\r\n",
                "Connection: X-More\r\nConnection: close\r\n")) {
            Script closesNext = (request, wire) -> {
                wire.write(ok(last, "{}"));
                wire.socket().getInputStream().read();
                wire.socket().close();
            };
            try (RawServer server = new RawServer(closesNext);
                    GateCountdownGateway gateway = gateway(server)) {
                for (int i = 0; i < 3; i++) {
                    assertThat(submit(gateway)).as(last).isInstanceOf(Outcome.Applied.class);
                }
            }
        }
    }

    @Test
    void aLookUpThatGetsNoThreadCostsNoConnection() throws Exception {
        AtomicBoolean exhausted = new AtomicBoolean(true);
        Executor threads = task -> {
            if (exhausted.getAndSet(false)) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            new Thread(task).start();
        };
        try (RawServer server = new RawServer(ANSWER)) {
            GatewayState state = new GatewayState(vertx, Requests.settings(server), clock, InetAddress::getAllByName);
            ConnectionPool pool = new ConnectionPool(
                    state, new Addresses(state.context, state.endpoint, InetAddress::getAllByName, threads));
            state.context.runOnContext(now -> pool.start());
            CompletableFuture<PooledConnection> taken = new CompletableFuture<>();
            state.context.runOnContext(
                    now -> pool.take(clock.read()).onComplete(taken::complete, taken::completeExceptionally));
            assertThat(taken.get(5, TimeUnit.MINUTES).isOpen()).isTrue();
            state.context.runOnContext(now -> pool.close());
        }
    }

    @Nested
    class Idling {

        @Test
        void aConnectionThatIdledTooLongIsNotUsed() throws Exception {
            assertReplacedAfter(UnaryOperator.identity(), "", () -> clock.monotonicBy(Duration.ofSeconds(31)));
        }

        @Test
        void aSuspendedMachineDoesNotTrustItsConnections() throws Exception {
            assertReplacedAfter(UnaryOperator.identity(), "", () -> clock.wallBy(Duration.ofSeconds(31)));
        }

        @Test
        void theExchangesOwnLimitCountsWhereItIsShorter() throws Exception {
            assertReplacedAfter(
                    UnaryOperator.identity(),
                    "Keep-Alive: timeout=5, max=100\r\n",
                    () -> clock.monotonicBy(Duration.ofMillis(4_100)));
        }

        @Test
        void theSettingCounts() throws Exception {
            assertReplacedAfter(
                    settings -> settings.withKeepAlive(Duration.ofSeconds(2)),
                    "",
                    () -> clock.monotonicBy(Duration.ofMillis(2_100)));
        }

        @Test
        void theExchangesOwnLimitCountsUntilItSaysOtherwise() throws Exception {
            Script onceShort =
                    (request, wire) -> wire.write(ok(request.number() == 0 ? "Keep-Alive: timeout=20\r\n" : "", "{}"));
            try (RawServer server = new RawServer(onceShort);
                    GateCountdownGateway gateway = gateway(server)) {
                submit(gateway);
                submit(gateway);
                clock.monotonicBy(Duration.ofSeconds(25));
                submit(gateway);
                assertThat(server.seen).hasSize(3).allMatch(request -> request.connection() <= 1);
            }
        }

        private void assertReplacedAfter(UnaryOperator<GateSettings> change, String headers, Runnable idle)
                throws Exception {
            try (RawServer server = new RawServer((request, wire) -> wire.write(ok(headers, "{}")));
                    GateCountdownGateway gateway =
                            gateway(server.uri("127.0.0.1"), change, InetAddress::getAllByName)) {
                submit(gateway);
                submit(gateway);
                int before =
                        server.seen.stream().mapToInt(Request::connection).max().orElseThrow();
                server.seen.clear();
                idle.run();
                assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
                assertThat(server.seen.take().connection()).isGreaterThan(before);
            }
        }
    }

    @Nested
    class APathThatGoesSilentWithoutClosing {

        @Test
        void costsOneAttemptAndTheNextRunsOnANewConnection() throws Exception {
            try (SilentProxy proxy = new SilentProxy();
                    RawServer server = new RawServer(ANSWER);
                    GateCountdownGateway gateway = gateway(proxy.to(server.port()), change -> change, null)) {
                assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
                assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
                silence(proxy, gateway, 2);
                int before = proxy.connections();
                assertThat(all(gateway, 1, SHORT)).allMatch(Outcome.Unknown.class::isInstance);
                assertThat(proxy.connections()).as("opened before it is needed").isGreaterThan(before);
                assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            }
        }

        @Test
        void costsEveryScopeNoMore() throws Exception {
            try (SilentProxy proxy = new SilentProxy();
                    RawServer server = new RawServer(ANSWER);
                    GateCountdownGateway gateway = gateway(proxy.to(server.port()), change -> change, null)) {
                assertThat(all(gateway, 8, DEADLINE)).allMatch(Outcome.Applied.class::isInstance);
                silence(proxy, gateway, 2);
                assertThat(all(gateway, 8, SHORT)).anyMatch(Outcome.Unknown.class::isInstance);
                assertThat(all(gateway, 8, DEADLINE)).allMatch(Outcome.Applied.class::isInstance);
            }
        }
    }

    /** Once each of at least so many connections has had its answer, and the gateway has read it. */
    private static void silence(SilentProxy proxy, GateCountdownGateway gateway, int connections) throws Exception {
        while (!proxy.isAnswered(connections)) {
            roundTrip(gateway);
        }
        roundTrip(gateway);
        proxy.silence();
    }

    private static void roundTrip(GateCountdownGateway gateway) throws Exception {
        gateway.exchangeTime(DEADLINE)
                .exceptionally(untold -> Optional.empty())
                .toCompletableFuture()
                .get(5, TimeUnit.MINUTES);
    }

    @Nested
    class Concurrency {

        @Test
        void asManyAsAskedForAreOnTheirWayAtOnce() throws Exception {
            CountDownLatch together = new CountDownLatch(32);
            Script waits = (request, wire) -> {
                together.countDown();
                await(together, 300_000);
                ANSWER.answer(request, wire);
            };
            try (RawServer server = new RawServer(waits);
                    GateCountdownGateway gateway = gateway(
                            server.uri("127.0.0.1"), change -> change.withConnections(32), InetAddress::getAllByName)) {
                assertThat(all(gateway, 32, DEADLINE)).allMatch(Outcome.Applied.class::isInstance);
            }
        }

        @Test
        void whoGivesUpOnAReplyTakesNoConnectionWithIt() throws Exception {
            CountDownLatch givenUp = new CountDownLatch(1);
            Script waits = (request, wire) -> {
                await(givenUp, 300_000);
                ANSWER.answer(request, wire);
            };
            try (RawServer server = new RawServer(waits);
                    GateCountdownGateway gateway = gateway(
                            server.uri("127.0.0.1"), change -> change.withConnections(1), InetAddress::getAllByName)) {
                for (int i = 0; i < 2; i++) {
                    gateway.submit(ARM, DEADLINE).toCompletableFuture().cancel(true);
                    server.seen.take();
                }
                givenUp.countDown();
                assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
                assertThat(server.seen.take().connection()).isLessThanOrEqualTo(1);
            }
        }

        @Test
        void theRestWaitTheirTurn() throws Exception {
            try (RawServer server = new RawServer(ANSWER);
                    GateCountdownGateway gateway = gateway(
                            server.uri("127.0.0.1"), change -> change.withConnections(2), InetAddress::getAllByName)) {
                assertThat(all(gateway, 200, DEADLINE)).allMatch(Outcome.Applied.class::isInstance);
                assertThat(server.accepted.size()).isLessThanOrEqualTo(3);
            }
        }
    }

    @Test
    void whoWaitsIsServedByALineInUseWhenNoOtherOpens() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        Script waits = (request, wire) -> {
            if (request.number() > 0) {
                await(refused, 500);
            }
            ANSWER.answer(request, wire);
        };
        try (RawServer server = new RawServer(waits);
                GateCountdownGateway gateway = gateway(server)) {
            accepted(server);
            assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            assertThat(accepted(server)).as("the spare").isEqualTo(1);
            server.refuse();
            gateway.submit(ARM, DEADLINE);
            gateway.submit(ARM, DEADLINE);
            CompletableFuture<Outcome> waiting = gateway.submit(ARM, DEADLINE).toCompletableFuture();
            waiting.thenRun(refused::countDown);
            assertThat(waiting.get(5, TimeUnit.MINUTES)).isInstanceOf(Outcome.Applied.class);
        }
    }

    private static Countdown arm(String underlying) {
        return Countdown.arm(Scope.underlying(underlying), Timeout.ofSeconds(30));
    }

    @Test
    void aSecondReplyReadWithTheFirstIsNotTakenForTheNextRequests() throws Exception {
        Script answersTwice = (request, wire) -> {
            if (request.body().contains("TWICE")) {
                wire.write(ok("", "{}") + RawServer.http("400 B", "", "{\"label\":\"BAD_REQUEST\"}"));
            } else if (!request.body().contains("SILENT")) {
                ANSWER.answer(request, wire);
            }
        };
        try (RawServer server = new RawServer(answersTwice);
                GateCountdownGateway gateway = gateway(
                        server.uri("127.0.0.1"), change -> change.withConnections(1), InetAddress::getAllByName)) {
            accepted(server);
            CompletableFuture<Outcome> first =
                    gateway.submit(arm("TWICE"), DEADLINE).toCompletableFuture();
            gateway.submit(arm("SILENT"), DEADLINE);
            CompletableFuture<Outcome> waiting = gateway.submit(ARM, DEADLINE).toCompletableFuture();
            assertThat(first.get(5, TimeUnit.MINUTES)).isInstanceOf(Outcome.Applied.class);
            assertThat(waiting.get(5, TimeUnit.MINUTES)).isInstanceOf(Outcome.Applied.class);
        }
    }

    @Nested
    class TwoAddresses {

        @Test
        void theSecondServesWhenTheFirstRefuses() throws Exception {
            for (String only : List.of("127.0.0.1", "::1")) {
                try (RawServer server = new RawServer(RawServer.listen(InetAddress.getByName(only)), "http", ANSWER);
                        GateCountdownGateway gateway = gateway(
                                server.uri("localhost"), change -> change, host -> addresses("::1", "127.0.0.1"))) {
                    assertThat(submit(gateway)).as(only).isInstanceOf(Outcome.Applied.class);
                }
            }
        }

        @Test
        void theSecondServesWithinTheAttemptWhenTheFirstIsSilent() throws Exception {
            try (RawServer server = new RawServer(ANSWER);
                    ServerSocket full = new ServerSocket()) {
                full.bind(new InetSocketAddress("127.0.0.2", server.port()), 1);
                List<Socket> fillers = fill(full);
                try (GateCountdownGateway gateway = gateway(
                        server.uri("localhost"), change -> change, host -> addresses("127.0.0.2", "127.0.0.1"))) {
                    Outcome reply =
                            gateway.submit(ARM, DEADLINE).toCompletableFuture().get(5, TimeUnit.MINUTES);
                    assertThat(reply).isInstanceOf(Outcome.Applied.class);
                }
                for (Socket filler : fillers) {
                    filler.close();
                }
            }
        }

        @Test
        void theFamiliesTakeTurns() throws Exception {
            List<InetAddress> found = List.of(addresses("10.0.0.1", "10.0.0.2", "::1", "10.0.0.3", "::2"));
            assertThat(Addresses.alternating(found))
                    .containsExactly(addresses("10.0.0.1", "::1", "10.0.0.2", "::2", "10.0.0.3"));
        }

        @Test
        void aLiteralIpv6HostIsNamedInBrackets() throws Exception {
            try (RawServer server = new RawServer(RawServer.listen(InetAddress.getByName("::1")), "http", ANSWER);
                    GateCountdownGateway gateway = gateway(server.uri("[::1]"), change -> change, null)) {
                assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
                assertThat(server.seen.take().header("host")).isEqualTo("[::1]:" + server.port());
            }
        }

        /** Fills a listener's queue until it lets no further connection in. */
        private static List<Socket> fill(ServerSocket full) throws Exception {
            List<Socket> fillers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Socket filler = new Socket();
                fillers.add(filler);
                try {
                    filler.connect(full.getLocalSocketAddress(), 100);
                } catch (java.net.SocketTimeoutException e) {
                    return fillers;
                }
            }
            throw new AssertionError("the queue of " + full + " never filled");
        }

        private static InetAddress[] addresses(String... names) throws java.net.UnknownHostException {
            InetAddress[] addresses = new InetAddress[names.length];
            for (int i = 0; i < names.length; i++) {
                addresses[i] = InetAddress.getByName(names[i]);
            }
            return addresses;
        }
    }

    private GateCountdownGateway gateway(RawServer server) {
        return gateway(server.uri("127.0.0.1"), change -> change, InetAddress::getAllByName);
    }

    private GateCountdownGateway gateway(URI uri, UnaryOperator<GateSettings> change, Addresses.Resolver resolver) {
        GateSettings settings = change.apply(GateSettings.of(uri, Credentials.of("key", "secret")));
        return new GateCountdownGateway(
                vertx, settings, clock, resolver == null ? InetAddress::getAllByName : resolver);
    }

    private static List<Outcome> all(GateCountdownGateway gateway, int requests, Duration deadline) throws Exception {
        List<CompletableFuture<Outcome>> replies = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            replies.add(gateway.submit(ARM, deadline).toCompletableFuture());
        }
        List<Outcome> heard = new ArrayList<>();
        for (CompletableFuture<Outcome> reply : replies) {
            heard.add(reply.get(5, TimeUnit.MINUTES));
        }
        return heard;
    }

    private static int accepted(RawServer server) throws InterruptedException {
        Integer connection = server.accepted.poll(5, TimeUnit.MINUTES);
        return connection == null ? -1 : connection;
    }

    private static void await(CountDownLatch latch, long millis) {
        try {
            latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
