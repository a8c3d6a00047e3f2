package dev.countdown.bootstrap.plan;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.Countdown;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A gateway that loses attempts, each by itself and all during outages. Used by one thread. */
final class LossyGateway implements CountdownGateway {

    private static final double NANOS_PER_DAY = Duration.ofDays(1).toNanos();

    private final CountdownGateway exchange;
    private final NetworkModel network;
    private final Scheduler time;
    private final Random random = new Random(1);
    private double outageStarts;
    private double outageEnds;

    LossyGateway(CountdownGateway exchange, NetworkModel network, Scheduler time) {
        this.exchange = exchange;
        this.network = network;
        this.time = time;
        this.outageStarts = time.nanoTime();
        this.outageEnds = time.nanoTime();
        nextOutage();
    }

    @Override
    public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
        Outcome lost = new Outcome.Unknown("lost", deadline);
        return carry(deadline, reply -> reply.complete(lost), () -> exchange.submit(countdown, deadline));
    }

    @Override
    public CompletionStage<Optional<Instant>> exchangeTime(Duration deadline) {
        return carry(
                deadline,
                time -> time.completeExceptionally(new TimeoutException("lost")),
                () -> exchange.exchangeTime(deadline));
    }

    private <R> CompletionStage<R> carry(
            Duration deadline, Consumer<CompletableFuture<R>> lost, Supplier<CompletionStage<R>> question) {
        CompletableFuture<R> reply = new CompletableFuture<>();
        Duration oneWay = network.usual().dividedBy(2);
        boolean tooSlow = network.usual().compareTo(deadline) > 0;
        if (isOut() || random.nextDouble() < network.loss() || tooSlow) {
            time.schedule(deadline, () -> lost.accept(reply));
            return reply;
        }
        time.schedule(
                oneWay, () -> question.get().thenAccept(said -> time.schedule(oneWay, () -> reply.complete(said))));
        return reply;
    }

    private boolean isOut() {
        double now = time.nanoTime();
        while (now >= outageEnds) {
            nextOutage();
        }
        return now >= outageStarts;
    }

    private void nextOutage() {
        double rate = network.outagesPerDay() / NANOS_PER_DAY;
        outageStarts = rate == 0 ? Double.MAX_VALUE : outageEnds + exponential(1 / rate);
        outageEnds = rate == 0
                ? Double.MAX_VALUE
                : outageStarts + exponential((double) network.meanOutage().toNanos());
    }

    private double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }
}
