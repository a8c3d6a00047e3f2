package dev.countdown.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Some requests, what became of them, and the clocks of the host that sent them. All times are nanoseconds of a true
 * clock that runs as the exchange's does; the host's clocks drift, stand still in a suspend and are stepped.
 */
final class RandomHistory {

    static final long NEVER = Long.MAX_VALUE / 4;
    private static final long SECOND = 1_000_000_000;
    private static final int[] TIMEOUTS = {5, 6, 10, 30};
    private static final long[] MAY_APPLY_FOR = {2 * SECOND, 10 * SECOND, 63 * SECOND, 123 * SECOND};

    /** A request as it truly was; {@code refused} is when the host learns that it had no effect. */
    record Sent(
            Timeout timeout,
            long sent,
            long applied,
            long heard,
            long refused,
            long mayApplyFor,
            Acknowledgement reply) {}

    final List<Sent> requests = new ArrayList<>();
    final TrueSwitch truth;
    final boolean wholeSeconds;

    private final SplittableRandom random;
    private final long drift;
    private final long pauseAt;
    private final long pauseLength;
    private final long stepAt;
    private final long stepMillis;
    private final long offset;
    private final int dating;

    RandomHistory(long seed) {
        random = new SplittableRandom(seed);
        drift = random.nextLong(-500, 501);
        boolean suspended = random.nextInt(3) == 0;
        pauseAt = random.nextLong(60 * SECOND);
        pauseLength = suspended ? random.nextLong(40 * SECOND) : 0;
        stepAt = random.nextLong(60 * SECOND);
        // A suspend hidden by a backward step is beyond what any client can know.
        stepMillis = random.nextInt(3) > 0 ? 0 : random.nextLong(suspended ? 0 : -40_000, 40_000);
        offset = random.nextLong(90 * SECOND);
        dating = random.nextInt(4);
        wholeSeconds = dating != 0;
        send();
        truth = new TrueSwitch(requests, dating == 1 ? offset : TrueSwitch.EXACT, random);
    }

    private void send() {
        int usual = TIMEOUTS[random.nextInt(TIMEOUTS.length)];
        long mayApplyFor = MAY_APPLY_FOR[random.nextInt(MAY_APPLY_FOR.length)];
        long now = 0;
        for (int count = random.nextInt(2, 9); count > 0; count--) {
            now = awake(now + gap(usual));
            int seconds = random.nextInt(100) < 75 ? usual : random.nextInt(3) == 0 ? 0 : TIMEOUTS[random.nextInt(4)];
            requests.add(request(Timeout.ofSeconds(seconds), now, mayApplyFor));
        }
    }

    private long gap(int usual) {
        long span = usual * SECOND;
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong(SECOND);
            case 1 -> span / 4;
            case 2 -> random.nextLong(span);
            default -> span - SECOND + random.nextLong(3 * SECOND);
        };
    }

    private Sent request(Timeout timeout, long sent, long mayApplyFor) {
        long way = random.nextInt(5) == 0
                ? random.nextLong(mayApplyFor)
                : random.nextLong(Math.min(mayApplyFor, SECOND / 5));
        int fate = random.nextInt(20);
        long applied = fate < 3 ? NEVER : sent + way;
        long back = random.nextInt(5) == 0 ? random.nextLong(10 * SECOND) : random.nextLong(SECOND / 5);
        long heard = fate < 6 ? NEVER : awake(applied + back);
        long refused = fate == 0 ? awake(sent + back) : NEVER;
        return new Sent(timeout, sent, applied, heard, refused, mayApplyFor, reply(timeout, applied));
    }

    private Acknowledgement reply(Timeout timeout, long applied) {
        Countdown countdown = new Countdown(Scope.all(), timeout);
        if (applied == NEVER || timeout.isDisarm() || dating == 3) {
            return Acknowledgement.of(countdown);
        }
        long end = applied + offset + timeout.seconds() * SECOND;
        Instant trigger = Instant.ofEpochMilli(dating == 0 ? end / 1_000_000 : end / SECOND * 1_000);
        Optional<Instant> inTime = random.nextBoolean()
                ? Optional.empty()
                : Optional.of(Instant.EPOCH.plusNanos((applied + offset) / 1_000 * 1_000));
        return new Acknowledgement(
                countdown, Optional.of(trigger.plusSeconds(1_000)), inTime.map(t -> t.plusSeconds(1_000)));
    }

    /** A suspended host does nothing until it wakes. */
    long awake(long time) {
        return time > pauseAt && time < pauseAt + pauseLength ? pauseAt + pauseLength : time;
    }

    ClockReading read(long time) {
        long suspended = time > pauseAt ? Math.min(pauseLength, time - pauseAt) : 0;
        long running = time - suspended;
        long wall = (time + drift(time)) / 1_000_000 + (time >= stepAt ? stepMillis : 0);
        return new ClockReading(running + drift(running), wall);
    }

    private long drift(long span) {
        return span / 1_000_000 * drift;
    }
}
