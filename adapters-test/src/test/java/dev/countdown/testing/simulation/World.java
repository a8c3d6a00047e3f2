package dev.countdown.testing.simulation;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.application.keeper.CountdownKeeperBuilder;
import dev.countdown.testing.simulation.Agenda.Lane;
import dev.countdown.testing.simulation.Agenda.Task;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/** Everything around the real keeper, on virtual time: one run, which is a function of its seed. */
final class World {

    /** A shorter step back of the exchange's clock passes for the seconds that trigger times are cut to. */
    private static final long NOTICEABLE = 3 * Weather.SECOND;

    /** More events than this at one moment never end. */
    private static final int AT_ONCE = 5_000;

    private static final CloseMode[] MODES = CloseMode.values();

    final SplittableRandom random;
    final Weather weather;
    final Traded traded;
    final Agenda agenda = new Agenda();
    final Tally tally = new Tally();
    final Host host;
    final Exchange exchange;
    final Wire wire;
    final Strategy strategy;
    final Platform platform;
    final Judge judge;
    final Memory memory;
    Process process;
    private final StringBuilder history;

    long now;
    private int instant;
    long calmFrom;

    /** Which keeper of this run; they follow each other on one gateway and scope. */
    int life;

    /** The first keeper of the process that runs. */
    int firstLife = 1;

    CountdownKeeper keeper;

    /**
     * Makes a world.
     *
     * @param allowedKinds a bit for each kind of fault that may occur
     * @param suppressed numbers of faults that are left out of a shrunk history
     * @param history where the history is written, or null
     */
    World(long seed, long allowedKinds, LongPredicate suppressed, StringBuilder history) {
        this.history = history;
        random = new SplittableRandom(seed);
        weather = new Weather(random.split(), allowedKinds, suppressed);
        traded = Traded.by(seed);
        host = new Host(this);
        exchange = new Exchange(this);
        wire = new Wire(this);
        judge = new Judge(this);
        memory = new Memory(this, seed);
        process = new Process(this);
        strategy = new Strategy(this);
        platform = new Platform(this);
        calmFrom = weather.length;
    }

    /** Runs it to the end, or to the first violation. */
    Violation run() {
        note(() -> "market: " + traded);
        note(() -> "weather: " + weather);
        at(Lane.HOST, 0, this::startKeeper);
        disturbLater();
        memory.killLater();
        at(Lane.WORLD, calmFrom, this::calm);
        while (!agenda.isEmpty() && judge.violation == null && !judge.isOver()) {
            step(agenda.next());
        }
        tally.seeds = 1;
        tally.markets[traded.market().ordinal()] = 1;
        tally.nanos = now;
        tally.lives = life;
        return judge.violation;
    }

    private void step(Task task) {
        if (task.cancelled) {
            return;
        }
        instant = task.at <= now ? instant + 1 : 0;
        judge.require(instant < AT_ONCE, Invariant.EVERYTHING_IS_BOUNDED, "the clock stands still");
        now = Math.max(now, task.at);
        if (task.lane != Lane.WORLD && host.holdsUp(task)) {
            return;
        }
        try {
            task.body.run();
            tally.events++;
            judge.check();
        } catch (Throwable escaped) { // the keeper throws nothing at its callers here
            judge.broken(Invariant.THE_NEXT_ATTEMPT_ALWAYS_HAPPENS, "thrown: " + escaped);
        }
    }

    void at(Lane lane, long after, Runnable body) {
        Task task = new Task(lane, now + after, body);
        task.due = Long.MIN_VALUE;
        agenda.add(task);
    }

    boolean isCalm() {
        return now >= calmFrom;
    }

    private void startKeeper() {
        int mine = ++life;
        judge.begins();
        CountdownKeeperBuilder builder = CountdownKeeper.builder(process, traded.scope(), weather.policy)
                .scheduler(process)
                .liveness(strategy)
                .executor(process)
                .listener((self, event) -> platform.hear(mine, event))
                .listener((self, event) -> platform.misbehave(mine));
        if (memory.stores) {
            builder.storeThreads(Runnable::run).continuity(memory, "exchange", "account");
        }
        keeper = builder.build();
        note(() -> "start keeper " + mine);
        keeper.start();
        keeper.firstArmed().thenAccept(reply -> judge.firstArmed(mine));
        judge.ran();
    }

    /** The process ends as by a power cut; what it sent is on its way all the same. */
    boolean kill() {
        if (process.isKilled() || judge.closing().isClosed()) {
            return false;
        }
        note(() -> "the process is killed");
        process.kill();
        wire.killed(life);
        judge.closing().killed(life);
        return true;
    }

    /** Another process takes over, which knows of this one what is in the store. */
    void startAgain() {
        if (process.isKilled()) {
            process = new Process(this);
            firstLife = life + 1;
            if (!memory.stores) {
                judge.nothingLoads();
            }
            startKeeper();
        }
    }

    void reconciled(int ofLife, long lapse) {
        if (ofLife == life && !process.isKilled()) {
            note(() -> "platform reconciles lapse " + lapse);
            keeper.reconciled(lapse);
            judge.reconciled(lapse);
            judge.ran();
        }
    }

