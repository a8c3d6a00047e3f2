package dev.countdown.http;

import static dev.countdown.http.RawServer.ok;
import static dev.countdown.http.Requests.DEADLINE;
import static dev.countdown.http.Requests.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.countdown.application.Outcome;
import dev.countdown.application.Retry;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.RawServer.Request;
import dev.countdown.http.RawServer.Script;
import io.netty.util.concurrent.EventExecutorGroup;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GateCountdownGatewayTest {

    private static final Countdown ARM = Countdown.arm(Scope.underlying("BTC_USDT"), Timeout.ofSeconds(30));
    private static final Credentials CREDENTIALS = Credentials.of("the-key", "the-secret");

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<InetAddress[]> never = new CompletableFuture<>();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Its lookups end when the test completes {@code never}. */
    private GateCountdownGateway withoutANameServer() {
        GateSettings settings = GateSettings.of(URI.create("http://localhost:1/api/v4"), CREDENTIALS);
        return new GateCountdownGateway(vertx, settings, Scheduler.system(), host -> never.join());
    }

    @Nested
    class ARequest {

        @Test
        void isSignedAndExactlyWhatGateAsksFor() throws Exception {
            long before = System.currentTimeMillis() / 1_000;
            try (RawServer server = new RawServer((request, wire) -> wire.write(ok("", "{}")));
                    GateCountdownGateway gateway = gateway(server.uri("127.0.0.1"))) {
                assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
                Request request = server.seen.take();
                assertThat(request.head())
                        .startsWith("POST /api/v4/options/countdown_cancel_all HTTP/1.1\r\n")
                        .containsIgnoringCase("\r\nhost: 127.0.0.1:" + server.port() + "\r\n");
                assertThat(request.header("Content-Type")).isEqualTo("application/json");
                assertThat(request.header("KEY")).isEqualTo("the-key");
                assertThat(request.body()).isEqualTo("{\"timeout\":30,\"underlying\":\"BTC_USDT\"}");
                RequestSigner signer = new RequestSigner();
                byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
                RequestSigner.Prefix prefix = signer.prefix("POST", "/api/v4/options/countdown_cancel_all", "", body);
                assertThat(request.header("SIGN"))
                        .isEqualTo(signer.sign(prefix, request.header("Timestamp"), CREDENTIALS.secret()));
                assertThat(Long.parseLong(request.header("Timestamp")))
                        .isBetween(before, System.currentTimeMillis() / 1_000);
            }
        }

        @Test
        void isAcknowledgedWithTheMomentOfItsApplication() throws Exception {
            long micros = System.currentTimeMillis() * 1_000 + 123;
            try (RawServer server =
                            new RawServer((request, wire) -> wire.write(ok("X-In-Time: " + micros + "\r\n", "{}")));
                    GateCountdownGateway gateway = gateway(server.uri("127.0.0.1"))) {
                Outcome.Applied applied = (Outcome.Applied) submit(gateway);
                assertThat(applied.acknowledgement().appliedAt())
                        .hasValueSatisfying(
                                at -> assertThat(at.getNano() / 1_000 % 1_000).isEqualTo(123));
            }
        }
    }

    @Nested
    class NothingIsSent {

        @Test
        void whenTheConnectionIsRefused() throws Exception {
            RawServer closed = new RawServer((request, wire) -> {});
            closed.close();
            assertNotSent(gateway(closed.uri("127.0.0.1")), "refused");
        }

        @Test
        void whenTheNameIsUnknown() throws Exception {
            GateSettings settings = GateSettings.of(URI.create("https://no.such.host.invalid/api/v4"), CREDENTIALS);
            assertNotSent(
                    new GateCountdownGateway(vertx, settings, Scheduler.system(), host -> {
                        throw new UnknownHostException(host);
                    }),
                    "no address: no.such.host.invalid");
        }

        @Test
        void whenALoopbackNameLeadsToAnotherMachine() throws Exception {
            GateSettings settings = GateSettings.of(URI.create("http://localhost:1/api/v4"), CREDENTIALS);
            InetAddress elsewhere = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
            assertNotSent(
                    new GateCountdownGateway(
                            vertx, settings, Scheduler.system(), host -> new InetAddress[] {elsewhere}),
                    "no usable address");
        }

        @Test
        void whenNoNameServerAnswersInTime() throws Exception {
            try (GateCountdownGateway gateway = withoutANameServer()) {
                assertThat(submit(gateway, Duration.ofMillis(200)))
                        .isEqualTo(Outcome.NotApplied.notSent("no connection within 200 ms"));
            } finally {
                never.complete(new InetAddress[0]);
            }
        }

        @Test
        void whenTheConnectionComesAfterTheDeadline() throws Exception {
            ShiftedClock clock = new ShiftedClock();
            CompletableFuture<InetAddress[]> late = new CompletableFuture<>();
            try (RawServer server = new RawServer((request, wire) -> wire.write(ok("", "{}")));
                    GateCountdownGateway gateway = new GateCountdownGateway(
                            vertx, GateSettings.of(server.uri("127.0.0.1"), CREDENTIALS), clock, host -> late.join())) {
                CompletableFuture<Outcome> reply = gateway.submit(ARM, DEADLINE).toCompletableFuture();
                submit(gateway, Duration.ZERO); // by its end the one before it waits
                clock.monotonicBy(DEADLINE);
                late.complete(InetAddress.getAllByName("127.0.0.1"));
                assertThat(reply.get(5, TimeUnit.MINUTES))
                        .isEqualTo(Outcome.NotApplied.notSent("held up until its deadline of 60000 ms was over"));
                assertThat(server.seen).isEmpty();
                assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            }
        }

        @Test
        void whenTheDeadlineHasPassedAlready() throws Exception {
            try (RawServer server = new RawServer((request, wire) -> wire.write(ok("", "{}")));
                    GateCountdownGateway gateway = gateway(server.uri("127.0.0.1"))) {
                assertThat(submit(gateway, Duration.ZERO)).isInstanceOf(Outcome.NotApplied.class);
                assertThat(server.seen).isEmpty();
            }
        }

        @Test
        void whenTheCredentialsCannotBeHad() throws Exception {
            try (RawServer server = new RawServer((request, wire) -> wire.write(ok("", "{}")))) {
                GateSettings settings = GateSettings.of(server.uri("127.0.0.1"), () -> {
                    throw new IllegalStateException("vault closed");
                });
                assertNotSent(new GateCountdownGateway(vertx, settings), "could not be signed: vault closed");
                assertThat(server.seen).isEmpty();
            }
        }

        @Test
        void onceTheGatewayIsClosed() throws Exception {
            try (RawServer server = new RawServer((request, wire) -> wire.write(ok("", "{}")))) {
                GateCountdownGateway gateway = gateway(server.uri("127.0.0.1"));
                gateway.close();
                gateway.close();
                assertNeverSent(gateway);
            }
        }

        @Test
        void whenVertxClosesWhileItWaits() throws Exception {
            try (GateCountdownGateway gateway = withoutANameServer()) {
                CompletableFuture<Outcome> reply = gateway.submit(ARM, DEADLINE).toCompletableFuture();
                submit(gateway, Duration.ZERO); // by its end the one before it waits
                stop();
                assertThat(reply.get(5, TimeUnit.MINUTES)).isEqualTo(Submission.CLOSED);
            } finally {
                never.complete(new InetAddress[0]);
            }
        }

        @Test
        void onceVertxIsClosed() throws Exception {
            try (RawServer server = new RawServer((request, wire) -> wire.write(ok("", "{}")))) {
                GateCountdownGateway gateway = gateway(server.uri("127.0.0.1"));
                stop();
                assertNeverSent(gateway);
            }
        }

        @Test
        void onceTheGatewayIsClosedThoughItsRateLimitIsUsedUp() throws Exception {
            long reset = System.currentTimeMillis() / 1_000 + 9;
            String headers =
                    "X-Gate-RateLimit-Requests-Remain: 0\r\nX-Gate-RateLimit-Reset-Timestamp: " + reset + "\r\n";
            try (RawServer server = new RawServer((request, wire) -> wire.write(ok(headers, "{}")))) {
                GateCountdownGateway gateway = gateway(server.uri("127.0.0.1"));
                assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
                gateway.close();
                Countdown other = Countdown.arm(Scope.underlying("ETH_USDT"), Timeout.MINIMUM);
                assertThat(Requests.submit(gateway, other, DEADLINE)).isEqualTo(Submission.CLOSED);
            }
        }

        private void assertNeverSent(GateCountdownGateway gateway) throws Exception {
            assertThat(submit(gateway)).isEqualTo(Submission.CLOSED);
            assertThat(Submission.CLOSED).isInstanceOfSatisfying(Outcome.NotApplied.class, reply -> {
                assertThat(reply.isRefusal()).isFalse();
                assertThat(reply.retry()).isEqualTo(Retry.NEVER);
            });
        }

        private void assertNotSent(GateCountdownGateway gateway, String why) throws Exception {
            try (gateway) {
                assertThat(submit(gateway)).isInstanceOfSatisfying(Outcome.NotApplied.class, reply -> {
                    assertThat(reply.isRefusal()).isFalse();
                    assertThat(reply.retry().allowed()).isTrue();
                    assertThat(reply.message()).contains(why);
                });
            }
        }
    }

    @Test
    void aDeadlineOfAgesIsADeadline() throws Exception {
        try (RawServer server = new RawServer((request, wire) -> wire.write(ok("", "{}")));
                GateCountdownGateway gateway = gateway(server.uri("127.0.0.1"))) {
            assertThat(submit(gateway, Duration.ofSeconds(Long.MAX_VALUE))).isInstanceOf(Outcome.Applied.class);
            assertThat(submit(gateway, Duration.ofSeconds(Long.MIN_VALUE))).isInstanceOf(Outcome.NotApplied.class);
        }
    }

    @Nested
    class AfterAnUnknownOutcome {

        @Test
        void aVertxThatClosesSaysSo() throws Exception {
            try (RawServer server = new RawServer((request, wire) -> {});
                    GateCountdownGateway gateway = gateway(server.uri("127.0.0.1"))) {
                CompletableFuture<Outcome> reply = gateway.submit(ARM, DEADLINE).toCompletableFuture();
                server.seen.take();
                stop();
                assertThat(reply.get(5, TimeUnit.MINUTES)).isInstanceOf(Outcome.Unknown.class);
            }
        }

        /** As at the end of Vert.x, of a connection that was opened while it closed: nobody is told that it is lost. */
        @Test
        void aVertxWhoseThreadsAreGoneSaysSo() throws Exception {
            Vertx gone = Vertx.vertx();
            try (RawServer server = new RawServer((request, wire) -> {});
                    GateCountdownGateway gateway =
                            new GateCountdownGateway(gone, GateSettings.of(server.uri("127.0.0.1"), CREDENTIALS))) {
                CompletableFuture<Outcome> reply = gateway.submit(ARM, SHORT).toCompletableFuture();
                server.seen.take();
                Object threads =
                        gone.getClass().getMethod("nettyEventLoopGroup").invoke(gone);
                ((EventExecutorGroup) threads).shutdownGracefully(0, 0, TimeUnit.SECONDS);
                assertThat(reply.get(5, TimeUnit.MINUTES)).isInstanceOf(Outcome.Unknown.class);
            }
        }

        @Tag("slow")
        @Test
        void theNextRequestTakesAnotherConnection() throws Exception {
            Script failsFirst = (request, wire) -> {
                if (request.number() > 0) {
                    wire.write(ok("", "{}"));
                }
            };
            try (RawServer server = new RawServer(failsFirst);
                    GateCountdownGateway gateway = gateway(server.uri("127.0.0.1"))) {
                assertThat(server.accepted.take()).isZero();
                assertThat(submit(gateway, SHORT)).isInstanceOf(Outcome.Unknown.class);
                assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
                assertThat(server.seen.take().connection())
                        .isNotEqualTo(server.seen.take().connection());
            }
        }

        @Test
        void aGatewayThatClosesSaysSo() throws Exception {
            try (RawServer server = new RawServer((request, wire) -> {})) {
                GateCountdownGateway gateway = gateway(server.uri("127.0.0.1"));
                CompletableFuture<Outcome> reply = gateway.submit(ARM, DEADLINE).toCompletableFuture();
                server.seen.take();
                gateway.close();
                assertThat(reply.get(5, TimeUnit.MINUTES)).isInstanceOf(Outcome.Unknown.class);
            }
        }
    }

    @Test
    void aMissingDeadlineIsRefusedAtOnce() {
        try (GateCountdownGateway gateway = gateway(URI.create("http://127.0.0.1:1/"))) {
            assertThatNullPointerException()
                    .isThrownBy(() -> gateway.submit(ARM, null))
                    .withMessage("deadline");
        }
    }

    @Test
    void aHangingNameServerHoldsUpNoOtherGateway() throws Exception {
        try (RawServer server = new RawServer((request, wire) -> wire.write(ok("", "{}")));
                GateCountdownGateway hanging = withoutANameServer();
                GateCountdownGateway gateway = gateway(server.uri("127.0.0.1"))) {
            hanging.submit(ARM, DEADLINE);
            assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
        } finally {
            never.complete(new InetAddress[0]);
        }
    }

    @Test
    void aGatewayOutlivesTheVerticleThatMadeIt() throws Exception {
        CompletableFuture<GateCountdownGateway> made = new CompletableFuture<>();
        try (RawServer server = new RawServer((request, wire) -> wire.write(ok("", "{}")))) {
            String id = vertx.deployVerticle(new VerticleBase() {
                        @Override
                        public Future<?> start() throws Exception {
                            made.complete(gateway(server.uri("127.0.0.1")));
                            return super.start();
                        }
                    })
                    .await();
            try (GateCountdownGateway gateway = made.get(5, TimeUnit.MINUTES)) {
                vertx.undeploy(id).await();
                assertThat(submit(gateway)).isInstanceOf(Outcome.Applied.class);
            }
        }
    }

    private GateCountdownGateway gateway(URI uri) {
        return new GateCountdownGateway(vertx, GateSettings.of(uri, CREDENTIALS));
    }

    private static Outcome submit(GateCountdownGateway gateway) throws Exception {
        return submit(gateway, DEADLINE);
    }

    private static Outcome submit(GateCountdownGateway gateway, Duration deadline) throws Exception {
        return Requests.submit(gateway, ARM, deadline);
    }
}
