package dev.countdown.testing.simulation;

import dev.countdown.application.ContinuityKey;
import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.ContinuityStore;
import dev.countdown.domain.RecordedAcknowledgement;
import dev.countdown.domain.Timeout;
import dev.countdown.testing.simulation.Agenda.Lane;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What outlives a process: its record, in a store good and bad. In some worlds processes are killed and started again, on this
 * host or on another, with a store or without. Its faults are drawn apart from those of the weather.
 */
final class Memory implements ContinuityStore {

    /** What happened, counted by kind. */
    enum Kind {
        KILLED,
        ON_ANOTHER_HOST,
        EXCHANGE_STEPPED_MEANWHILE,
        WITHOUT_STORE,
        LOADED,
        LOAD_FAILS,
        LOAD_IS_SILENT,
        TORN,
        FOREIGN,
        SAVE_FAILS,
        SAVE_IS_SILENT,
        SAVED_IN_VAIN,
        PROVEN_UNBROKEN,
        LAPSED_OVER_RESTART;

        static final Kind[] ALL = values();
    }

    private final World world;
    private final SplittableRandom random;

    /** Whether processes are killed in this world. */
    final boolean restarts;

    /** Whether keepers have this store. */
    final boolean stores;

    private final double faults;
    private Optional<ContinuityRecord> stored = Optional.empty();

    Memory(World world, long seed) {
        this.world = world;
        random = new SplittableRandom(~seed);
        boolean clocksHide = world.weather.has(Fault.EXCHANGE_CLOCK_STEPPED) && world.weather.has(Fault.STEP_BACK);
        restarts = random.nextInt(3) == 0 && !clocksHide;
        stores = restarts && random.nextInt(4) > 0;
        faults = new double[] {0, 0.03, 0.2}[random.nextInt(3)];
    }

    void killLater() {
        if (restarts) {
            world.at(Lane.WORLD, span(world.weather.interval * (random.nextBoolean() ? 12 : 60)), () -> {
                if (!world.isCalm()) {
                    if (world.kill()) {
                        count(Kind.KILLED);
                        if (!stores) {
                            count(Kind.WITHOUT_STORE);
                        }
                        moveHost();
                        long down = span(new long[] {
                                    world.weather.interval / 4,
                                    world.weather.timeout / 3,
                                    world.weather.timeout,
                                    200 * Weather.SECOND
                                }
                                [random.nextInt(4)]);
                        stepExchange(down);
                        world.at(Lane.HOST, down, world::startAgain);
                    }
                    killLater();
                }
            });
        }
    }

    /** Back by no more than the time in which nobody looks, so that it hides how long that was. */
    private void stepExchange(long down) {
        if (world.weather.has(Fault.EXCHANGE_CLOCK_STEPPED) && random.nextInt(3) == 0 && world.host.mayStep()) {
            count(Kind.EXCHANGE_STEPPED_MEANWHILE);
            world.exchange.step(-random.nextLong(down));
            world.judge.offsetChanged();
            world.wire.forgetReplies();
        }
    }

    /** Its wall clock is ahead of the other one's, or behind it where nothing else hides that. */
    private void moveHost() {
        if (random.nextInt(3) == 0) {
            count(Kind.ON_ANOTHER_HOST);
            long apart = span(random.nextBoolean() ? Weather.SECOND : world.weather.timeout);
            if (random.nextBoolean() || world.weather.has(Fault.EXCHANGE_CLOCK_STEPPED)) {
                world.host.stepForward(apart);
            } else {
                world.host.stepBack(apart);
            }
        }
    }

