package dev.countdown.testing.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Scheduler;
import dev.countdown.testing.InMemoryExchange;
import java.io.EOFException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** How many signed countdown requests a second the simulator answers on its one thread, with 10,000 countdowns open. */
class SimulatorLoad {

    private static final int OPEN = 10_000;
    private static final int CLIENTS = 4;
    private static final int PIPELINED = 16;
    private static final int ROUNDS = 8;

    @Test
    void howManyRequestsASecond() throws Exception {
        SimulatorSettings settings = SimulatorSettings.DEFAULTS.withWire(WireAssumptions.DEFAULTS.withoutRateLimits());
        InMemoryExchange exchange = InMemoryExchange.on(Scheduler.system());
        try (ExchangeSimulator simulator = ExchangeSimulator.start(exchange, 0, settings)) {
            for (int round = 0; round < ROUNDS; round++) {
                byte[][] requests = render(simulator);
                long cpu = eventLoopNanos();
                long start = System.nanoTime();
                sendAll(simulator.baseUri().getPort(), requests);
                double seconds = (System.nanoTime() - start) / 1e9;
                double busy = (eventLoopNanos() - cpu) / 1e9;
                assertThat(exchange.countdowns()).hasSize(OPEN);
                assertThat(simulator.requests().stream().skip((long) Math.min(round, 1) * OPEN))
                        .hasSize(OPEN)
                        .allMatch(seen -> seen.verdict().equals("applied"));
                System.out.printf(
                        "round %d: %,.0f requests a second; %,.0f per second of the one thread; %,d countdowns open%n",
                        round,
                        OPEN / seconds,
                        OPEN / busy,
                        exchange.countdowns().size());
            }
        }
    }

    private static byte[][] render(ExchangeSimulator simulator) {
        SignedClient signer = new SignedClient(simulator, "demo", "demo");
        String timestamp = Long.toString(System.currentTimeMillis() / 1000);
        byte[][] requests = new byte[OPEN][];
        for (int i = 0; i < OPEN; i++) {
            String body =
                    "{\"timeout\":600,\"contract\":\"BTC_USDT-20261225-" + i + "-C\",\"underlying\":\"BTC_USDT\"}";
            String path = "/api/v4/options/countdown_cancel_all";
            requests[i] = ("POST " + path + " HTTP/1.1\r\nHost: x\r\nKEY: demo\r\nTimestamp: " + timestamp
                            + "\r\nSIGN: "
                            + signer.sign("POST", path, "", body, timestamp)
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body)
                    .getBytes(StandardCharsets.US_ASCII);
        }
        return requests;
    }

    private static void sendAll(int port, byte[][] requests) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            int share = requests.length / CLIENTS;
            for (int i = 0; i < CLIENTS; i++) {
                byte[][] mine = Arrays.copyOfRange(requests, i * share, (i + 1) * share);
                running.add(clients.submit(() -> {
                    send(port, mine);
                    return null;
                }));
            }
            for (Future<?> client : running) {
                client.get();
            }
        } finally {
            clients.shutdown();
        }
    }

    /** Each reply's body is {@code {"triggerTime":"..."}}: one closing brace a reply. */
    private static void send(int port, byte[][] requests) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = new java.io.BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[1 << 16];
            for (int sent = 0; sent < requests.length; ) {
                int burst = Math.min(PIPELINED, requests.length - sent);
                for (int i = 0; i < burst; i++) {
                    out.write(requests[sent++]);
                }
                out.flush();
                for (int answered = 0; answered < burst; ) {
                    int length = in.read(buffer);
                    if (length < 0) {
                        throw new EOFException("closed after " + (sent - burst + answered) + " replies");
                    }
                    for (int i = 0; i < length; i++) {
                        answered += buffer[i] == '}' ? 1 : 0;
                    }
                }
            }
        }
    }

    private static long eventLoopNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().contains("eventloop"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }
}
