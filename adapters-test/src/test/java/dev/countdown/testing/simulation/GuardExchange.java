package dev.countdown.testing.simulation;

import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.testing.simulation.Agenda.Lane;
import dev.countdown.testing.simulation.Agenda.Task;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;

/** The switch that several nodes keep. */
final class GuardExchange {

    private static final long NONE = Long.MAX_VALUE;

    private final GuardWorld world;
    private final SplittableRandom random;
    private final long offset;
    private Task firing;
    long deadline = NONE;
    long lastFire = Long.MIN_VALUE / 2;

    GuardExchange(GuardWorld world, SplittableRandom random) {
        this.world = world;
        this.random = random;
        offset = random.nextLong(100 * Weather.SECOND) + 1_750_000_000L * Weather.SECOND;
    }

    boolean isArmed() {
        return deadline != NONE;
    }

    Acknowledgement apply(Countdown countdown) {
        if (firing != null) {
            firing.cancelled = true;
        }
        long end = world.now + countdown.timeout().toDuration().toNanos();
        deadline = world.weather.cutsDeadlines ? (end + offset) / Weather.SECOND * Weather.SECOND - offset : end;
        long late = random.nextLong(Weather.SECOND + 1);
        firing = new Task(Lane.WORLD, Math.max(world.now, deadline + (world.weather.firesLate ? late : 0)), this::fire);
        world.agenda.add(firing);
        Instant shown = Instant.ofEpochMilli((deadline + offset) / Weather.MILLI);
        return new Acknowledgement(
                countdown, world.weather.showsTriggerTimes ? Optional.of(shown) : Optional.empty(), Optional.empty());
    }

    Instant clock() {
        return Instant.ofEpochMilli((world.now + offset) / Weather.MILLI);
    }

    private void fire() {
        deadline = NONE;
        lastFire = world.now;
        world.note(() -> "exchange FIRES");
        world.judge.fired();
    }
}
