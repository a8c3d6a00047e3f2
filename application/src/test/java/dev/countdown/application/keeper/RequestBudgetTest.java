package dev.countdown.application.keeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.RenewalPolicy;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestBudgetTest {

    private static List<RenewalPolicy> every7500Millis(int countdowns) {
        return Collections.nCopies(countdowns, RenewalPolicy.forTimeout(Timeout.ofSeconds(30)));
    }

    @Test
    void leavesAFifthForRetries() {
        RequestBudget.GATE_OPTIONS.requireRoom("main", every7500Millis(120));
        assertThatThrownBy(() -> RequestBudget.GATE_OPTIONS.requireRoom("main", every7500Millis(121)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("renewals of account main must need at most 80 % of its budget of 200 requests in 10 s: "
                        + "161.33, allowed are 160.00");
    }

    @Test
    void isDividedSoThatTheWholeIsNeverExceeded() {
        RequestBudget third = RequestBudget.GATE_OPTIONS.dividedBy(3);
        assertThat(third.requests()).isEqualTo(66);
        third.requireRoom("main", every7500Millis(40));
        assertThatThrownBy(() -> third.requireRoom("main", every7500Millis(41)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(RequestBudget.GATE_OPTIONS.dividedBy(1)).isEqualTo(RequestBudget.GATE_OPTIONS);
        assertThat(RequestBudget.GATE_OPTIONS.dividedBy(500).requests()).isEqualTo(1);
        assertThatThrownBy(() -> third.dividedBy(0)).hasMessage("copies must be at least 1: 0");
    }

    @Test
    void hasRoomForARequestInAWindow() {
        assertThatThrownBy(() -> new RequestBudget(0, Duration.ofSeconds(1)))
                .hasMessage("requests must be at least 1: 0");
        assertThatThrownBy(() -> new RequestBudget(1, Duration.ZERO)).hasMessage("window must be positive: PT0S");
        assertThatThrownBy(() -> new RequestBudget(1, Duration.ofSeconds(1), 0))
                .hasMessage("renewals must be positive: 0.0");
        assertThatThrownBy(() -> new RequestBudget(1, Duration.ofSeconds(-1)))
                .hasMessage("window must be positive: PT-1S");
    }
}