    @Override
    public CompletionStage<Optional<ContinuityRecord>> load(ContinuityKey key) {
        if (!world.isCalm() && random.nextDouble() < faults) {
            return badLoad(key);
        }
        CompletableFuture<Optional<ContinuityRecord>> answer = new CompletableFuture<>();
        stored.ifPresentOrElse(world.judge::recordLoads, world.judge::nothingLoads);
        Optional<ContinuityRecord> record = stored;
        count(Kind.LOADED);
        long asked = world.host.nanoTime();
        later(random.nextInt(3) == 0 ? 0 : random.nextLong(world.weather.attempt / 3), () -> {
            if (world.host.nanoTime() - asked >= world.weather.attempt) {
                world.judge.nothingLoads(); // a keeper awaits it no longer than that
            }
            answer.complete(record);
        });
        return answer;
    }

    private CompletionStage<Optional<ContinuityRecord>> badLoad(ContinuityKey key) {
        world.judge.nothingLoads();
        switch (random.nextInt(5)) {
            case 0 -> {
                count(Kind.LOAD_FAILS);
                throw Trouble.of("store", random);
            }
            case 1 -> {
                count(Kind.LOAD_IS_SILENT);
                return random.nextBoolean() ? new CompletableFuture<>() : null;
            }
            case 2 -> {
                count(Kind.TORN);
                stored = Optional.empty();
                return CompletableFuture.failedFuture(new IllegalArgumentException("torn"));
            }
            case 3 -> {
                count(Kind.FOREIGN);
                return CompletableFuture.completedFuture(stored.map(record -> anothers(key, record)));
            }
            default -> {
                count(Kind.LOAD_FAILS);
                return CompletableFuture.failedFuture(new IllegalStateException("store"));
            }
        }
    }

    /** Of an account whose keeper was acknowledged a moment ago. */
    private ContinuityRecord anothers(ContinuityKey key, ContinuityRecord record) {
        Timeout timeout = world.weather.policy.timeout();
        return new ContinuityRecord(
                new ContinuityKey(key.exchange(), "another", key.scope()),
                record.revision(),
                Optional.of(new RecordedAcknowledgement(
                        timeout, world.exchange.clock().plus(timeout.toDuration()), world.host.wallMillis(), false)),
                record.requests(),
                record.openLapse());
    }

    @Override
    public CompletionStage<Void> save(ContinuityRecord record) {
        world.note(() -> "store saves " + record.newest() + " " + record.requests() + " " + record.openLapse());
        CompletableFuture<Void> answer = new CompletableFuture<>();
        boolean bad = !world.isCalm() && random.nextDouble() < faults;
        long wait = random.nextInt(3) == 0 ? 0 : random.nextLong(1 + world.weather.attempt / 5);
        if (!bad) {
            later(wait, () -> {
                keep(record);
                answer.complete(null);
            });
            return answer;
        }
        boolean kept = random.nextBoolean(); // and the keeper cannot know
        count(kept ? Kind.SAVED_IN_VAIN : Kind.SAVE_FAILS);
        if (kept) {
            inStore(wait, () -> keep(record));
        }
        switch (random.nextInt(4)) {
            case 0 -> throw Trouble.of("store", random);
            case 1 -> {
                return null;
            }
            case 2 -> later(wait, () -> answer.completeExceptionally(new IllegalStateException("store")));
            default -> count(Kind.SAVE_IS_SILENT);
        }
        return answer;
    }

    /** The keeper is told. */
    private void later(long wait, Runnable task) {
        inStore(wait, () -> {
            task.run();
            if (wait > 0) {
                world.judge.ran();
            }
        });
    }

    /** A process that was killed hears nothing, and what it was writing is lost. */
    private void inStore(long wait, Runnable task) {
        if (wait == 0) {
            task.run();
            return;
        }
        Process process = world.process;
        world.at(Lane.HOST, wait, () -> {
            if (!process.isKilled()) {
                task.run();
            }
        });
    }

    private void keep(ContinuityRecord record) {
        if (stored.filter(old -> old.revision() > record.revision()).isEmpty()) {
            stored = Optional.of(record);
        }
    }

    void count(Kind kind) {
        world.tally.memory[kind.ordinal()]++;
    }

    private long span(long mean) {
        return (long) (-Math.log(1 - random.nextDouble()) * mean) + Weather.MILLI;
    }
}
