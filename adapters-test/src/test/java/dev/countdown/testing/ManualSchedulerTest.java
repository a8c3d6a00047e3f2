package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManualSchedulerTest {

    private final ManualScheduler time = new ManualScheduler();
    private final List<String> ran = new ArrayList<>();

    private Scheduler.Timer set(int seconds, String name) {
        return time.schedule(Duration.ofSeconds(seconds), () -> ran.add(name + "@" + time.nanoTime() / 1_000_000_000));
    }

    @Nested
    class Advancing {

        @Test
        void runsDueTimersInOrderAndAtTheirTimes() {
            set(3, "c");
            set(1, "a");
            set(3, "d");
            set(2, "b");
            time.advance(Duration.ofSeconds(3));
            assertThat(ran).containsExactly("a@1", "b@2", "c@3", "d@3");
        }

        @Test
        void runsNothingThatIsNotDue() {
            set(2, "a");
            time.advance(Duration.ofMillis(1999));
            assertThat(ran).isEmpty();
            assertThat(time.pendingTimers()).isOne();
        }

        @Test
        void runsTimersThatATimerSetsOnTheWay() {
            time.schedule(Duration.ofSeconds(1), () -> set(1, "child"));
            time.advance(Duration.ofSeconds(5));
            assertThat(ran).containsExactly("child@2");
            assertThat(time.nanoTime()).isEqualTo(5_000_000_000L);
        }

        @Test
        void neverRunsATaskBeforeScheduleReturns() {
            set(-1, "late");
            assertThat(ran).isEmpty();
            time.advance(Duration.ZERO);
            assertThat(ran).containsExactly("late@0");
        }

        @Test
        void movesBothClocks() {
            time.advance(Duration.ofMillis(1500));
            assertThat(time.now()).isEqualTo(ManualScheduler.START.plusMillis(1500));
            assertThat(time.nanoTime()).isEqualTo(1_500_000_000L);
        }

        @Test
        void refusesToGoBackAndToBeAdvancedByATask() {
            assertThatThrownBy(() -> time.advance(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
            time.schedule(Duration.ZERO, () -> time.advance(Duration.ZERO));
            assertThatThrownBy(() -> time.advance(Duration.ZERO)).rootCause().hasMessageContaining("already");
        }

        @Test
        void reportsAFailureOnceEverythingElseHasRun() {
            time.schedule(Duration.ofSeconds(1), () -> {
                throw new AssertionError("broken");
            });
            set(2, "next");
            assertThatThrownBy(() -> time.advance(Duration.ofSeconds(3))).hasRootCauseMessage("broken");
            assertThat(ran).containsExactly("next@2");
        }
    }

    @Nested
    class Disarming {

        @Test
        void keepsATimerFromRunning() {
            set(1, "a").cancel();
            time.advance(Duration.ofSeconds(2));
            assertThat(ran).isEmpty();
        }

        @Test
        void doesNothingAfterTheTimerHasRun() {
            Scheduler.Timer timer = set(1, "a");
            time.advance(Duration.ofSeconds(1));
            timer.cancel();
            timer.cancel();
            set(1, "b");
            assertThat(time.pendingTimers()).isOne();
        }

        @Test
        void leavesNothingToCountHoweverOften() {
            for (int i = 0; i < 100_000; i++) {
                set(1000, "never").cancel();
            }
            set(1, "a");
            assertThat(time.pendingTimers()).isOne();
            time.advance(Duration.ofSeconds(2000));
            assertThat(ran).containsExactly("a@1");
        }
    }

    @Nested
    class TheTwoClocks {

        @Test
        void aStepMovesTheWallClockAlone() {
            set(1, "a");
            time.stepWall(Duration.ofHours(-1));
            time.advance(Duration.ZERO);
            assertThat(ran).isEmpty();
            assertThat(time.now()).isEqualTo(ManualScheduler.START.minusSeconds(3600));
            assertThat(time.nanoTime()).isZero();
        }

        @Test
        void aSuspendMovesTheWallClockWhileMonotonicTimeStandsStill() {
            set(1, "a");
            time.suspend(Duration.ofSeconds(10));
            assertThat(time.nanoTime()).isZero();
            assertThat(time.now()).isEqualTo(ManualScheduler.START.plusSeconds(10));
            time.advance(Duration.ofMillis(999));
            assertThat(ran).isEmpty();
            time.advance(Duration.ofMillis(1));
            assertThat(ran).containsExactly("a@1");
        }

        @Test
        void anotherMachineNoticesNeither() {
            Scheduler other = time.elsewhere();
            other.schedule(Duration.ofSeconds(4), () -> ran.add("other@" + other.nanoTime() / 1_000_000_000));
            time.stepWall(Duration.ofHours(1));
            time.suspend(Duration.ofSeconds(10));
            assertThat(ran).containsExactly("other@4");
            assertThat(other.wallMillis()).isEqualTo(ManualScheduler.START.toEpochMilli() + 10_000);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE / 1_000_000_000})
    void aTimerThatIsNeverDueDoesNotRun(long seconds) {
        time.advance(Duration.ofSeconds(1));
        time.suspend(Duration.ofSeconds(1));
        time.schedule(Duration.ofSeconds(seconds), () -> ran.add("never"));
        time.elsewhere().schedule(Duration.ofSeconds(seconds), () -> ran.add("never"));
        time.advance(Duration.ofDays(1000));
        assertThat(ran).isEmpty();
        assertThat(time.pendingTimers()).isOne();
    }
}
