package dev.countdown.testing.simulation;

import dev.countdown.domain.Acknowledgement;
import dev.countdown.testing.simulation.Agenda.Lane;
import dev.countdown.testing.simulation.Agenda.Task;
import dev.countdown.testing.simulation.Weather.Dating;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The exchange as it truly is: one switch, a clock of its own, and a memory that a restart may wipe. */
final class Exchange {

    static final long NONE = Long.MAX_VALUE;
    private static final long LONG_AGO = Long.MIN_VALUE / 2;
    private static final long GRANULARITY = Weather.SECOND;

    private final World world;
    private long offset;
    private boolean steppedBack;

    /** The trigger times it named, and for which request last: after a step back of its clock it may name one once more. */
    private final Map<Instant, Request> named = new HashMap<>();

    private Task firing;

    /** When the switch ends, or {@link #NONE}. */
    long deadline = NONE;

    /** When it really fires, up to the granularity later. */
    long firesAt = NONE;

    long lastFire = LONG_AGO;
    long forgotAt = LONG_AGO;
    long downUntil;
    Request lastApplied;

    Exchange(World world) {
        this.world = world;
        offset = world.random.nextLong(100 * Weather.SECOND) + 1_750_000_000L * Weather.SECOND;
    }

    boolean isArmed() {
        return deadline != NONE;
    }

    /** Applies a request and says what the reply says. */
    Acknowledgement apply(Request request) {
        world.judge.beforeApplying(request);
        if (lastApplied != null && lastApplied.id > request.id) {
            world.count(Fault.REORDERED, 1);
        }
        disarm();
        lastApplied = request;
        request.applied = Math.min(request.applied, world.now);
        if (request.isArm()) {
            arm(world.now + request.timeout);
        }
        world.note(() -> "exchange applies " + request);
        return new Acknowledgement(
                request.countdown,
                trigger(request),
                world.weather.inTime && request.isArm() ? Optional.of(atMicros(world.now)) : Optional.empty());
    }

    private void arm(long end) {
        deadline = cutsDeadlines() ? cut(end) : end;
        firesAt = deadline;
        if (world.weather.has(Fault.FIRES_LATE)) {
            firesAt += world.random.nextLong(GRANULARITY + 1);
            world.count(Fault.FIRES_LATE, 1);
        }
        world.count(Fault.DEADLINES_CUT, cutsDeadlines() ? 1 : 0);
        firing = new Task(Lane.WORLD, Math.max(firesAt, world.now), this::fire);
        world.agenda.add(firing);
    }

    private void fire() {
        disarm();
        lastFire = world.now;
        world.tally.fires++;
        world.note(() -> "exchange FIRES");
        world.judge.fired();
    }

    private void disarm() {
        if (firing != null) {
            firing.cancelled = true;
            firing = null;
        }
        deadline = NONE;
        firesAt = NONE;
    }

    void restart(boolean keepTimers, long length) {
        downUntil = Math.max(downUntil, world.now + length);
        if (!keepTimers) {
            disarm();
            forgotAt = world.now;
        }
    }

    boolean isDown() {
        return world.now < downUntil;
    }

    static boolean showsTime(Acknowledgement acknowledgement) {
        return acknowledgement.triggerTime().isPresent()
                || acknowledgement.appliedAt().isPresent();
    }

    /** Its clock is stepped; what is armed ends when it would have. */
    void step(long length) {
        offset += length;
        steppedBack |= length < 0;
    }

    Instant clock() {
        return Instant.ofEpochMilli((world.now + offset) / Weather.MILLI);
    }

    private Optional<Instant> trigger(Request request) {
        Dating dating = world.weather.dating;
        if (!request.isArm() || dating == Dating.ABSENT || (dating == Dating.PATCHY && world.random.nextInt(4) == 0)) {
            return Optional.empty();
        }
        long end = dating == Dating.CUT_FOR_SHOW ? cut(deadline) : deadline;
        Instant shown = Instant.ofEpochMilli((end + offset) / Weather.MILLI);
        request.namesOldTrigger = named.put(shown, request) != null && steppedBack;
        return Optional.of(shown);
    }

    /** For which request it named a trigger time last; null if for none. */
    Request named(Instant triggerTime) {
        return named.get(triggerTime);
    }

    private Instant atMicros(long time) {
        long micros = (time + offset) / 1_000;
        return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
    }

    private boolean cutsDeadlines() {
        return world.weather.has(Fault.DEADLINES_CUT);
    }

    private long cut(long end) {
        return (end + offset) / Weather.SECOND * Weather.SECOND - offset;
    }
}
