package dev.countdown.application.machine;

import static dev.countdown.application.KeeperState.ARMED;
import static dev.countdown.application.KeeperState.ARMING;
import static dev.countdown.application.KeeperState.AT_RISK;
import static dev.countdown.application.KeeperState.CLOSED;
import static dev.countdown.application.KeeperState.DISARMING;
import static dev.countdown.application.KeeperState.EXPIRING;
import static dev.countdown.application.KeeperState.FIRED;
import static dev.countdown.application.KeeperState.IDLE;
import static dev.countdown.application.KeeperState.LAPSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.TriggerWindow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A claim of 1,000 ns, a switch that has certainly fired at 3,000, attempts of 100. */
class SnapshotTest {

    private static final ClockReading SENT = new ClockReading(0, 0);
    private static final TriggerWindow WINDOW = new TriggerWindow(SENT, 1_000, OptionalLong.of(3_000));
    private static final TriggerWindow LONG_CLAIM = new TriggerWindow(SENT, 9_000, OptionalLong.of(3_000));

    private Phase phase = Phase.RUNNING;
    private CloseMode closeMode = CloseMode.EXPIRE;
    private boolean expiring;
    private boolean fired;
    private boolean atRisk;
    private int failures;
    private long overdueAt = 5_000;
    private Optional<TriggerWindow> window = Optional.of(WINDOW);
    private OptionalLong openLapse = OptionalLong.empty();

    /** The wall clock is a millisecond behind, so that the monotonic clock alone decides. */
    private static ClockReading at(long nanos) {
        return new ClockReading(nanos, -1);
    }

    private Snapshot snapshot() {
        return new Snapshot(new Snapshot.Facts(
                phase,
                closeMode,
                expiring,
                fired,
                atRisk,
                failures,
                overdueAt,
                Duration.ofNanos(100),
                Optional.empty(),
                window,
                -500,
                Optional.empty(),
                openLapse));
    }

    private KeeperState state(long nanos) {
        return snapshot().state(at(nanos));
    }

    private boolean mayQuote(long nanos, long margin) {
        return snapshot().mayQuote(nanos, -1, margin);
    }

    private long untilNextChange(long nanos) {
        return snapshot().untilNextChange(at(nanos));
    }

    @Test
    void mayQuoteUntilTheClaimEnds() {
        assertThat(mayQuote(999, 0)).isTrue();
        assertThat(mayQuote(1_000, 0)).isFalse();
    }

    @Test
    void mayQuoteWhileTheMarginIsLeft() {
        assertThat(mayQuote(600, 400)).isTrue();
        assertThat(mayQuote(601, 400)).isFalse();
    }

    @Test
    void mayNotQuoteOnceTheSwitchHasCertainlyFiredHoweverLongTheClaim() {
        window = Optional.of(LONG_CLAIM);
        assertThat(mayQuote(2_999, 0)).isTrue();
        assertThat(mayQuote(3_000, 0)).isFalse();
        window = Optional.of(new TriggerWindow(SENT, 9_000, OptionalLong.empty()));
        assertThat(mayQuote(3_000, 0)).isTrue();
    }

    @Test
    void aFailureIsARiskOnceLessThanOneAttemptIsLeft() {
        failures = 1;
        assertThat(mayQuote(900, 0)).isTrue();
        assertThat(mayQuote(901, 0)).isFalse();
    }

    @Test
    void anOverdueAttemptIsARiskOnceLessThanOneAttemptIsLeft() {
        overdueAt = 950;
        assertThat(mayQuote(949, 0)).isTrue();
        assertThat(mayQuote(950, 0)).isFalse();
        overdueAt = 500;
        assertThat(mayQuote(900, 0)).isTrue();
    }

    @Test
    void theStateFollowsTheClock() {
        assertThat(state(999)).isEqualTo(ARMED);
        assertThat(state(1_000)).isEqualTo(AT_RISK);
        assertThat(state(2_999)).isEqualTo(AT_RISK);
        assertThat(state(3_000)).isEqualTo(FIRED);
    }

