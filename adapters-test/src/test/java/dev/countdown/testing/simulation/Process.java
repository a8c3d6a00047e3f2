package dev.countdown.testing.simulation;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.Countdown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The process that keepers run in: its gateway, its timers and its threads, all of which end when it is killed. */
final class Process implements Scheduler, CountdownGateway, Executor {

    private final World world;
    private final List<Timer> timers = new ArrayList<>();
    private boolean killed;

    Process(World world) {
        this.world = world;
    }

    boolean isKilled() {
        return killed;
    }

    void kill() {
        killed = true;
        timers.forEach(Timer::cancel);
    }

    @Override
    public long nanoTime() {
        return world.host.nanoTime();
    }

    @Override
    public long wallMillis() {
        return world.host.wallMillis();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        if (killed) {
            return () -> {};
        }
        Timer[] own = new Timer[1];
        Timer timer = world.host.schedule(delay, () -> {
            timers.remove(own[0]);
            task.run();
        });
        own[0] = timer;
        timers.add(timer);
        return () -> {
            timers.remove(timer);
            timer.cancel();
        };
    }

    @Override
    public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
        return world.wire.submit(countdown, deadline);
    }

    @Override
    public CompletionStage<Optional<Instant>> exchangeTime(Duration deadline) {
        return world.wire.exchangeTime(deadline);
    }

    @Override
    public String market() {
        return world.traded.market().toString();
    }

    @Override
    public void execute(Runnable task) {
        world.platform.execute(() -> {
            if (!killed) {
                task.run();
            }
        });
    }
}
