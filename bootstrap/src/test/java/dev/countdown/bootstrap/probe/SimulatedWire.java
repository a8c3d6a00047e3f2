package dev.countdown.bootstrap.probe;

import com.google.common.hash.Hashing;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.ClockReading;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.ManualScheduler;
import dev.countdown.testing.simulator.SimulatorCalls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/** The simulator in virtual time, with delay and loss; a lost request may be applied late, while its Timestamp is valid. */
final class SimulatedWire implements Wire {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ManualScheduler clock;
    private final InMemoryExchange exchange;
    private final SimulatorCalls calls;
    private final SplittableRandom random;
    private final double loss;
    private final long delayNanos;
    private int left = Integer.MAX_VALUE;
    private int sent;

    SimulatedWire(
            ManualScheduler clock,
            InMemoryExchange exchange,
            SimulatorCalls calls,
            SplittableRandom random,
            double loss,
            Duration delay) {
        this.clock = clock;
        this.exchange = exchange;
        this.calls = calls;
        this.random = random;
        this.loss = loss;
        this.delayNanos = delay.toNanos();
    }

    /** From that request on the process is dead. */
    void dieAfter(int requests) {
        left = requests;
    }

    int sent() {
        return sent;
    }

    @Override
    public Reply send(Call call, String timestamp) {
        if (left-- <= 0) {
            throw new CancellationException("killed");
        }
        sent++;
        ClockReading before = clock.read();
        double fate = random.nextDouble();
        if (fate < loss / 3) {
            return none(before, timestamp);
        }
        if (fate < loss * 2 / 3) {
            Instant arrived = exchange.now();
            clock.schedule(Duration.ofMillis(random.nextInt(1, 59_000)), () -> answer(call, timestamp, arrived));
            return none(before, timestamp);
        }
        clock.advance(Duration.ofNanos(random.nextLong(delayNanos)));
        SimulatorCalls.Reply answer = answer(call, timestamp, exchange.now());
        if (fate < loss) {
            return none(before, timestamp);
        }
        clock.advance(Duration.ofNanos(random.nextLong(delayNanos)));
        Map<String, String> headers = new HashMap<>();
        answer.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new Reply(answer.status(), headers, answer.body(), seconds(timestamp), before, clock.read());
    }

    private Reply none(ClockReading before, String timestamp) {
        clock.advance(PATIENCE);
        return new Reply(0, Map.of(), "", seconds(timestamp), before, clock.read());
    }

    private static long seconds(String timestamp) {
        return timestamp.matches("\\d+") ? Long.parseLong(timestamp) : 0;
    }

    private SimulatorCalls.Reply answer(Call call, String timestamp, Instant arrived) {
        String[] parts = ("/api/v4" + call.target()).split("\\?", 2);
        String query = parts.length == 1 ? "" : parts[1];
        String secret = call.login() == Call.Login.WRONG_SECRET ? "wrong" : "demo";
        String signed = String.join(
                "\n",
                call.method(),
                parts[0],
                query,
                Hashing.sha512().hashString(call.body(), StandardCharsets.UTF_8).toString(),
                timestamp);
        Map<String, String> headers = Map.of(
                "KEY",
                call.login() == Call.Login.UNKNOWN_KEY ? "nobody" : "demo",
                "Timestamp",
                timestamp,
                "SIGN",
                Hashing.hmacSha512(secret.getBytes(StandardCharsets.UTF_8))
                        .hashString(signed, StandardCharsets.UTF_8)
                        .toString());
        return calls.answer(call.method(), parts[0], query, headers, call.body(), arrived);
    }

    @Override
    public Scheduler clock() {
        return clock;
    }

    @Override
    public void pause(Duration span) {
        clock.advance(span);
    }
}
