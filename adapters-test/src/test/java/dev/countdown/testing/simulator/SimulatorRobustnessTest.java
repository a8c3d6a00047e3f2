package dev.countdown.testing.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Scheduler;
import dev.countdown.testing.Await;
import dev.countdown.testing.InMemoryExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorRobustnessTest {

    private final InMemoryExchange exchange = InMemoryExchange.on(Scheduler.system());
    private final ExchangeSimulator simulator = ExchangeSimulator.start(exchange, 0);
    private final SignedClient client = new SignedClient(simulator, "demo", "demo");
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        simulator.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", simulator.baseUri().getPort());
        socket.setSoTimeout(Math.toIntExact(Await.PATIENCE.toMillis()));
        sockets.add(socket);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String read(InputStream in) throws IOException {
        byte[] some = new byte[8192];
        int length = in.read(some);
        return length < 0 ? "" : new String(some, 0, length, StandardCharsets.ISO_8859_1);
    }

    private void assertServes() {
        assertThat(client.countdown("{\"timeout\":30}").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET\r\n\r\n",
                "\u0000\u0001\u0002\u0003\r\n\r\n",
                "GET /api/v4/spot/time HTTP/9.9\r\n\r\n",
                "GET /api/v4/spot/time HTTP/1.1\r\nHost x\r\n\r\n",
                "POST /api/v4/options/countdown_cancel_all HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /api/v4/options/contracts?underlying=%zz HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void malformedHttpIsRefusedAndDoesNoHarm(String request) throws IOException {
        Socket socket = connect();
        write(socket, request);
        assertThat(read(socket.getInputStream()))
                .satisfiesAnyOf(
                        reply -> assertThat(reply).isEmpty(),
                        reply -> assertThat(reply).matches("(?s)HTTP/\\d\\.\\d (4\\d\\d|501) .*"));
        assertServes();
        assertThat(exchange.countdowns()).hasSize(1);
    }

    @Test
    void anEndlessBodyIsRefusedBeforeItEnds() throws IOException {
        Socket socket = connect();
        write(
                socket,
                "POST /api/v4/options/countdown_cancel_all HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n");
        write(socket, "x".repeat(100_000));
        assertThat(read(socket.getInputStream())).startsWith("HTTP/1.1 413 ");
        assertServes();
    }

    @Test
    void anEndlessHeaderIsRefusedBeforeItEnds() throws IOException {
        Socket socket = connect();
        write(socket, "GET /api/v4/spot/time HTTP/1.1\r\nX: " + "x".repeat(20_000));
        assertThat(read(socket.getInputStream())).startsWith("HTTP/1.1 4");
        assertServes();
    }

    @Test
    void slowAndIdleClientsHoldUpNobody() throws IOException {
        for (int i = 0; i < 1000; i++) {
            Socket socket = connect();
            if (i % 2 == 0) {
                write(
                        socket,
                        "POST /api/v4/options/countdown_cancel_all HTTP/1.1\r\nHost: x\r\nContent-Length: 14\r\n\r\n{");
            }
        }
        for (int i = 0; i < 50; i++) {
            assertServes();
        }
        assertThat(simulator.requests()).hasSize(50);
        Socket slow = sockets.get(0);
        write(slow, "\"timeout\":30}");
        assertThat(read(slow.getInputStream())).startsWith("HTTP/1.1 400 ").contains("MISSING_REQUIRED_HEADER");
    }
}
