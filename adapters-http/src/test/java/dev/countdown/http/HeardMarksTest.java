package dev.countdown.http;

import static dev.countdown.http.HeardMarks.REMEMBERED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeardMarksTest {

    private final HeardMarks marks = new HeardMarks();

    @Test
    void aMarkIsFoundWithWhenItWasHeardLast() {
        marks.put(7, -3);
        marks.put(-7, 0);
        assertThat(marks.find(7)).hasValue(-3);
        assertThat(marks.find(-7)).hasValue(0);
        marks.put(7, 5);
        assertThat(marks.find(7)).hasValue(5);
        assertThat(marks.find(8)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000, 1_000_000, 1L << 32, 1L << 48, 0x9E3779B97F4A7C15L})
    void theLatestAreRememberedAndThoseOfLongAgoForgottenHoweverTheyLie(long apart) {
        for (int i = 1; i <= 5 * REMEMBERED; i++) {
            marks.put(i * apart, i);
            assertThat(marks.find(i * apart)).hasValue(i);
            assertThat(marks.find(Math.max(1, i - REMEMBERED + 1) * apart)).isPresent();
            if (i > 2 * REMEMBERED) {
                assertThat(marks.find((i - 2 * REMEMBERED) * apart)).isEmpty();
            }
        }
    }

    @Test
    void theyAreThoseThatAMapWouldHold() {
        Random random = new Random(14);
        for (int round = 0; round < 50; round++) {
            HeardMarks some = new HeardMarks();
            Map<Long, Long> map = new HashMap<>();
            for (int i = 0; i < REMEMBERED; i++) {
                long mark = 1 + random.nextInt(3_000);
                OptionalLong before = some.find(mark);
                assertThat(before.isPresent()).isEqualTo(map.containsKey(mark));
                before.ifPresent(at -> assertThat(at).isEqualTo(map.get(mark)));
                some.put(mark, i);
                map.put(mark, (long) i);
            }
        }
    }

    @Test
    void whatIsHeardAgainAndAgainFillsNothing() {
        marks.put(1, 1);
        LongStream.range(0, 10 * REMEMBERED).forEach(i -> marks.put(2, i));
        assertThat(marks.find(1)).hasValue(1);
    }
}
