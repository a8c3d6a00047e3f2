package dev.countdown.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Claims about random histories, compared with what the exchange really did in them. */
@Tag("slow")
class HistoryTest {

    private static final long SECOND = 1_000_000_000;
    private static final int HISTORIES = 100_000;

    /** What of the rules is left out, to show that leaving it out is noticed. */
    private enum Flaw {
        NONE,
        OVERLAPPING_ACKNOWLEDGEMENTS,
        UNKNOWN_OUTCOMES,
        CUT_DEADLINES,
        LATE_APPLICATION
    }

    private Flaw flaw = Flaw.NONE;
    private long claims;
    private long falseClaims;
    private final List<String> stories = new ArrayList<>();

    @Test
    void noClaimIsFalse() {
        judge(HISTORIES);
        assertThat(stories).isEmpty();
        assertThat(falseClaims).isZero();
        assertThat(claims).isGreaterThan(5L * HISTORIES);
    }

    @Test
    void overlappingAcknowledgementsMustCountAsLoose() {
        assertNoticed(Flaw.OVERLAPPING_ACKNOWLEDGEMENTS);
    }

    @Test
    void unknownOutcomesMustCountAsLoose() {
        assertNoticed(Flaw.UNKNOWN_OUTCOMES);
    }

    @Test
    void deadlinesMayBeCutToWholeSeconds() {
        assertNoticed(Flaw.CUT_DEADLINES);
    }

    @Test
    void requestsMayBeAppliedLate() {
        assertNoticed(Flaw.LATE_APPLICATION);
    }

    private void assertNoticed(Flaw planted) {
        flaw = planted;
        judge(HISTORIES / 10);
        assertThat(falseClaims).isPositive();
    }

    private void judge(int histories) {
        for (long seed = 0; seed < histories; seed++) {
            RandomHistory history = new RandomHistory(seed);
            SplittableRandom random = new SplittableRandom(~seed);
            for (int look = 0; look < 12; look++) {
                judgeWindow(seed, history, history.awake(moment(history, random)));
            }
            for (RandomHistory.Sent next : history.requests) {
                judgeContinuity(seed, history, next);
            }
        }
    }

    /** Anywhere, or near a true deadline. */
    private static long moment(RandomHistory history, SplittableRandom random) {
        long deadline = history.truth.deadline(random.nextInt(20));
        return random.nextBoolean() || deadline == RandomHistory.NEVER
                ? random.nextLong(200 * SECOND)
                : Math.max(0, deadline + random.nextLong(-3 * SECOND, 4 * SECOND));
    }

    private void judgeWindow(long seed, RandomHistory history, long now) {
        newest(history, now, Long.MAX_VALUE).ifPresent(newest -> {
            TriggerWindow window = TriggerWindow.of(
                    acknowledged(history, newest),
                    loose(history, newest, now, newest),
                    history.wholeSeconds && flaw != Flaw.CUT_DEADLINES);
            ClockReading clocks = history.read(now);
            if (window.protectedNanos(clocks) > 0) {
                judge(history.truth.guardsAt(now), seed, "guarded", now);
            }
            if (window.hasCertainlyFired(clocks)) {
                judge(history.truth.hasFiredAt(now), seed, "fired", now);
            }
        });
    }

    private void judgeContinuity(long seed, RandomHistory history, RandomHistory.Sent next) {
        Optional<RandomHistory.Sent> last = newest(history, next.heard(), next.sent());
        if (next.heard() == RandomHistory.NEVER || last.isEmpty()) {
            return;
        }
        RandomHistory.Sent previous = last.get();
        boolean fired = history.truth.firedBetween(
                Math.min(previous.applied(), next.applied()), Math.max(previous.applied(), next.applied()));
        switch (Continuity.between(
                acknowledged(history, previous),
                acknowledged(history, next),
                loose(history, previous, next.heard(), next),
                history.wholeSeconds && flaw != Flaw.CUT_DEADLINES)) {
            case UNBROKEN -> judge(!fired, seed, "unbroken", next.heard());
            case BROKEN -> judge(fired, seed, "broken", next.heard());
            case UNKNOWN -> {}
        }
    }

    private void judge(boolean isTrue, long seed, String claim, long now) {
        claims++;
        if (!isTrue) {
            falseClaims++;
            if (flaw == Flaw.NONE && stories.size() < 5) {
                stories.add("seed " + seed + ": '" + claim + "' is false at " + now / 1e9 + " s");
            }
        }
    }

    private static Optional<RandomHistory.Sent> newest(RandomHistory history, long now, long sentBefore) {
        return history.requests.stream()
                .filter(r -> r.heard() <= now && r.sent() < sentBefore)
                .max(Comparator.comparingLong(RandomHistory.Sent::sent));
    }

    /** What may have been applied after a request, as far as the host knows by now. */
    private List<UnresolvedRequest> loose(
            RandomHistory history, RandomHistory.Sent base, long now, RandomHistory.Sent except) {
        long baseSent = history.read(base.sent()).monotonicNanos();
        return history.requests.stream()
                .filter(r -> r != base && r != except && r.sent() <= now && r.refused() > now)
                .filter(r -> flaw != (r.heard() <= now ? Flaw.OVERLAPPING_ACKNOWLEDGEMENTS : Flaw.UNKNOWN_OUTCOMES))
                .map(r -> new UnresolvedRequest(r.timeout(), appliedBy(history, r, now)))
                .filter(r -> r.mayApplyAfter(baseSent))
                .toList();
    }

    private long appliedBy(RandomHistory history, RandomHistory.Sent request, long now) {
        long mayApplyFor = flaw == Flaw.LATE_APPLICATION ? SECOND : ClockDrift.longest(request.mayApplyFor());
        return history.read(request.heard() <= now ? request.heard() : request.sent())
                        .monotonicNanos()
                + (request.heard() <= now ? 0 : mayApplyFor);
    }

    private static AcknowledgedRequest acknowledged(RandomHistory history, RandomHistory.Sent request) {
        return new AcknowledgedRequest(history.read(request.sent()), history.read(request.heard()), request.reply());
    }
}
