package dev.countdown.application.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Retry;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RetryBackoffTest {

    private static final RenewalPolicy POLICY = RenewalPolicy.forTimeout(Timeout.ofSeconds(30));
    private static final long SECOND = 1_000_000_000L;

    private static long delay(int failures, Retry advice, long left) {
        return RetryBackoff.delay(POLICY, failures, advice, left, (failures % 10) / 10.0);
    }

    @Property
    void neverFallsBelowTheBackoffAndLeavesRoomForOneMoreAttempt(
            @ForAll @IntRange(min = 1, max = 1_000) int failures,
            @ForAll @LongRange(min = 1, max = 29 * SECOND) long left) {
        long delay = delay(failures, Retry.NOW, left);
        assertThat(delay).isBetween(SECOND, Math.max(SECOND, left - 3 * SECOND));
    }

    @Test
    void doublesAndIsOnlyShortenedByJitter() {
        assertThat(delay(1, Retry.NOW, 29 * SECOND)).isEqualTo(SECOND);
        assertThat(delay(2, Retry.NOW, 29 * SECOND)).isBetween(SECOND, 2 * SECOND);
        assertThat(delay(4, Retry.NOW, 29 * SECOND)).isBetween(4 * SECOND, 8 * SECOND);
    }

    @Property
    void isAtMostTheInterval(
            @ForAll @IntRange(min = 1, max = 1_000) int failures,
            @ForAll @LongRange(min = 0, max = 29 * SECOND) long left) {
        assertThat(delay(failures, Retry.NEVER, left)).isBetween(SECOND, 7_500_000_000L);
    }

    @Test
    void aThrottleIsAwaitedButAtLeastASecondAndAtMostAMinute() {
        assertThat(delay(1, Retry.after(Duration.ofSeconds(4)), 0)).isEqualTo(4 * SECOND);
        assertThat(delay(1, Retry.after(Duration.ofMillis(1)), 0)).isEqualTo(SECOND);
        assertThat(delay(1, Retry.after(Duration.ofHours(1)), 0)).isEqualTo(60 * SECOND);
        assertThat(delay(1, Retry.after(Duration.ofSeconds(Long.MAX_VALUE)), 0)).isEqualTo(60 * SECOND);
        assertThat(delay(1, Retry.after(Duration.ofSeconds(40)), 20 * SECOND)).isEqualTo(17 * SECOND);
        assertThat(delay(1, Retry.after(Duration.ofSeconds(40)), 2 * SECOND)).isEqualTo(SECOND);
    }
}
