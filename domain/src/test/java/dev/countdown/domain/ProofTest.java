package dev.countdown.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** The wall clock stands behind, so that the monotonic clock alone decides, unless a test says otherwise. */
class ProofTest {

    private static final long MILLI = 1_000_000;

    private static ClockReading at(long millis) {
        return new ClockReading(millis * MILLI, -1);
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    /** Asked and heard at the same moment. */
    private static Proof proof(long at, long guarded, long unbroken) {
        return Proof.of(at(at), at(at), ms(guarded), ms(unbroken)).orElseThrow();
    }

    @Test
    void countsTheEndFromTheQuestionAndTheBeginningFromTheReply() {
        Proof proof = Proof.of(at(1_000), at(3_000), ms(10_000), ms(5_000)).orElseThrow();
        assertThat(proof.guardedFor(at(3_000))).isEqualTo(ms(7_990).minusNanos(1));
        assertThat(proof.unbrokenFor(at(3_000))).isEqualTo(ms(4_995).minusNanos(1));
    }

    @Test
    void nothingGuardedProvesNothing() {
        assertThat(Proof.of(at(0), at(0), Duration.ZERO, ms(60_000))).isEmpty();
        assertThat(Proof.of(at(0), at(0), ms(-5), ms(60_000))).isEmpty();
        assertThat(Proof.of(at(0), at(0), Duration.ofNanos(1), ms(60_000))).isEmpty();
    }

    @Test
    void endsOnTheClockThatShowsMore() {
        Proof proof = Proof.of(new ClockReading(0, 0), new ClockReading(0, 0), ms(10_000), ms(0))
                .orElseThrow();
        assertThat(proof.mayQuote(new ClockReading(1_000 * MILLI, 9_980), Duration.ZERO))
                .isTrue();
        assertThat(proof.mayQuote(new ClockReading(1_000 * MILLI, 9_990), Duration.ZERO))
                .isFalse();
        assertThat(proof.unbrokenFor(new ClockReading(1_000 * MILLI, 9_990))).isZero();
    }

    @Test
    void aMarginMustBeLeft() {
        Proof proof = proof(0, 10_000, 0);
        assertThat(proof.mayQuote(at(9_000), ms(989))).isTrue();
        assertThat(proof.mayQuote(at(9_000), ms(990))).isFalse();
        assertThat(proof.mayQuote(at(9_000), Duration.ofDays(99_999_999))).isFalse();
    }

    @Test
    void proofsThatOverlapMakeOne() {
        Proof one = proof(0, 10_000, 1_000);
        Proof next = proof(11_000, 20_000, 2_000);
        Proof both = one.join(next).orElseThrow();
        assertThat(both.guardedFor(at(11_000))).isEqualTo(next.guardedFor(at(11_000)));
        assertThat(both.heard()).isEqualTo(one.heard());
        assertThat(both.unbrokenNanos()).isEqualTo(one.unbrokenNanos());
    }

    @Test
    void theLaterEndStays() {
        Proof one = proof(0, 30_000, 0);
        assertThat(one.join(proof(1_000, 20_000, 500))).contains(one);
    }

    @Test
    void aGapJoinsNothing() {
        assertThat(proof(0, 10_000, 0).join(proof(11_000, 20_000, 1_000))).isEmpty(); // 9.990 s and 10.001 s
        assertThat(proof(0, 10_000, 0).join(proof(11_000, 20_000, 1_012))).isPresent();
    }

    @Test
    void aGapThatOnlyTheWallClockShowsIsOne() {
        Proof one = Proof.of(new ClockReading(0, 0), new ClockReading(0, 0), ms(10_000), ms(0))
                .orElseThrow();
        ClockReading afterSuspend = new ClockReading(1_000 * MILLI, 40_000);
        assertThat(one.join(Proof.of(afterSuspend, afterSuspend, ms(10_000), ms(5_000))
                        .orElseThrow()))
                .isEmpty();
        assertThat(one.join(Proof.of(afterSuspend, afterSuspend, ms(10_000), ms(35_000))
                        .orElseThrow()))
                .isPresent();
    }

    @Test
    void spansBeyondAllMeasureDoNotOverflow() {
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
        Proof proof = Proof.of(at(0), at(0), forEver, forEver).orElseThrow();
        assertThat(proof.join(proof)).contains(proof);
        assertThat(proof.mayQuote(at(1_000), Duration.ZERO)).isTrue();
    }

    /** Times of the switch, in true milliseconds; both clocks and that of the node drift by up to 500 ppm. */
    @Property(tries = 5_000)
    void claimsNoMoreThanTheTruth(
            @ForAll @LongRange(min = -500, max = 500) long nodeDrift,
            @ForAll @LongRange(min = -500, max = 500) long readerDrift,
            @ForAll @LongRange(min = 0, max = 10_000) long there,
            @ForAll @LongRange(min = 0, max = 10_000) long back,
            @ForAll @LongRange(min = 0, max = 90_000) long guarded,
            @ForAll @LongRange(min = 0, max = 100_000_000) long unbroken) {
        long answered = 1_000_000 + there; // the node answers then; true times in ms
        long heard = answered + back;
        Optional<Proof> proof = Proof.of(
                drifting(1_000_000, readerDrift),
                drifting(heard, readerDrift),
                Duration.ofNanos(span(guarded, nodeDrift)),
                Duration.ofNanos(span(unbroken, nodeDrift)));
        proof.ifPresent(known -> {
            ClockReading now = drifting(heard, readerDrift);
            long end = (answered + guarded) * MILLI;
            long left = known.guardedFor(now).toNanos();
            assertThat(left == 0 || heard * MILLI + trueSpan(left, readerDrift) <= end)
                    .isTrue();
            long since = known.unbrokenFor(now).toNanos();
            assertThat(since == 0 || heard * MILLI - trueSpan(since, readerDrift) >= (answered - unbroken) * MILLI)
                    .isTrue();
        });
    }

    @Property
    void anOrderOfRepliesChangesNoEnd(
            @ForAll @LongRange(min = 1, max = 60_000) long one, @ForAll @LongRange(min = 1, max = 60_000) long other) {
        Proof a = proof(0, one + 2, 0);
        Proof b = proof(0, other + 2, 0);
        assertThat(a.join(b).orElseThrow().guardedFor(at(0)))
                .isEqualTo(b.join(a).orElseThrow().guardedFor(at(0)));
    }

    private static ClockReading drifting(long millis, long ppm) {
        return new ClockReading(span(millis, ppm), -1_000_000_000_000L);
    }

    /** What a clock that drifts shows of a true span, in nanoseconds. */
    private static long span(long millis, long ppm) {
        return millis * MILLI + millis * ppm;
    }

    private static long trueSpan(long nanos, long ppm) {
        return (long) Math.ceil(nanos / (1 + ppm / 1e6));
    }

    @Test
    void isAValue() {
        assertThat(proof(1, 2_000, 3))
                .isEqualTo(proof(1, 2_000, 3))
                .hasSameHashCodeAs(proof(1, 2_000, 3))
                .isNotEqualTo(proof(2, 2_000, 3))
                .isNotEqualTo(proof(1, 2_001, 3))
                .isNotEqualTo(proof(1, 2_000, 9));
    }
}
