package dev.countdown.bootstrap.keep.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.countdown.application.Liveness;
import dev.countdown.application.Liveness.Verdict;
import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.cli.ExchangeConnection;
import dev.countdown.testing.ManualScheduler;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivenessSourcesTest {

    private static final Duration MAX_AGE = Duration.ofSeconds(3);

    private final ManualScheduler clock = new ManualScheduler();

    @Nested
    class AFreshFile {

        @TempDir
        Path folder;

        private Path file;

        @BeforeEach
        void touch() throws IOException {
            file = folder.resolve("alive");
            Files.createFile(file);
            touched(clock.wallMillis());
        }

        private void touched(long millis) throws IOException {
            Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
        }

        @Test
        void isAliveUntilItsMaxAge() {
            FreshFile fresh = new FreshFile(file, MAX_AGE, clock);
            assertThat(fresh.check().reason()).isEmpty();
            clock.advance(MAX_AGE.minusMillis(10));
            assertThat(fresh.check().reason()).isEmpty();
            clock.advance(Duration.ofMillis(10));
            assertThat(fresh.check().reason())
                    .hasValueSatisfying(reason -> assertThat(reason).contains(file.toString()));
        }

        @Test
        void livesOnWhenItIsTouched() throws IOException {
            FreshFile fresh = new FreshFile(file, MAX_AGE, clock);
            clock.advance(MAX_AGE);
            touched(clock.wallMillis());
            fresh.look();
            assertThat(fresh.check().reason()).isEmpty();
        }

        @Test
        void isDeadWhileItsStampsLagAndSaysSo() throws IOException {
            FreshFile fresh = new FreshFile(file, MAX_AGE, clock);
            for (int i = 0; i < 4; i++) {
                clock.advance(Duration.ofSeconds(1));
                touched(clock.wallMillis() - 12_000);
                fresh.look();
            }
            assertThat(fresh.check().reason())
                    .hasValue("file " + file + " is touched, but its time stamps lag by 12.0 s");
            clock.advance(MAX_AGE);
            assertThat(fresh.check().reason()).hasValue("file " + file + " was not touched for 3.0 s");
        }

        /** A look comes a moment after the touch, so the stamp is too old before the look is. */
        @Test
        void doesNotLagBecauseItIsSeenAMomentLater() throws IOException {
            FreshFile fresh = new FreshFile(file, MAX_AGE, clock);
            touched(clock.wallMillis() + 1000);
            clock.advance(Duration.ofMillis(1100));
            fresh.look();
            clock.advance(MAX_AGE.minusMillis(100));
            assertThat(fresh.check().reason()).hasValue("file " + file + " was not touched for 3.0 s");
        }

        @Test
        void isLookedAtWithoutBeingAsked() throws IOException {
            FreshFile fresh = FreshFile.watching(file, MAX_AGE, clock);
            clock.advance(MAX_AGE);
            assertThat(fresh.check().reason()).isPresent();
            touched(clock.wallMillis());
            Await.until("seen", () -> fresh.check().isAlive());
            Files.delete(file);
            Await.until("missed", () -> !fresh.check().isAlive());
        }

        @Test
        void isLookedAtAgainAfterMemoryRanOut() throws IOException {
            AtomicBoolean full = new AtomicBoolean();
            CountDownLatch ranOut = new CountDownLatch(1);
            Scheduler scarce = new Scheduler() {
                @Override
                public long nanoTime() {
                    return clock.nanoTime();
                }

                @Override
                public long wallMillis() {
                    if (full.getAndSet(false)) {
                        ranOut.countDown();
                        throw new OutOfMemoryError("as a reload may cause");
                    }
                    return clock.wallMillis();
                }

                @Override
                public Timer schedule(Duration delay, Runnable task) {
                    return clock.schedule(delay, task);
                }
            };
            FreshFile fresh = FreshFile.watching(file, MAX_AGE, scarce);
            full.set(true);
            touched(clock.wallMillis() + 1);
            Await.until("a look failed", () -> ranOut.getCount() == 0);
            clock.advance(MAX_AGE);
            touched(clock.wallMillis());
            Await.until("seen", () -> fresh.check().isAlive());
        }

        @Test
        void isDeadFromTheStartIfItIsOld() throws IOException {
            touched(clock.wallMillis() - MAX_AGE.toMillis());
            assertThat(new FreshFile(file, MAX_AGE, clock).check().reason()).isPresent();
        }

        @Test
        void isNotKeptAliveByAStampInTheFuture() throws IOException {
            touched(clock.wallMillis() + 3_600_000);
            FreshFile fresh = new FreshFile(file, MAX_AGE, clock);
            assertThat(fresh.check().reason()).isEmpty();
            clock.advance(MAX_AGE);
            assertThat(fresh.check().reason()).isPresent();
        }

        @Test
        void aDirectoryInItsPlaceIsDead() throws IOException {
            Path directory = Files.createDirectory(folder.resolve("directory"));
            assertThat(new FreshFile(directory, MAX_AGE, clock).check().reason())
                    .contains("file " + directory + " cannot be read");
        }

        @Test
        void isDeadWhenItIsMissing() {
            assertThat(new FreshFile(folder.resolve("none"), MAX_AGE, clock)
                            .check()
                            .reason())
                    .isPresent();
        }
    }

    @Nested
    class ASourceThatTheCommandBringsToLife {

        private final AtomicBoolean started = new AtomicBoolean();
        private final AtomicBoolean fresh = new AtomicBoolean();
        private final Liveness source = new GracePeriodLiveness(
                () -> fresh.get() ? Verdict.alive() : Verdict.dead("stale"), started::get, MAX_AGE, clock);

        @Test
        void doesNotCountBeforeTheStart() {
            clock.advance(MAX_AGE.multipliedBy(2));
            assertThat(source.check().reason()).isEmpty();
        }

        @Test
        void countsFromTheMomentItFirstHolds() {
            started.set(true);
            assertThat(source.check().reason()).isEmpty();
            fresh.set(true);
            assertThat(source.check().reason()).isEmpty();
            fresh.set(false);
            assertThat(source.check().reason()).hasValue("stale");
        }

        @Test
        void countsAfterAGraceIfItNeverHeld() {
            started.set(true);
            assertThat(source.check().reason()).isEmpty();
            clock.advance(MAX_AGE);
            assertThat(source.check().reason()).hasValue("stale");
        }
    }

    @Nested
    class LinesOnStandardInput {

        private final PipedOutputStream bot = new PipedOutputStream();
        private final PipedInputStream input = new PipedInputStream();

        @BeforeEach
        void connect() throws IOException {
            bot.connect(input);
        }

        @Test
        void keepItAliveAndTheirEndIsTheEnd() throws IOException {
            Liveness pets = StdinPets.reading(input, MAX_AGE, clock);
            assertThat(pets.check().reason()).isEmpty();
            clock.advance(MAX_AGE);
            assertThat(pets.check().reason()).hasValue("standard input: no line for 3.0 s");
            bot.write('\n');
            bot.flush();
            Await.until("petted", () -> pets.check().isAlive());
            bot.close();
            Await.until(
                    "ended",
                    () -> pets.check()
                            .reason()
                            .filter("standard input ended for good: start this command again"::equals)
                            .isPresent());
        }
    }

    @Nested
    class AHealthUrl {

        private final AtomicInteger status = new AtomicInteger(204);
        private final CountDownLatch hang = new CountDownLatch(1);
        private final List<Map<String, List<String>>> asked = new CopyOnWriteArrayList<>();
        private final Vertx vertx = ExchangeConnection.vertx();
        private HttpServer server;

        @BeforeEach
        void serve() throws IOException {
            serve(InetAddress.getLoopbackAddress());
        }

        private void serve(InetAddress address) throws IOException {
            server = HttpServer.create(new InetSocketAddress(address, 0), 0);
            server.createContext("/", exchange -> {
                asked.add(Map.copyOf(exchange.getRequestHeaders()));
                if (status.get() == 0) {
                    await(hang);
                }
                exchange.sendResponseHeaders(status.get() == 0 ? 200 : status.get(), -1);
                exchange.close();
            });
            server.start();
        }

        @AfterEach
        void stop() {
            hang.countDown();
            server.stop(0);
            vertx.close();
        }

        private HealthUrl watching() {
            return watching(1);
        }

        /** With time enough for an answer on a machine that is busy with ten other things. */
        private HealthUrl watching(HealthProbe.Resolver resolver, URI uri, int threshold) {
            return HealthUrl.watching(vertx, resolver, uri, threshold, clock, Duration.ofMinutes(1));
        }

        private HealthUrl watching(int threshold) {
            return watching(InetAddress::getAllByName, uri("127.0.0.1", "/health"), threshold);
        }

        private URI uri(String host, String path) {
            return URI.create("http://" + host + ":" + server.getAddress().getPort() + path);
        }

        @Test
        void isAliveWhileItAnswers2xx() {
            HealthUrl health = watching();
            assertThat(health.check().reason()).isEmpty();
            status.set(500);
            askUntil(
                    "dead",
                    () -> health.check().reason().filter(r -> r.contains("500")).isPresent());
            status.set(200);
            askUntil("alive", () -> health.check().isAlive());
        }

        @Test
        void isAskedAsCurlAsks() {
            watching();
            assertThat(asked)
                    .hasSize(1)
                    .allSatisfy(headers -> assertThat(headers)
                            .doesNotContainKey("Upgrade")
                            .containsEntry(
                                    "Host",
                                    List.of("127.0.0.1:" + server.getAddress().getPort())));
        }

        @Test
        void isAskedAtEveryAddressOfItsHost() throws IOException {
            InetAddress[] addresses = {InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1")};
            HealthUrl health = watching(host -> addresses, uri("bot.example", "/health"), 1);
            assertThat(health.check().reason()).isEmpty();
            assertThat(asked.get(0).get("Host"))
                    .containsExactly("bot.example:" + server.getAddress().getPort());
        }

        @Test
        void isDeadWhereItsNameIsNotKnown() {
            HealthUrl health = HealthUrl.watching(vertx, uri("nobody.invalid", "/health"), 1, clock);
            assertThat(health.check().reason())
                    .hasValueSatisfying(r -> assertThat(r).contains("nobody.invalid", "no answer"));
        }

        @Test
        void isDeadAfterSoManyFailuresInARow() {
            HealthUrl health = watching(3);
            status.set(503);
            for (int failures = 1; failures < 3; failures++) {
                askOnce();
                assertThat(health.check().reason()).isEmpty();
            }
            status.set(200);
            askOnce();
            status.set(503);
            for (int failures = 1; failures < 3; failures++) {
                askOnce();
                assertThat(health.check().reason()).isEmpty();
            }
            askOnce();
            assertThat(health.check().reason())
                    .hasValueSatisfying(r -> assertThat(r).endsWith("/health: status 503"));
        }

        @Test
        void isDeadUntilItFirstAnswersWell() {
            status.set(503);
            assertThat(watching(3).check().reason()).isPresent();
        }

        /** Until the timer of the next question is set, its answer is not in. */
        private void askOnce() {
            int before = asked.size();
            Await.until("answered", () -> clock.pendingTimers() > 0);
            clock.advance(Duration.ofSeconds(1));
            Await.until("asked", () -> asked.size() > before && clock.pendingTimers() > 0);
        }

        @Tag("slow")
        @Test
        void isDeadWhenItDoesNotAnswerInTime() {
            status.set(0);
            assertThat(HealthUrl.watching(vertx, uri("127.0.0.1", "/health"), 1, clock)
                            .check()
                            .reason())
                    .hasValueSatisfying(r -> assertThat(r).contains("no answer in time"));
        }

        @Test
        void isNamedWithoutItsQuery() {
            server.stop(0);
            assertThat(HealthUrl.watching(vertx, uri("127.0.0.1", "/health?token=secret"), 1, clock)
                            .check()
                            .reason())
                    .hasValueSatisfying(
                            r -> assertThat(r).contains("/health: no answer").doesNotContain("secret"));
        }

        @Tag("slow")
        @Test
        void hangsUpOnAnAnswerThatDoesNotEnd() throws Exception {
            try (ServerSocket endless = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                CompletableFuture<Integer> rest = CompletableFuture.supplyAsync(() -> answerWithoutEnd(endless));
                URI uri = URI.create("http://127.0.0.1:" + endless.getLocalPort() + "/");
                assertThat(HealthUrl.watching(vertx, uri, 1, clock).check().reason())
                        .isPresent();
                assertThat(rest.get(Cli.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .as("the end of the stream")
                        .isEqualTo(-1);
            }
        }

        @Test
        void hangsUpOnInterimAnswersWithoutEnd() throws Exception {
            try (ServerSocket endless = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> answerInterim(endless));
                URI uri = URI.create("http://127.0.0.1:" + endless.getLocalPort() + "/");
                assertThat(HealthUrl.watching(vertx, uri, 1, clock).check().reason())
                        .hasValueSatisfying(r -> assertThat(r).endsWith("no answer"));
                writing.get(Cli.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }

        /** Returns once nobody reads them any more. */
        private static void answerInterim(ServerSocket server) {
            try (Socket connection = server.accept()) {
                while (true) {
                    connection
                            .getOutputStream()
                            .write("HTTP/1.1 103 Early Hints\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                assertThat(e).isNotNull();
            }
        }

        /** Returns what comes after the request. */
        private static int answerWithoutEnd(ServerSocket server) {
            try (Socket connection = server.accept()) {
                BufferedReader request = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
                for (String line = request.readLine(); line == null || !line.isEmpty(); line = request.readLine()) {
                    if (line == null) {
                        return -1; // hung up before it had asked
                    }
                }
                connection
                        .getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx".getBytes(StandardCharsets.US_ASCII));
                return request.read();
            } catch (SocketException reset) {
                return -1;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Test
        void isDeadWhenNobodyListens() {
            server.stop(0);
            assertThat(watching().check().reason())
                    .hasValueSatisfying(r -> assertThat(r).contains("no answer"));
        }

        /** The next question is set as a timer once an answer is in. */
        private void askUntil(String meaning, BooleanSupplier condition) {
            Await.until(meaning, () -> {
                clock.advance(Duration.ofMillis(50));
                return condition.getAsBoolean();
            });
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
