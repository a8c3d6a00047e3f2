package dev.countdown.testing;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How many of 100,000 live countdowns the exchange in memory re-arms in a second, by one thread. */
@State(org.openjdk.jmh.annotations.Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgs = "-Xmx2g")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RearmBenchmark {

    private static final int LIVE = 100_000;
    private static final Duration DEADLINE = Duration.ofSeconds(1);

    /** Whose time the exchange goes by. */
    @Param({"virtual", "real"})
    public String time;

    private CountdownGateway gateway;
    private Countdown[] countdowns;
    private int next;

    /** Arms all countdowns, for a time that outlasts the measurement. */
    @Setup
    public void arm() {
        Scheduler scheduler = time.equals("virtual") ? new ManualScheduler() : Scheduler.system();
        gateway = InMemoryExchange.on(scheduler).gateway();
        countdowns = IntStream.range(0, LIVE)
                .mapToObj(i -> Countdown.arm(Scope.contract("BTC_USDT-20261225-" + i + "-C"), Timeout.ofSeconds(600)))
                .toArray(Countdown[]::new);
        for (Countdown countdown : countdowns) {
            gateway.submit(countdown, DEADLINE);
        }
    }

    /**
     * One renewal.
     *
     * @return the reply
     */
    @Benchmark
    public CompletionStage<Outcome> rearm() {
        next = (next + 1) % LIVE;
        return gateway.submit(countdowns[next], DEADLINE);
    }
}
