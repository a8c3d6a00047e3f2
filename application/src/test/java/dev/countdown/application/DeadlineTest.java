package dev.countdown.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private static final long BEGUN = Long.MAX_VALUE - 10;

    @Test
    void whatIsUsedIsNotLeftAlsoWhereTheClockOverflows() {
        Deadline deadline = new Deadline(BEGUN, Duration.ofNanos(30));
        assertThat(deadline.used(BEGUN)).isZero();
        assertThat(deadline.left(BEGUN)).isEqualTo(30);
        assertThat(deadline.used(BEGUN + 29)).isEqualTo(29);
        assertThat(deadline.left(BEGUN + 29)).isEqualTo(1);
        assertThat(deadline.left(BEGUN + 31)).isEqualTo(-1);
    }

    @Test
    void aSpanIsNeitherNegativeNorLongerThanNanosecondsCount() {
        assertThat(new Deadline(0, Duration.ofSeconds(-1)).left(0)).isZero();
        assertThat(new Deadline(0, Duration.ofSeconds(Long.MIN_VALUE)).left(0)).isZero();
        assertThat(new Deadline(0, Duration.ofSeconds(Long.MAX_VALUE)).left(0)).isEqualTo(Durations.CENTURY.toNanos());
    }
}
