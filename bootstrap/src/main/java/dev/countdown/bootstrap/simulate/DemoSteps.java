package dev.countdown.bootstrap.simulate;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.Scheduler;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.application.keeper.KeeperListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Prints the demo's steps, each with its time, and waits for the keeper's events. */
final class DemoSteps implements KeeperListener {

    /** Each step comes within seconds, but on a busy host. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private final BlockingQueue<KeeperEvent> events = new LinkedBlockingQueue<>();
    private final Scheduler clock;
    private final PrintWriter out;
    private final long start;

    DemoSteps(Scheduler clock, PrintWriter out) {
        this.clock = clock;
        this.out = out;
        this.start = clock.nanoTime();
    }

    /** A step that did not happen. */
    static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Missing(String message) {
            super(message);
        }
    }

    @Override
    public void on(CountdownKeeper keeper, KeeperEvent event) {
        events.add(event);
    }

    void say(String text) {
        double seconds = (clock.nanoTime() - start) / 1e9;
        out.println(String.format(Locale.ROOT, "%7.3f s  %s", seconds, text));
    }

    <E extends KeeperEvent> E await(Class<E> kind) throws InterruptedException {
        while (true) {
            KeeperEvent event = events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (event == null) {
                throw new Missing("the keeper never said " + kind.getSimpleName());
            }
            if (kind.isInstance(event)) {
                return kind.cast(event);
            }
        }
    }
}
