package dev.countdown.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AcknowledgementTest {

    @Test
    void theTriggerTimeLessTheTimeoutIsWhenItWasApplied() {
        Countdown countdown = Countdown.arm(Scope.all(), Timeout.ofSeconds(30));
        Acknowledgement dated = Acknowledgement.of(countdown, Instant.ofEpochSecond(100));
        assertThat(dated.triggerTime()).contains(Instant.ofEpochSecond(100));
        assertThat(dated.appliedAt()).isEqualTo(Optional.empty());
        assertThat(dated.impliedApplication()).contains(Instant.ofEpochSecond(70));
        assertThat(Acknowledgement.of(countdown).impliedApplication()).isEmpty();
    }
}
