package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.countdown.application.Liveness;
import dev.countdown.testing.ManualScheduler;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
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
            Liveness fresh = new FreshFile(file, MAX_AGE, clock);
            assertThat(fresh.failure()).isEmpty();
            clock.advance(MAX_AGE.minusMillis(10));
            assertThat(fresh.failure()).isEmpty();
            clock.advance(Duration.ofMillis(10));
            assertThat(fresh.failure())
                    .hasValueSatisfying(reason -> assertThat(reason).contains(file.toString()));
        }

        @Test
        void livesOnWhenItIsTouched() throws IOException {
            Liveness fresh = new FreshFile(file, MAX_AGE, clock);
            clock.advance(MAX_AGE);
            touched(clock.wallMillis());
            assertThat(fresh.failure()).isEmpty();
        }

        @Test
        void isDeadFromTheStartIfItIsOld() throws IOException {
            touched(clock.wallMillis() - MAX_AGE.toMillis());
            assertThat(new FreshFile(file, MAX_AGE, clock).failure()).isPresent();
        }

        @Test
        void isNotKeptAliveByAStampInTheFuture() throws IOException {
            touched(clock.wallMillis() + 3_600_000);
            Liveness fresh = new FreshFile(file, MAX_AGE, clock);
            assertThat(fresh.failure()).isEmpty();
            clock.advance(MAX_AGE);
            assertThat(fresh.failure()).isPresent();
        }

        @Test
        void isDeadWhenItIsMissing() {
            assertThat(new FreshFile(folder.resolve("none"), MAX_AGE, clock).failure())
                    .isPresent();
        }
    }

    @Nested
    class ASourceThatTheCommandBringsToLife {

        private final AtomicBoolean started = new AtomicBoolean();
        private final AtomicBoolean fresh = new AtomicBoolean();
        private final Liveness source = new FromStart(
                () -> fresh.get() ? Optional.empty() : Optional.of("stale"), started::get, MAX_AGE, clock);

        @Test
        void doesNotCountBeforeTheStart() {
            clock.advance(MAX_AGE.multipliedBy(2));
            assertThat(source.failure()).isEmpty();
        }

        @Test
        void countsFromTheMomentItFirstHolds() {
            started.set(true);
            assertThat(source.failure()).isEmpty();
            fresh.set(true);
            assertThat(source.failure()).isEmpty();
            fresh.set(false);
            assertThat(source.failure()).hasValue("stale");
        }

        @Test
        void countsAfterAGraceIfItNeverHeld() {
            started.set(true);
            assertThat(source.failure()).isEmpty();
            clock.advance(MAX_AGE);
            assertThat(source.failure()).hasValue("stale");
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
            assertThat(pets.failure()).isEmpty();
            clock.advance(MAX_AGE);
            assertThat(pets.failure()).isPresent();
            bot.write('\n');
            bot.flush();
            Await.until("petted", () -> pets.failure().isEmpty());
            bot.close();
            Await.until(
                    "ended",
                    () -> pets.failure().filter("standard input ended"::equals).isPresent());
        }
    }

    @Nested
    class AHealthUrl {

        private final AtomicInteger status = new AtomicInteger(204);
        private final CountDownLatch hang = new CountDownLatch(1);
        private HttpServer server;

        @BeforeEach
        void serve() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
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
        }

        private HealthUrl watching() {
            return HealthUrl.watching(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/health"), clock);
        }

        @Test
        void isAliveWhileItAnswers2xx() {
            HealthUrl health = watching();
            assertThat(health.failure()).isEmpty();
            status.set(500);
            askUntil(
                    "dead",
                    () -> health.failure().filter(r -> r.contains("500")).isPresent());
            status.set(200);
            askUntil("alive", () -> health.failure().isEmpty());
        }

        @Test
        void isDeadWhenItDoesNotAnswerInTime() {
            status.set(0);
            assertThat(watching().failure())
                    .hasValueSatisfying(r -> assertThat(r).contains("no answer in time"));
        }

        @Test
        void isNamedWithoutItsQuery() {
            server.stop(0);
            URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/health?token=secret");
            assertThat(HealthUrl.watching(uri, clock).failure())
                    .hasValueSatisfying(
                            r -> assertThat(r).contains("/health: no answer").doesNotContain("secret"));
        }

        @Test
        void hangsUpOnAnAnswerThatDoesNotEnd() throws Exception {
            try (ServerSocket endless = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                CompletableFuture<Integer> rest = CompletableFuture.supplyAsync(() -> answerWithoutEnd(endless));
                URI uri = URI.create("http://127.0.0.1:" + endless.getLocalPort() + "/");
                assertThat(HealthUrl.watching(uri, clock).failure()).isPresent();
                assertThat(rest.get(Cli.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .as("the end of the stream")
                        .isEqualTo(-1);
            }
        }

        /** Returns what comes after the request. */
        private static int answerWithoutEnd(ServerSocket server) {
            try (Socket connection = server.accept()) {
                BufferedReader request = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
                while (!request.readLine().isEmpty()) {
                    // only its end matters
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
            assertThat(watching().failure())
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
