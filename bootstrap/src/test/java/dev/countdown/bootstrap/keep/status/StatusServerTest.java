package dev.countdown.bootstrap.keep.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.SimulatorTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class StatusServerTest extends SimulatorTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private Cli cli;
    private int port;

    private void keep(int timeout) {
        cli = Cli.start(
                baseUri,
                "keep",
                "--timeout",
                String.valueOf(timeout),
                "--interval",
                "1s",
                "--json",
                "--http",
                "0",
                "--allow-reconciled");
        port = cli.statusPort();
        cli.awaitOut("\"armed\"");
    }

    @AfterEach
    void kill() {
        cli.close();
    }

    private HttpResponse<String> get(String path) {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpRequest.Builder reconciled(String json) {
        return request("/api/reconciled").POST(HttpRequest.BodyPublishers.ofString(json));
    }

    @Nested
    class WhileAllIsWell {

        @BeforeEach
        void keepOnAnyMachineHoweverBusy() {
            keep(60);
        }

        @Test
        void everyPageAnswers() {
            assertThat(get("/").body()).contains("<title>Countdown</title>");
            assertThat(get("/").headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'");
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(get("/api/countdowns").body()).contains("\"scope\":\"all\"", "\"state\":\"ARMED\"");
        }

        @Test
        void theOrderGateAnswersInStatusAndInWords() {
            assertThat(get("/may-quote").statusCode()).isEqualTo(200);
            assertThat(get("/may-quote?contract=BTC_USDT-20270326-100000-C&margin=100")
                            .body())
                    .startsWith("{\"mayQuote\":true,\"forMs\":")
                    .endsWith("\n");
            assertThat(get("/may-quote?margin=70000").statusCode()).isEqualTo(409);
            assertThat(get("/may-quote?margin=x").statusCode()).isEqualTo(400);
            assertThat(get("/may-quote?margin=x").body()).contains("margin must be", "'x'");
            assertThat(get("/may-quote?contract=%25zz").statusCode()).isEqualTo(400);
            assertThat(raw("HEAD /may-quote HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
            assertThat(raw("HEAD /may-quote?margin=70000 HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .startsWith("HTTP/1.1 409");
            assertThat(raw("GET /may-quote?contract=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .startsWith("HTTP/1.1 400");
            assertThat(raw("GET /may-quote HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
                    .startsWith("HTTP/1.1 421");
        }

        @Test
        void metricsFollowThePrometheusConventions() {
            cli.awaitOut("\"renewed\"");
            String metrics = get("/metrics").body();
            assertThat(metrics)
                    .contains("countdown_state{account=\"\",market=\"options\",scope=\"all\",state=\"armed\"} 1.0")
                    .contains("countdown_build_info{version=")
                    .contains("countdown_protected_seconds{")
                    .contains(
                            "countdown_failures_total{account=\"\",market=\"options\",outcome=\"unknown\",scope=\"all\"}")
                    .containsPattern("countdown_renewals_total\\{account=\"\",market=\"options\",scope=\"all\"} [1-9]")
                    .contains(
                            "countdown_round_trip_seconds_bucket{account=\"\",market=\"options\",scope=\"all\",le=\"0.25\"}");
        }

        @Test
        void everyMetricIsDescribedOnce() {
            assertThat(get("/metrics").body().lines().filter(line -> line.startsWith("# TYPE ")))
                    .isNotEmpty()
                    .doesNotHaveDuplicates();
        }

        @Test
        void whatIsNotOfferedIsRefused() {
            assertThat(get("/..%2f..%2fetc/passwd").statusCode()).isEqualTo(404);
            assertThat(get("/api/reconciled").statusCode()).isEqualTo(405);
            assertThat(raw("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")).startsWith("HTTP/1.1 421");
            assertThat(raw("BREW /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 405");
            assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 4");
        }

        @Test
        void aMonitorThatNamesNoHostIsAnswered() {
            assertThat(raw("GET /health/ready HTTP/1.0\r\n\r\n")).containsPattern("^HTTP/1.[01] 200 ");
            assertThat(raw("HEAD /health/live HTTP/1.0\r\n\r\n")).containsPattern("^HTTP/1.[01] 200 ");
            assertThat(raw("GET /metrics HTTP/1.0\r\n\r\n")).containsPattern("^HTTP/1.[01] 421 ");
            assertThat(raw("GET /health/live HTTP/1.0\r\nHost: evil.example\r\n\r\n"))
                    .containsPattern("^HTTP/1.[01] 421 ");
        }

        @Test
        void slowOnesKeepNobodyFromHealthAndMetrics() throws IOException {
            List<Socket> slow = new ArrayList<>();
            try {
                for (int i = 0; i < 300; i++) {
                    slow.add(connect());
                    ask(slow.get(i));
                }
                for (int round = 0; round < 3; round++) {
                    for (String path : List.of("/health/live", "/health/ready", "/metrics", "/")) {
                        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                                .startsWith("HTTP/1.1 200");
                    }
                    slow.forEach(this::ask);
                }
            } finally {
                for (Socket socket : slow) {
                    socket.close();
                }
            }
        }

        /** One that was cut meanwhile cannot. */
        private void ask(Socket socket) {
            try {
                write(socket, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
            } catch (IOException cut) {
                assertThat(cut).isNotNull();
            }
        }

        private String raw(String request) {
            try (Socket socket = connect()) {
                write(socket, request);
                return new String(socket.getInputStream().readNBytes(16), StandardCharsets.US_ASCII);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Test
        void eventsAreHeldUpByNoProxy() throws IOException {
            HttpResponse<InputStream> events = events();
            try (InputStream stream = events.body()) {
                assertThat(stream.read()).isEqualTo('d');
                assertThat(events.headers().firstValue("X-Accel-Buffering")).contains("no");
            }
        }

        @Test
        void aViewerTooManyIsToldSoInTheUsualForm() throws IOException {
            List<InputStream> viewers = new ArrayList<>();
            try {
                for (HttpResponse<InputStream> next = events(); next.statusCode() == 200; next = events()) {
                    viewers.add(next.body());
                }
                assertThat(viewers).hasSize(64);
                HttpHeaders refusal = get("/events").headers();
                assertThat(refusal.firstValue("Content-Type")).contains("text/plain; charset=utf-8");
                assertThat(refusal.firstValue("Content-Security-Policy")).isPresent();
            } finally {
                for (InputStream viewer : viewers) {
                    viewer.close();
                }
            }
        }

        /** One that never asks is cut; it came later, so by then the time of the other was up too. */
        @Test
        void aConnectionThatBeginsWithAnAcknowledgementIsNotCut() throws IOException {
            try (Socket asks = connect();
                    BufferedReader answers = new BufferedReader(
                            new InputStreamReader(asks.getInputStream(), StandardCharsets.US_ASCII))) {
                write(
                        asks,
                        "POST /api/reconciled HTTP/1.1\r\nHost: localhost\r\nX-Countdown: reconciled\r\n"
                                + "Content-Length: 2\r\n\r\n{}");
                assertThat(answers.readLine()).startsWith("HTTP/1.1 404");
                try (Socket silent = connect()) {
                    assertThat(silent.getInputStream().read()).isEqualTo(-1);
                }
                write(asks, "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                assertThat(answers.lines()).contains("live");
            }
        }

        /** Else it would count down a countdown that was disarmed. */
        @Test
        void aViewerSeesThatNothingIsKeptAnyMore() throws IOException {
            try (Socket viewer = connect();
                    BufferedReader events = new BufferedReader(
                            new InputStreamReader(viewer.getInputStream(), StandardCharsets.US_ASCII))) {
                write(viewer, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(events.readLine()).startsWith("HTTP/1.1 200");
                cli.signal("TERM");
                assertThat(events.lines().filter(line -> line.startsWith("data: ")))
                        .last()
                        .asString()
                        .contains("\"countdowns\":[]");
            }
        }

        private HttpResponse<InputStream> events() throws IOException {
            try {
                return client.send(request("/events").build(), HttpResponse.BodyHandlers.ofInputStream());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private Socket connect() throws IOException {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(Math.toIntExact(Cli.PATIENCE.toMillis()));
            return socket;
        }

        private void write(Socket socket, String request) throws IOException {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Nested
    class AfterALapse {

        @BeforeEach
        void lapse() {
            keep(10);
            cli.signal("STOP");
            Await.until("fired", () -> !exchange.firings().isEmpty());
            cli.signal("CONT");
            cli.awaitOut(line -> line.contains("\"renewed\"") && line.contains("LAPSED"), "a renewal in the lapse");
        }

        /** A request that was under way at the stop makes two of it. */
        private long openLapse() {
            Matcher lapse = Pattern.compile("\"lapse\":(\\d+)")
                    .matcher(get("/api/countdowns").body());
            assertThat(lapse.find()).isTrue();
            return Long.parseLong(lapse.group(1));
        }

        @Test
        void thatVeryLapseIsReconciledByThePageAlone() {
            assertThat(get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(get("/api/countdowns").body()).contains("\"state\":\"LAPSED\"");
            String lapse = "{\"name\":\"all\",\"lapse\":" + openLapse() + "}";
            assertThat(send(reconciled(lapse)).statusCode()).isEqualTo(403);
            assertThat(send(reconciled(lapse)
                                    .header("X-Countdown", "reconciled")
                                    .header("Origin", "http://evil.example"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(send(reconciled(lapse)
                                    .header("X-Countdown", "reconciled")
                                    .header("Sec-Fetch-Site", "cross-site"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(send(reconciled("{\"name\":\"all\",\"lapse\":9}").header("X-Countdown", "reconciled"))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(get("/api/countdowns").body()).contains("\"state\":\"LAPSED\"");
            HttpRequest.Builder throughAProxy = reconciled(lapse)
                    .header("X-Countdown", "reconciled")
                    .header("Origin", "https://countdown.example")
                    .header("Sec-Fetch-Site", "same-origin");
            assertThat(send(throughAProxy).statusCode()).isEqualTo(200);
            cli.awaitOut("\"recovered\"");
            assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        }
    }
}
