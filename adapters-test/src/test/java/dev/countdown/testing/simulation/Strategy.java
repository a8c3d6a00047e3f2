package dev.countdown.testing.simulation;

import dev.countdown.application.Liveness;
import dev.countdown.application.Watchdog;
import dev.countdown.testing.simulation.Agenda.Lane;
import java.time.Duration;

/** The strategy whose orders are guarded: lives, flaps, hangs, and pets its watchdog, sometimes late. */
final class Strategy implements Liveness {

    private static final Verdict HANGS = Verdict.dead("hangs");

    private final World world;
    private final Watchdog watchdog;
    private final long silence;
    private long hangsUntil;
    private Runnable meanwhile = () -> {};

    /** The last answer that the keeper got, and when. */
    boolean answeredAlive = true;

    long askedAt = -1;
    long answerSince;

    Strategy(World world) {
        this.world = world;
        silence = Math.max(2 * Weather.SECOND, world.weather.timeout / 5);
        watchdog = new Watchdog(world.host, Duration.ofNanos(silence));
        if (world.weather.watchdog) {
            pet();
        }
    }

    private void pet() {
        if (!isHanging()) {
            watchdog.pet();
        }
        long next = silence / 2;
        if (world.weather.happens(Fault.PETTED_LATE, world.isCalm() ? 0 : 0.05)) {
            next = silence + world.weather.span(silence / 2);
            world.count(Fault.PETTED_LATE, 1);
        }
        world.at(Lane.HOST, next, this::pet);
    }

    void hang(long length) {
        hangsUntil = Math.max(hangsUntil, world.now + length);
    }

    void recover() {
        hangsUntil = Math.min(hangsUntil, world.now);
        watchdog.pet();
    }

    private boolean isHanging() {
        return world.now < hangsUntil;
    }

    /** What another thread does while an attempt that was made waits to be sent: liveness is asked a second time then. */
    void betweenAttemptAndSend(Runnable another) {
        meanwhile = another;
    }

    @Override
    public Verdict check() {
        if (askedAt == world.now) {
            Runnable another = meanwhile;
            meanwhile = () -> {};
            another.run();
        }
        askedAt = world.now;
        if (world.weather.happens(Fault.PROBE_THROWS, world.isCalm() ? 0 : 0.002)) {
            world.count(Fault.PROBE_THROWS, 1);
            answered(false);
            throw Trouble.of("probe", world.random);
        }
        Verdict verdict = verdictNow();
        answered(verdict.isAlive());
        return verdict;
    }

    private Verdict verdictNow() {
        if (world.weather.unwatched) {
            return Verdict.alive();
        }
        return world.weather.watchdog ? watchdog.check() : isHanging() ? HANGS : Verdict.alive();
    }

    private void answered(boolean alive) {
        answerSince = alive == answeredAlive ? answerSince : world.now;
        answeredAlive = alive;
    }

    @Override
    public Duration askAgainWithin() {
        return world.weather.watchdog ? watchdog.askAgainWithin() : world.weather.askEvery;
    }
}
