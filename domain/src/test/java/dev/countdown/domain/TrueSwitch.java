package dev.countdown.domain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** What the exchange really did with the requests of a history. */
final class TrueSwitch {

    /** Deadlines are kept to the nanosecond. */
    static final long EXACT = Long.MIN_VALUE;

    private static final long SECOND = 1_000_000_000;

    /** From {@code from} on, until the next one: armed to end at {@code deadline}, or none, because it fired or not. */
    private record Phase(long from, long deadline, boolean fired) {}

    private final List<Phase> phases = new ArrayList<>();

    /** With an offset of its clock the exchange cuts deadlines to whole seconds of that clock. */
    TrueSwitch(List<RandomHistory.Sent> requests, long offset, SplittableRandom random) {
        phases.add(new Phase(Long.MIN_VALUE, RandomHistory.NEVER, false));
        long fires = RandomHistory.NEVER;
        for (RandomHistory.Sent request : requests.stream()
                .filter(r -> r.applied() != RandomHistory.NEVER)
                .sorted(Comparator.comparingLong(RandomHistory.Sent::applied))
                .toList()) {
            fireBefore(request.applied(), fires);
            long end = request.applied() + request.timeout().seconds() * SECOND;
            long cut = offset == EXACT ? end : Math.floorDiv(end + offset, SECOND) * SECOND - offset;
            long deadline = request.timeout().isDisarm() ? RandomHistory.NEVER : cut;
            phases.add(new Phase(request.applied(), deadline, false));
            fires = request.timeout().isDisarm() ? RandomHistory.NEVER : deadline + random.nextLong(SECOND + 1);
        }
        fireBefore(RandomHistory.NEVER, fires);
    }

    private void fireBefore(long time, long fires) {
        if (fires < time) {
            phases.add(new Phase(fires, RandomHistory.NEVER, true));
        }
    }

    /** Armed, and the deadline is still ahead. */
    boolean guardsAt(long time) {
        Phase phase = at(time);
        return phase.deadline < RandomHistory.NEVER && time <= phase.deadline;
    }

    boolean hasFiredAt(long time) {
        return at(time).fired;
    }

    boolean firedBetween(long from, long to) {
        return phases.stream().anyMatch(p -> p.fired && p.from > from && p.from <= to);
    }

    /** The deadline nearest before or after, where claims are most likely to be wrong. */
    long deadline(int index) {
        return phases.get(index % phases.size()).deadline;
    }

    private Phase at(long time) {
        Phase last = phases.get(0);
        for (Phase phase : phases) {
            last = phase.from <= time ? phase : last;
        }
        return last;
    }
}
