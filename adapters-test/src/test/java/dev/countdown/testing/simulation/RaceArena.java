package dev.countdown.testing.simulation;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Watchdog;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;

/** One keeper among real threads at once: time, replies, readers, pets, a listener and two who close it. */
public final class RaceArena implements LongFunction<String> {

    /** So many rounds; answers the first complaint, or nothing. */
    @Override
    public String apply(long rounds) {
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "race");
            thread.setDaemon(true);
            return thread;
        });
        try {
            for (long round = 0; round < rounds; round++) {
                String complaint = new Round(threads).run();
                if (!complaint.isEmpty()) {
                    return "round " + round + ": " + complaint;
                }
            }
            return "";
        } finally {
            threads.shutdownNow();
        }
    }

    private static final class Round implements Scheduler, CountdownGateway {

        private final ExecutorService threads;
        private final AtomicLong clock = new AtomicLong();
        private final AtomicLong order = new AtomicLong();
        private final AtomicInteger pending = new AtomicInteger();
        private final AtomicInteger listening = new AtomicInteger();
        private final AtomicReference<String> complaint = new AtomicReference<>("");
        private final ConcurrentSkipListMap<Long, Runnable> timers = new ConcurrentSkipListMap<>();
        private final Watchdog watchdog = new Watchdog(this, Duration.ofSeconds(3));
        private volatile boolean over;
        private volatile boolean toldClosed;
        private long switchEnds = Long.MIN_VALUE;
        private long changes;

        Round(ExecutorService threads) {
            this.threads = threads;
        }

        String run() {
            CountdownKeeper keeper = CountdownKeeper.builder(
                            this, Scope.all(), RenewalPolicy.forTimeout(Timeout.MINIMUM))
                    .scheduler(this)
                    .liveness(watchdog)
                    .executor(threads)
                    .listener(this::hear)
                    .build()
                    .start();
            List<Runnable> crew = List.of(
                    () -> passTime(keeper),
                    () -> passTime(keeper),
                    () -> read(keeper),
                    () -> read(keeper),
                    () -> meddle(keeper));
            CountDownLatch done = new CountDownLatch(crew.size());
            crew.forEach(work -> threads.execute(() -> {
                try {
                    work.run();
                } catch (Throwable thrown) {
                    complain("thrown: " + thrown);
                } finally {
                    done.countDown();
                }
            }));
            try {
                if (!done.await(5, TimeUnit.MINUTES)) {
                    complain("stuck");
                }
            } catch (InterruptedException stopped) {
                complain("interrupted");
            }
            over = true;
            return complaint.get();
        }

        private void complain(String what) {
            complaint.compareAndSet("", what);
            over = true;
        }

        /** Advances the clock and runs what is due; time goes on until the keeper has closed. */
        private void passTime(CountdownKeeper keeper) {
            for (int step = 0; !over; step++) {
                long now = clock.addAndGet(ThreadLocalRandom.current().nextLong(1, 60_000_000));
                for (var due = timers.firstEntry();
                        due != null && due.getKey() >> 12 <= now >> 12;
                        due = timers.firstEntry()) {
                    if (timers.remove(due.getKey(), due.getValue())) {
                        due.getValue().run();
                    }
                }
                if (step == 400) {
                    CompletionStage<?> one = keeper.close(
                            ThreadLocalRandom.current().nextBoolean() ? CloseMode.DISARM : CloseMode.EXPIRE_SOON);
                    one.thenRun(() -> over = true);
                    keeper.close();
                }
            }
        }

        private void read(CountdownKeeper keeper) {
            while (!over) {
                long before;
                long changesBefore;
                boolean guarded;
                synchronized (this) {
                    before = clock.get();
                    changesBefore = changes;
                    guarded = switchEnds > before;
                }
                boolean mayQuote = keeper.mayQuote();
                keeper.protection();
                synchronized (this) {
                    if (mayQuote && !guarded && changes == changesBefore) {
                        complain("mayQuote(), but nothing is guarded");
                    }
                }
            }
        }

        private void meddle(CountdownKeeper keeper) {
            for (int i = 0; !over; i++) {
                if (i % 1000 < 900) {
                    watchdog.pet();
                }
                if (i % 50 == 0) {
                    keeper.protection().openLapse().ifPresent(keeper::reconciled);
                    keeper.onExpiring(Duration.ofMillis(i % 4000), () -> {});
                }
                Thread.onSpinWait();
            }
        }

        private void hear(CountdownKeeper from, KeeperEvent event) {
            if (listening.getAndIncrement() != 0) {
                complain("two events at once");
            }
            if (toldClosed) {
                complain(event.name() + " after closed");
            }
            for (int i = 0; i < 500; i++) {
                Thread.onSpinWait(); // long enough to be run into
            }
            Thread.yield(); // where there is but one core, too
            toldClosed = event instanceof KeeperEvent.Closed;
            listening.decrementAndGet();
        }

        @Override
        public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
            CompletableFuture<Outcome> stage = new CompletableFuture<>();
            if (ThreadLocalRandom.current().nextInt(10) > 0) {
                threads.execute(() -> {
                    synchronized (this) {
                        switchEnds = countdown.isDisarm()
                                ? Long.MIN_VALUE
                                : clock.get() + countdown.timeout().toDuration().toNanos();
                        changes++;
                    }
                    stage.complete(new Outcome.Applied(Acknowledgement.of(countdown)));
                });
            }
            return stage;
        }

        @Override
        public long nanoTime() {
            return clock.get();
        }

        @Override
        public long wallMillis() {
            return clock.get() / 1_000_000;
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            long due = Math.min(clock.get() + Math.max(0, delay.toNanos()), Long.MAX_VALUE / 2);
            long key = (due >> 12 << 12) + 4096 + (order.getAndIncrement() & 4095);
            if (pending.incrementAndGet() > 1) {
                complain("more than one timer is pending");
            }
            AtomicInteger once = new AtomicInteger();
            Runnable end = () -> {
                synchronized (once) { // in one step, or the second one goes on before it is counted
                    if (once.getAndIncrement() == 0) {
                        pending.decrementAndGet();
                    }
                }
            };
            timers.put(key, () -> {
                end.run();
                task.run();
            });
            return () -> {
                timers.remove(key);
                end.run();
            };
        }
    }
}
