package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StatusServerTest extends SimulatorTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private Cli cli;
    private int port;

    @BeforeEach
    void keep() {
        cli = Cli.start(
                baseUri, "keep", "--timeout", "5", "--interval", "1s", "--json", "--http", "0", "--allow-acknowledge");
        port = cli.statusPort();
        cli.awaitOut("\"armed\"");
    }

    @AfterEach
    void kill() {
        cli.close();
    }

    private HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpRequest.Builder acknowledge(String json) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/acknowledge"))
                .POST(HttpRequest.BodyPublishers.ofString(json));
    }

    @Nested
    class WhileAllIsWell {

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
        void metricsFollowThePrometheusConventions() {
            cli.awaitOut("\"renewed\"");
            String metrics = get("/metrics").body();
            assertThat(metrics)
                    .contains("countdown_state{account=\"\",scope=\"all\",state=\"armed\"} 1.0")
                    .contains("countdown_build_info{version=")
                    .contains("countdown_protected_seconds{")
                    .contains("countdown_failures_total{account=\"\",outcome=\"unknown\",scope=\"all\"}")
                    .containsPattern("countdown_renewals_total\\{account=\"\",scope=\"all\"} [1-9]")
                    .contains("countdown_round_trip_seconds_bucket{account=\"\",scope=\"all\",le=\"0.25\"}");
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
            assertThat(get("/api/acknowledge").statusCode()).isEqualTo(405);
            assertThat(raw("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")).startsWith("HTTP/1.1 421");
            assertThat(raw("BREW /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 405");
            assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 4");
        }

        private String raw(String request) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(5000);
                OutputStream out = socket.getOutputStream();
                out.write(request.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                InputStream in = socket.getInputStream();
                byte[] answer = new byte[64];
                int length = in.readNBytes(answer, 0, 16);
                return new String(answer, 0, length, StandardCharsets.US_ASCII);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Nested
    class AfterALapse {

        @BeforeEach
        void lapse() {
            cli.signal("STOP");
            Await.until("fired", () -> !exchange.firings().isEmpty());
            cli.signal("CONT");
            cli.awaitOut("\"lapsed\"");
        }

        @Test
        void thatVeryLapseIsAcknowledgedByThePageAlone() {
            assertThat(get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(get("/api/countdowns").body()).contains("\"state\":\"LAPSED\"", "\"lapse\":1");
            String lapse = "{\"name\":\"all\",\"lapse\":1}";
            assertThat(send(acknowledge(lapse)).statusCode()).isEqualTo(403);
            assertThat(send(acknowledge(lapse)
                                    .header("X-Countdown", "acknowledge")
                                    .header("Origin", "http://evil.example"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(send(acknowledge(lapse)
                                    .header("X-Countdown", "acknowledge")
                                    .header("Sec-Fetch-Site", "cross-site"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(send(acknowledge("{\"name\":\"all\",\"lapse\":9}").header("X-Countdown", "acknowledge"))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(get("/api/countdowns").body()).contains("\"state\":\"LAPSED\"");
            HttpRequest.Builder throughAProxy = acknowledge(lapse)
                    .header("X-Countdown", "acknowledge")
                    .header("Origin", "https://countdown.example")
                    .header("Sec-Fetch-Site", "same-origin");
            assertThat(send(throughAProxy).statusCode()).isEqualTo(200);
            cli.awaitOut("\"recovered\"");
            assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        }
    }
}
