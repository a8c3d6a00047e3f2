package dev.countdown.application.machine;

import static dev.countdown.application.KeeperState.ARMED;
import static dev.countdown.application.KeeperState.AT_RISK;
import static dev.countdown.application.KeeperState.CLOSED;
import static dev.countdown.application.KeeperState.DISARMING;
import static dev.countdown.application.KeeperState.EXPIRING;
import static dev.countdown.application.KeeperState.FIRED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.TriggerWindow;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A claim of 1,000 ns, a switch that has certainly fired at 3,000, attempts of 100. */
class SnapshotTest {

    private static final ClockReading SENT = new ClockReading(0, 0);
    private static final TriggerWindow WINDOW = new TriggerWindow(SENT, 1_000, OptionalLong.of(3_000));

    private KeeperState settled = ARMED;
    private boolean fired;
    private boolean atRisk;
    private int failures;
    private long overdueAt = 5_000;
    private Optional<TriggerWindow> window = Optional.of(WINDOW);

    /** The wall clock is a millisecond behind, so that the monotonic clock alone decides. */
    private static ClockReading at(long nanos) {
        return new ClockReading(nanos, -1);
    }

    private Snapshot snapshot() {
        return new Snapshot(new Snapshot.Facts(
                settled,
                fired,
                atRisk,
                failures,
                overdueAt,
                Duration.ofNanos(100),
                Optional.empty(),
                window,
                Optional.empty(),
                OptionalLong.empty()));
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
        window = Optional.of(new TriggerWindow(SENT, 9_000, OptionalLong.of(3_000)));
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
    void whatWasSettledLatchedOrNeverClaimedShutsTheGate() {
        assertThat(mayQuote(1, 0)).isTrue();
        settled = EXPIRING;
        assertThat(mayQuote(1, 0)).isFalse();
        settled = ARMED;
        fired = true;
        assertThat(mayQuote(1, 0)).isFalse();
        fired = false;
        atRisk = true;
        assertThat(mayQuote(1, 0)).isFalse();
        atRisk = false;
        window = Optional.empty();
        assertThat(mayQuote(1, 0)).isFalse();
    }

    @Test
    void theStateFollowsTheClock() {
        assertThat(snapshot().state(at(999))).isEqualTo(ARMED);
        assertThat(snapshot().state(at(1_000))).isEqualTo(AT_RISK);
        assertThat(snapshot().state(at(2_999))).isEqualTo(AT_RISK);
        assertThat(snapshot().state(at(3_000))).isEqualTo(FIRED);
        settled = EXPIRING;
        assertThat(snapshot().state(at(2_999))).isEqualTo(EXPIRING);
        settled = DISARMING;
        assertThat(snapshot().state(at(3_000))).isEqualTo(DISARMING);
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
        settled = DISARMING;
        assertThat(snapshot().hasClaim()).isFalse();
        settled = CLOSED;
        assertThat(snapshot().hasClaim()).isFalse();
        settled = ARMED;
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
