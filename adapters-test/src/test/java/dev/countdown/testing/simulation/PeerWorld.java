package dev.countdown.testing.simulation;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.testing.simulation.Agenda.Lane;
import dev.countdown.testing.simulation.Agenda.Task;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A host without faults, a network that loses, and an exchange that fires on time: the same for every peer. */
final class PeerWorld implements Scheduler, CountdownGateway {

    private static final long MAY_APPLY_AFTER_DEADLINE = Duration.ofSeconds(60).toNanos();

    /** How a network loses: each way independently, and all of it during outages of exponential length. */
    record Network(String name, double loss, double outagesPerDay, Duration meanOutage) {}

    private final Agenda agenda = new Agenda();
    private final SplittableRandom random;
    private final Network network;
    private Task firing;
    private long outageUntil;
    long now;
    long fires;
    long lastFire;

    PeerWorld(long seed, Network network) {
        random = new SplittableRandom(seed);
        this.network = network;
        nextOutage();
    }

    private void nextOutage() {
        if (network.outagesPerDay() > 0) {
            at(exponential(Duration.ofDays(1).toNanos() / network.outagesPerDay()), () -> {
                outageUntil = Math.max(
                        outageUntil, now + exponential(network.meanOutage().toNanos()));
                nextOutage();
            });
        }
    }

    private long exponential(double mean) {
        return (long) (-Math.log(1 - random.nextDouble()) * mean);
    }

    Task at(long after, Runnable body) {
        Task task = new Task(Lane.WORLD, now + after, body);
        agenda.add(task);
        return task;
    }

    /** Runs until then, and calls back after every event. */
    void run(long until, Runnable afterEach) {
        while (true) {
            Task task = agenda.next();
            if (task.at > until) {
                agenda.add(task);
                now = until;
                return;
            }
            if (!task.cancelled) {
                now = task.at;
                task.body.run();
                afterEach.run();
            }
        }
    }

    boolean isArmed() {
        return firing != null;
    }

    long random(long bound) {
        return random.nextLong(bound);
    }

    @Override
    public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
        CompletableFuture<Outcome> stage = new CompletableFuture<>();
        if (arrives()) {
            at(way(), () -> {
                arm(countdown.timeout().toDuration().toNanos());
                if (arrives()) {
                    at(way(), () -> stage.complete(new Outcome.Applied(Acknowledgement.of(countdown))));
                }
            });
        }
        at(
                deadline.toNanos(),
                () -> stage.complete(new Outcome.Unknown("no reply", deadline.plusNanos(MAY_APPLY_AFTER_DEADLINE))));
        return stage;
    }

    private boolean arrives() {
        return now >= outageUntil && random.nextDouble() >= network.loss() / 2;
    }

    private long way() {
        return random.nextLong(20_000_000, 80_000_000);
    }

    private void arm(long timeout) {
        if (firing != null) {
            firing.cancelled = true;
        }
        firing = timeout == 0
                ? null
                : at(timeout, () -> {
                    firing = null;
                    fires++;
                    lastFire = now;
                });
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public long wallMillis() {
        return now / 1_000_000;
    }

    @Override
    public Timer schedule(Duration delay, Runnable body) {
        Task task = at(Math.max(0, delay.toNanos()), body);
        return () -> task.cancelled = true;
    }
}
