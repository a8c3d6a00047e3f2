package dev.countdown.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestBudgetTest {

    @Test
    void leavesAFifthForRetries() {
        assertThat(RequestBudget.GATE_OPTIONS.renewalsPerSecond()).isEqualTo(16);
    }

    @Test
    void hasRoomForARequestInAWindow() {
        assertThatThrownBy(() -> new RequestBudget(0, Duration.ofSeconds(1)))
                .hasMessage("requests must be at least 1: 0");
        assertThatThrownBy(() -> new RequestBudget(1, Duration.ZERO)).hasMessage("window must be positive: PT0S");
        assertThatThrownBy(() -> new RequestBudget(1, Duration.ofSeconds(-1)))
                .hasMessage("window must be positive: PT-1S");
    }
}
