package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultScriptTest {

    private static List<List<Fault>> draw(FaultPlan plan, int requests) {
        return IntStream.range(0, requests).mapToObj(i -> plan.next()).toList();
    }

    @Test
    void aTextNamesSingleRequestsSeveralAndAllThatFollow() {
        FaultScript script = FaultScript.parse("2: lose-after; 3-4: html, truncate\n 6+ : refuse 503 TOO_BUSY ;");
        List<Fault> page = List.of(new Fault.Html(), new Fault.Truncate());
        List<Fault> busy = List.of(new Fault.Refuse(503, "TOO_BUSY"));
        assertThat(draw(script, 7))
                .containsExactly(List.of(), List.of(new Fault.LoseAfter()), page, page, List.of(), busy, busy);
    }

    @Test
    void aTextKnowsEveryFault() {
        assertThat(FaultScript.parse("1: delay 200ms 1s, delay 2m, lose-before, throttle 3s, duplicate 0s, reorder 1s,"
                                + " silence 10s, restart keep, restart forget, replay, lag, reset 5, stall 0")
                        .next())
                .containsExactly(
                        new Fault.Delay(Duration.ofMillis(200), Duration.ofSeconds(1)),
                        new Fault.Delay(Duration.ofMinutes(2), Duration.ZERO),
                        new Fault.LoseBefore(),
                        new Fault.Throttle(Duration.ofSeconds(3)),
                        new Fault.Duplicate(Duration.ZERO),
                        new Fault.Reorder(Duration.ofSeconds(1)),
                        new Fault.Silence(Duration.ofSeconds(10)),
                        new Fault.Restart(true),
                        new Fault.Restart(false),
                        new Fault.Replay(),
                        new Fault.Lag(),
                        new Fault.Reset(5),
                        new Fault.Stall(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lose-after|a step is REQUEST: FAULT, as in 3: lose-after, not: lose-after",
                "0: lose-after|requests are counted from 1: 0 to 0",
                "5-3: html|requests are counted from 1: 5 to 3",
                "1: vanish|unknown fault: vanish",
                "1: delay|cannot read the fault: delay",
                "1: delay soon|a duration is such as 200ms, 10s or 2m, not: soon",
                "1: refuse busy TOO_BUSY|cannot read the fault: refuse busy TOO_BUSY",
                "1: refuse 400 A B|cannot read the fault: refuse 400 A B",
                "1: lose-after 2s|cannot read the fault: lose-after 2s",
                "1: delay 1s 2s 3s|cannot read the fault: delay 1s 2s 3s",
                "1: restart|cannot read the fault: restart",
                "1: restart kept|restart is keep or forget, not: kept",
                "1: refuse 200 OK|status of a refusal must be 400 to 599: 200"
            })
    void aTextThatCannotBeReadIsRefusedByName(String text, String message) {
        assertThatThrownBy(() -> FaultScript.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aCopyCountsFromOne() {
        FaultScript script = FaultScript.parse("1: html");
        script.next();
        assertThat(script.on(2, new Fault.Truncate()).next()).containsExactly(new Fault.Html());
    }
}
