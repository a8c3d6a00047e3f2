package dev.countdown.domain;

import static dev.countdown.domain.Requests.at;
import static dev.countdown.domain.Requests.loose;
import static dev.countdown.domain.Requests.nanos;
import static dev.countdown.domain.Requests.silent;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** All spans of a claim are 500 ppm shorter, and those of a proof 500 ppm longer, than the exchange's. */
class TriggerWindowTest {

    private static final List<UnresolvedRequest> NOTHING = List.of();
    private static final AcknowledgedRequest NEWEST = silent(30, 1_000, 1_200);

    @Nested
    class Claim {
        @Test
        void countsFromTheSend() {
            TriggerWindow window = TriggerWindow.of(NEWEST, NOTHING, false);
            assertThat(window.sent()).isEqualTo(at(1_000));
            assertThat(window.claimNanos()).isEqualTo(nanos(29_985));
            assertThat(window.protectedNanos(at(1_000))).isEqualTo(nanos(29_984)); // a millisecond for the wall clock
            assertThat(window.protectedNanos(at(30_984))).isZero();
        }

        @Test
        void isASecondShorterWhileDeadlinesMayBeCut() {
            assertThat(TriggerWindow.of(NEWEST, NOTHING, true).claimNanos()).isEqualTo(nanos(28_985));
        }

        @Test
        void isTheShortestThatMayHaveBeenApplied() {
            List<UnresolvedRequest> loose = List.of(loose(60, 40_000), loose(5, 50_000), loose(10, 60_000));
            assertThat(TriggerWindow.of(NEWEST, loose, false).claimNanos()).isEqualTo(nanos(4_997) + 500_000);
        }

        @Test
        void isNoLongerThanTheReplyItselfPromises() {
            Instant in = Instant.ofEpochMilli(1_700_000_000_400L);
            assertThat(promising(in, in.plusMillis(28_500)).claimNanos()).isEqualTo(nanos(28_485) + 750_000);
            assertThat(promising(in, in.plusMillis(31_500)).claimNanos()).isEqualTo(nanos(29_985));
            assertThat(promising(in, in.minusMillis(1)).claimNanos()).isZero();
        }

        private TriggerWindow promising(Instant appliedAt, Instant triggerTime) {
            Acknowledgement said = new Acknowledgement(
                    Countdown.arm(Scope.all(), Timeout.ofSeconds(30)),
                    Optional.of(triggerTime),
                    Optional.of(appliedAt));
            return TriggerWindow.of(new AcknowledgedRequest(at(1_000), at(1_100), said), NOTHING, false);
        }

        @Test
        void isNotShortenedByRenewalsOfEqualTimeout() {
            assertThat(TriggerWindow.of(NEWEST, List.of(loose(30, 99_000)), false)
                            .claimNanos())
                    .isEqualTo(nanos(29_985));
        }

        @Test
        void isNothingWhileADisarmMayHaveBeenApplied() {
            assertThat(TriggerWindow.of(NEWEST, List.of(loose(0, 40_000)), true).claimNanos())
                    .isZero();
            assertThat(TriggerWindow.of(silent(0, 1, 2), NOTHING, false).claimNanos())
                    .isZero();
        }

        @Test
        void isShortenedByASuspendAndNotLengthenedByABackwardStep() {
            TriggerWindow window = TriggerWindow.of(NEWEST, NOTHING, false);
            assertThat(window.protectedNanos(new ClockReading(nanos(2_000), 12_000)))
                    .isEqualTo(nanos(18_984));
            assertThat(window.protectedNanos(new ClockReading(nanos(2_000), -12_000)))
                    .isEqualTo(nanos(28_985));
        }
    }

    @Nested
    class Latest {
        @Test
        void countsFromTheReplyAndAddsTheGranularity() {
            TriggerWindow window = TriggerWindow.of(NEWEST, NOTHING, false);
            assertThat(window.latest()).hasValue(nanos(1_200 + 30_015 + 1_000) + 500_000);
        }

        @Test
        void isLaterWhereTheExchangeMayFireLater() {
            TriggerWindow window = TriggerWindow.of(NEWEST, NOTHING, false);
            TriggerWindow later = window.firingLater(Duration.ofSeconds(2));
            assertThat(later.latest()).hasValue(window.latest().orElseThrow() + nanos(2_001));
            assertThat(later.claimNanos()).isEqualTo(window.claimNanos());
            assertThat(window.withoutLatest().firingLater(Duration.ofSeconds(2)).latest())
                    .isEmpty();
        }

        @Test
        void isLaterWhileALooseRequestMayStillBeApplied() {
            List<UnresolvedRequest> loose = List.of(loose(5, 1_300), loose(10, 61_000));
            assertThat(TriggerWindow.of(NEWEST, loose, true).latest())
                    .hasValue(nanos(61_000 + 10_005 + 1_000) + 500_000);
        }

        @Test
        void isNotMovedByALooseRequestThatEndsSooner() {
            assertThat(TriggerWindow.of(NEWEST, List.of(loose(5, 2_000)), true).latest())
                    .hasValue(nanos(1_200 + 30_015 + 1_000) + 500_000);
        }

        @Test
        void doesNotExistWhileADisarmMayHaveBeenApplied() {
            assertThat(TriggerWindow.of(NEWEST, List.of(loose(0, 40_000)), false)
                            .latest())
                    .isEmpty();
            TriggerWindow disarmed = TriggerWindow.of(silent(0, 1, 2), NOTHING, false);
            assertThat(disarmed.latest()).isEmpty();
            assertThat(disarmed.hasCertainlyFired(at(1_000_000).monotonicNanos()))
                    .isFalse();
        }

        @Test
        void isProvenByTheMonotonicClockAlone() {
            TriggerWindow window = TriggerWindow.of(NEWEST, NOTHING, false);
            long latest = window.latest().orElseThrow();
            assertThat(window.hasCertainlyFired(latest - 1)).isFalse();
            assertThat(window.hasCertainlyFired(latest)).isTrue();
        }

        @Test
        void survivesAClockThatWrapsAround() {
            ClockReading sent = new ClockReading(Long.MAX_VALUE - 10, 0);
            ClockReading heard = new ClockReading(Long.MIN_VALUE + 10, 0);
            TriggerWindow window = TriggerWindow.of(
                    new AcknowledgedRequest(
                            sent, heard, Acknowledgement.of(Countdown.arm(Scope.all(), Timeout.ofSeconds(30)))),
                    List.of(new UnresolvedRequest(Timeout.MINIMUM, Long.MAX_VALUE)),
                    false);
            assertThat(window.hasCertainlyFired(heard.monotonicNanos())).isFalse();
            assertThat(window.hasCertainlyFired(heard.monotonicNanos() + nanos(31_016)))
                    .isTrue();
            assertThat(NEWEST.roundTripNanos()).isEqualTo(nanos(200));
        }
    }
}
