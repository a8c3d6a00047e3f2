package dev.countdown.testing.simulation;

import dev.countdown.application.CloseMode;
import dev.countdown.application.KeeperEvent;
import dev.countdown.testing.simulation.Agenda.Lane;
import java.util.ArrayDeque;
import java.util.Queue;

/** The trading platform: hears events, reconciles after a lapse, and has listeners that throw, block and call back. */
final class Platform {

    private final World world;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean serving;
    private long blockedUntil;

    /** Whether code runs on the executor right now, where alone listeners may be called. */
    boolean onExecutor;

    Platform(World world) {
        this.world = world;
    }

    /** The executor of listeners: the caller itself, or one thread that a listener may block. */
    void execute(Runnable task) {
        if (world.weather.directExecutor) {
            run(task);
        } else {
            waiting.add(task);
            serve();
        }
    }

    private void serve() {
        if (!serving && !waiting.isEmpty()) {
            serving = true;
            long blocked = Math.min(world.weather.interval / 4, Math.max(0, blockedUntil - world.now));
            long wait = blocked + world.weather.span(Weather.MILLI);
            world.at(Lane.HOST, wait, () -> {
                serving = false;
                if (world.now >= blockedUntil) {
                    run(waiting.remove());
                }
                serve();
            });
        }
    }

    private void run(Runnable task) {
        boolean outer = onExecutor;
        onExecutor = true;
        try {
            task.run();
        } finally {
            onExecutor = outer;
        }
    }

    void block(long length) {
        blockedUntil = Math.max(blockedUntil, world.now + length);
    }

    void recover() {
        blockedUntil = Math.min(blockedUntil, world.now);
    }

    /** The listener that behaves. */
    void hear(int life, KeeperEvent event) {
        world.judge.told(life, event);
        if (event instanceof KeeperEvent.Lapsed lapsed && life == world.life) {
            long wait =
                    world.isCalm() || world.random.nextInt(3) == 0 ? 0 : world.weather.span(world.weather.timeout / 2);
            world.at(Lane.HOST, wait, () -> world.reconciled(life, lapsed.lapse()));
        }
    }

    /** The one that does not. */
    void misbehave(int life) {
        if (world.weather.happens(Fault.LISTENER_REENTERS, world.isCalm() ? 0 : 0.1)) {
            world.count(Fault.LISTENER_REENTERS, 1);
            world.keeper.mayQuote();
            world.keeper.protection();
            if (world.random.nextInt(50) == 0 && life == world.life) {
                world.close(CloseMode.EXPIRE);
            }
        }
        if (world.weather.happens(Fault.LISTENER_THROWS, 0.2)) {
            world.count(Fault.LISTENER_THROWS, 1);
            throw Trouble.of("listener", world.random);
        }
    }
}