    /** Each row of the table is taken away in turn while all rows below it hold. */
    @Test
    void theFirstRowThatHoldsIsTheState() {
        closeMode = CloseMode.DISARM;
        fired = true;
        expiring = true;
        openLapse = OptionalLong.of(1);
        atRisk = true;
        window = Optional.empty();
        phase = Phase.CLOSED;
        assertThat(state(3_000)).isEqualTo(CLOSED);
        phase = Phase.CLOSING;
        assertThat(state(3_000)).isEqualTo(DISARMING);
        phase = Phase.IDLE;
        assertThat(state(3_000)).isEqualTo(IDLE);
        phase = Phase.RUNNING;
        assertThat(state(3_000)).isEqualTo(FIRED);
        fired = false;
        assertThat(state(3_000)).isEqualTo(EXPIRING);
        expiring = false;
        assertThat(state(3_000)).isEqualTo(LAPSED);
        openLapse = OptionalLong.empty();
        assertThat(state(3_000)).isEqualTo(ARMING);
        window = Optional.of(WINDOW);
        assertThat(state(3_000)).isEqualTo(FIRED);
        assertThat(state(1)).isEqualTo(AT_RISK);
        atRisk = false;
        assertThat(state(1)).isEqualTo(ARMED);
    }

    @Test
    void aCloseWithoutADisarmExpiresUntilTheSwitchHasFired() {
        phase = Phase.CLOSING;
        for (CloseMode mode : List.of(CloseMode.EXPIRE, CloseMode.EXPIRE_SOON)) {
            closeMode = mode;
            assertThat(state(2_999)).isEqualTo(EXPIRING);
            assertThat(state(3_000)).isEqualTo(FIRED);
        }
        closeMode = CloseMode.DISARM;
        assertThat(state(3_000)).isEqualTo(DISARMING);
    }

    /** Every combination of facts, at moments around every limit. */
    @Test
    void theGateIsOpenExactlyWhileTheStateIsArmed() {
        int open = 0;
        for (int facts = 0; facts < 1 << 12; facts++) {
            phase = Phase.values()[facts & 3];
            closeMode = (facts & 4) == 0 ? CloseMode.EXPIRE : CloseMode.DISARM;
            expiring = (facts & 8) != 0;
            fired = (facts & 16) != 0;
            atRisk = (facts & 32) != 0;
            failures = facts >> 6 & 1;
            overdueAt = (facts & 128) == 0 ? 950 : 5_000;
            window = (facts & 256) == 0 ? Optional.of((facts & 512) == 0 ? WINDOW : LONG_CLAIM) : Optional.empty();
            openLapse = (facts & 1_024) == 0 ? OptionalLong.empty() : OptionalLong.of(1);
            long wall = (facts & 2_048) == 0 ? -1 : 0;
            Snapshot snapshot = snapshot();
            for (long nanos : new long[] {0, 1, 900, 901, 949, 950, 999, 1_000, 2_999, 3_000, 5_000, 9_000}) {
                boolean armed = snapshot.state(new ClockReading(nanos, wall)) == ARMED;
                assertThat(snapshot.mayQuote(nanos, wall, 0)).isEqualTo(armed);
                open += armed ? 1 : 0;
            }
        }
        assertThat(open).isPositive();
    }

    @Test
    void changesWhenTheClaimEndsAndWhenTheSwitchHasFired() {
        assertThat(untilNextChange(1)).isEqualTo(999);
        assertThat(untilNextChange(1_000)).isEqualTo(2_000);
        assertThat(untilNextChange(3_000)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void changesOneAttemptSoonerAfterAFailure() {
        failures = 1;
        assertThat(untilNextChange(1)).isEqualTo(900);
        assertThat(untilNextChange(901)).isEqualTo(99);
    }

    @Test
    void aFiringThatIsToldChangesNothingAgain() {
        fired = true;
        assertThat(untilNextChange(1)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aClaimCanRunOutUnlessItIsDisarmedOrOver() {
        assertThat(snapshot().hasClaim()).isTrue();
        phase = Phase.CLOSING;
        assertThat(snapshot().hasClaim()).isTrue();
        closeMode = CloseMode.DISARM;
        assertThat(snapshot().hasClaim()).isFalse();
        phase = Phase.CLOSED;
        closeMode = CloseMode.EXPIRE;
        assertThat(snapshot().hasClaim()).isFalse();
        phase = Phase.RUNNING;
        window = Optional.empty();
        assertThat(snapshot().hasClaim()).isFalse();
    }

    @Test
    void protectionNeverSaysLessThanNothing() {
        Protection armed = snapshot().protection(at(400));
        assertThat(armed.protectedFor()).isEqualTo(Duration.ofNanos(600));
        assertThat(armed.certainlyFiredAfter()).contains(Duration.ofNanos(2_600));
        Protection after = snapshot().protection(at(4_000));
        assertThat(after.state()).isEqualTo(FIRED);
        assertThat(after.protectedFor()).isZero();
        assertThat(after.certainlyFiredAfter()).contains(Duration.ZERO);
        fired = true;
        assertThat(snapshot().protection(at(400)).protectedFor()).isZero();
    }
}