    void close(CloseMode mode) {
        if (process.isKilled()) {
            return;
        }
        note(() -> "close by " + mode);
        int mine = life;
        judge.closing(mode);
        keeper.close(mode).thenAccept(result -> closed(mine, result));
        judge.ran();
    }

    private void closed(int ofLife, CloseResult result) {
        judge.closed(ofLife, result);
        if (ofLife == life && !process.isKilled() && judge.takesNextLife()) {
            long wait = random.nextInt(3) == 0
                    ? random.nextLong(weather.attempt + weather.lead + 2 * weather.timeout)
                    : weather.span(weather.interval);
            at(Lane.HOST, wait, this::startKeeper);
            if (!isCalm() && weather.has(Fault.STRATEGY_HANGS) && random.nextInt(3) == 0) {
                count(Fault.STRATEGY_HANGS, 1);
                at(Lane.WORLD, wait + weather.span(weather.attempt), () -> {
                    if (!isCalm()) {
                        strategy.hang(3 * weather.timeout);
                    }
                });
            }
        }
    }

    private void disturbLater() {
        at(Lane.WORLD, weather.span(weather.spacing), () -> {
            if (!isCalm()) {
                Fault fault = weather.ofTheMoment();
                if (fault != null) {
                    disturb(fault, weather.duration());
                }
                disturbLater();
            }
        });
    }

    private void disturb(Fault fault, long length) {
        boolean happened = true;
        switch (fault) {
            case OUTAGE -> {
                wire.outageUntil = now + length;
                wire.outageLosesRepliesOnly = random.nextInt(4) == 0;
            }
            case ONE_OLD_REPLY -> wire.oldReplyUntil = now + length;
            case LAGGING_REPLIES -> wire.lagUntil = now + length;
            case EXCHANGE_CLOCK_STEPPED -> {
                happened = host.mayStep();
                if (happened) {
                    boolean forwards = random.nextBoolean() || wire.isOldReplyUnderWay();
                    exchange.step(forwards ? 1 + length : -NOTICEABLE - length);
                    judge.offsetChanged();
                    wire.forgetReplies();
                }
            }
            case RESTART_WITH_TIMERS -> exchange.restart(true, length / 4);
            case RESTART_WITHOUT_TIMERS -> exchange.restart(false, length / 4);
            case PAUSE -> host.pause(length);
            case SUSPEND -> {
                happened = host.suspend(length);
                judge.suspended();
            }
            case STEP_FORWARD -> host.stepForward(length);
            case STEP_BACK -> happened = host.stepBack(length);
            case TIMERS_BLOCKED -> host.timersBlockedUntil = Math.max(host.timersBlockedUntil, now + length);
            case STRATEGY_FLAPS -> strategy.hang(length / 10);
            case STRATEGY_HANGS -> strategy.hang(length + weather.timeout);
            case LISTENER_BLOCKS -> platform.block(length);
            case CLOSE_BY_DISARM -> closeByPlatform(CloseMode.DISARM);
            case CLOSE_BY_EXPIRE_SOON -> closeByPlatform(CloseMode.EXPIRE_SOON);
            case CLOSE_BY_EXPIRE -> closeByPlatform(CloseMode.EXPIRE);
            default -> throw new AssertionError(fault);
        }
        if (happened) {
            count(fault, 1);
            note(() -> "the world: " + fault + String.format(" %.3f s", length / 1e9));
        }
        if (random.nextInt(4) == 0 && !isCalm()) { // trouble seldom comes alone
            Fault next = weather.ofTheMoment();
            if (next != null) {
                at(Lane.WORLD, random.nextLong(length), () -> {
                    if (!isCalm()) {
                        disturb(next, weather.duration());
                    }
                });
            }
        }
    }

    private void closeByPlatform(CloseMode mode) {
        if (random.nextInt(3) == 0) {
            strategy.betweenAttemptAndSend(() -> close(mode));
        } else {
            at(Lane.HOST, 0, () -> close(mode));
        }
        if (mode == CloseMode.DISARM && random.nextBoolean()) { // a disarm that nobody waits for stays loose
            int mine = life;
            at(Lane.HOST, weather.span(2 * weather.attempt), () -> {
                if (life == mine && !isCalm()) {
                    close(CloseMode.EXPIRE);
                }
            });
        }
    }

    /** The faults end. The keeper must be armed again soon; then it is closed for good. */
    private void calm() {
        note(() -> "all faults end");
        wire.outageUntil = now;
        wire.oldReplyUntil = now;
        wire.lagUntil = now;
        exchange.downUntil = now;
        strategy.recover();
        platform.recover();
        at(Lane.HOST, 0, this::startAgain);
        judge.calm();
    }

    void closeForGood() {
        at(Lane.HOST, 0, () -> close(MODES[random.nextInt(MODES.length)]));
    }

    void count(Fault fault, int times) {
        tally.faults[fault.ordinal()] += times;
    }

    StringBuilder history() {
        return history;
    }

    /** Told lazily: histories are written only of runs that are replayed. */
    void note(Supplier<String> what) {
        if (history != null) {
            history.append(String.format("%13.6f  %s%n", now / 1e9, what.get()));
        }
    }
}
