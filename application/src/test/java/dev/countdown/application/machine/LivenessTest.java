package dev.countdown.application.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.Liveness;
import dev.countdown.application.Liveness.Verdict;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Watchdog;
import dev.countdown.domain.ClockReading;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LivenessTest {

    private static final class Clock implements Scheduler {
        private long monotonicMillis;
        private long wallMillis;

        @Override
        public long nanoTime() {
            return monotonicMillis * 1_000_000;
        }

        @Override
        public long wallMillis() {
            return wallMillis;
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            throw new AssertionError("a watchdog needs no timer");
        }

        void pass(long millis) {
            monotonicMillis += millis;
            wallMillis += millis;
        }
    }

    @Nested
    class AWatchdog {

        private final Clock clock = new Clock();
        private final Watchdog watchdog = new Watchdog(clock, Duration.ofSeconds(2));

        @Test
        void livesUntilTheSilenceIsOver() {
            clock.pass(1_998);
            assertThat(watchdog.check().reason()).isEmpty();
            clock.pass(2);
            assertThat(watchdog.check().reason())
                    .hasValueSatisfying(why -> assertThat(why).contains("allowed are 2000"));
            watchdog.pet();
            assertThat(watchdog.check().reason()).isEmpty();
        }

        @Test
        void countsASuspendAsSilence() {
            clock.wallMillis += 5_000;
            assertThat(watchdog.check().reason()).isPresent();
        }

        @Test
        void isAskedAgainWhenItWouldFail() {
            assertThat(watchdog.askAgainWithin()).isEqualTo(Duration.ofMillis(500));
            clock.pass(1_900);
            assertThat(watchdog.askAgainWithin()).isEqualTo(Duration.ofMillis(99));
            clock.pass(200);
            assertThat(watchdog.askAgainWithin()).isEqualTo(Duration.ofMillis(500));
        }

        @Test
        void ofAStrategyThatStartsLaterCountsFromTheFirstPet() {
            Watchdog later = Watchdog.fromFirstPet(clock, Duration.ofSeconds(2));
            clock.pass(3_600_000);
            assertThat(later.check().isAlive()).isTrue();
            assertThat(later.askAgainWithin()).isEqualTo(Duration.ofMillis(500));
            later.pet();
            clock.pass(2_000);
            assertThat(later.check().isAlive()).isFalse();
        }

        @Test
        void needsAPositiveSilence() {
            assertThatThrownBy(() -> new Watchdog(clock, Duration.ZERO)).hasMessage("silence must be positive: PT0S");
            assertThatThrownBy(() -> new Watchdog(clock, Duration.ofMillis(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void allHoldOrTheFirstThatFailsGivesTheReason() {
        Liveness first = () -> Verdict.dead("first");
        Liveness second = () -> Verdict.dead("second");
        assertThat(Liveness.all(List.of(Liveness.UNWATCHED, first, second)).check())
                .isEqualTo(Verdict.dead("first"));
        assertThat(Liveness.all(List.of()).check().reason()).isEmpty();
        assertThat(Liveness.all(List.of()).askAgainWithin()).isEqualTo(Duration.ofMillis(500));
        Clock clock = new Clock();
        Liveness dog = new Watchdog(clock, Duration.ofMillis(100));
        assertThat(Liveness.all(List.of(Liveness.UNWATCHED, dog)).askAgainWithin())
                .isEqualTo(Duration.ofMillis(99));
    }

    @Test
    void aProbeThatWantsToBeAskedAllTheTimeIsHeldBack() {
        assertThat(LivenessReading.of(toBeAskedWithin(Duration.ZERO)).askAgainWithin())
                .isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void aProbeThatWantsToBeAskedInAgesIsAskedInAnHour() {
        assertThat(LivenessReading.of(toBeAskedWithin(Duration.ofSeconds(Long.MAX_VALUE)))
                        .askAgainWithin())
                .isEqualTo(Duration.ofHours(1));
    }

    private static Liveness toBeAskedWithin(Duration wish) {
        return new Liveness() {
            @Override
            public Verdict check() {
                return Verdict.alive();
            }

            @Override
            public Duration askAgainWithin() {
                return wish;
            }
        };
    }

    @Test
    @SuppressWarnings("NullAway") // what a platform's class can do all the same
    void aProbeThatGivesNothingFails() {
        assertThat(LivenessReading.of(() -> null).verdict())
                .isEqualTo(Verdict.dead("liveness threw java.lang.NullPointerException"));
    }

    @Test
    void theSystemSchedulerReadsBothClocksAndFiresOnce() throws Exception {
        Scheduler system = Scheduler.system();
        ClockReading before = system.read();
        var fired = new java.util.concurrent.CountDownLatch(1);
        system.schedule(Duration.ofMillis(5), fired::countDown);
        Scheduler.Timer never = system.schedule(Duration.ofHours(1), () -> {});
        never.cancel();
        never.cancel();
        assertThat(fired.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertThat(system.read().monotonicSince(before)).isGreaterThanOrEqualTo(5_000_000);
        assertThat(before.wallMillis()).isGreaterThan(1_700_000_000_000L);
        assertThat(system.wallMillis()).isGreaterThanOrEqualTo(before.wallMillis());
    }
}
