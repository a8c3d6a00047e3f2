package dev.countdown.application;

import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What {@code mayQuote()} costs on top of reading both clocks, which it cannot do without. */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OrderGateBenchmark {

    private CountdownKeeper keeper;

    /** Made by JMH. */
    public OrderGateBenchmark() {}

    /** A keeper that is armed, and stays so. */
    @Setup
    public void arm() {
        CountdownGateway gateway = (countdown, deadline) ->
                CompletableFuture.completedFuture(new Outcome.Applied(Acknowledgement.of(countdown)));
        keeper = CountdownKeeper.builder(gateway, Scope.all(), RenewalPolicy.forTimeout(Timeout.ofSeconds(30)))
                .build()
                .start();
        keeper.firstArmed().join();
        if (!keeper.mayQuote()) {
            throw new IllegalStateException("not armed");
        }
    }

    /** Ends it. */
    @TearDown
    public void close() {
        keeper.close();
    }

    /** The order gate. */
    @Benchmark
    public boolean mayQuote() {
        return keeper.mayQuote();
    }

    /** Both clocks, and nothing else. */
    @Benchmark
    public long bareClocks() {
        return System.nanoTime() + System.currentTimeMillis();
    }
}
