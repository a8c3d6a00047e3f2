package dev.countdown.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnresolvedRequestTest {

    @Test
    void mayApplyUntilItsLastMoment() {
        UnresolvedRequest loose = new UnresolvedRequest(Timeout.MINIMUM, 100);
        assertThat(loose.mayApplyAfter(99)).isTrue();
        assertThat(loose.mayApplyAfter(100)).isFalse();
    }

    @Test
    void canBeAppliedForItsTimeAndTheDriftAfterItsSend() {
        assertThat(UnresolvedRequest.sent(Timeout.MINIMUM, 7, Duration.ofSeconds(10)))
                .isEqualTo(new UnresolvedRequest(Timeout.MINIMUM, 10_005_000_007L));
    }

    @Test
    void hasFiredATimeoutAGranularityAndTheDriftAfterItWasApplied() {
        assertThat(new UnresolvedRequest(Timeout.MINIMUM, 7).firedBy()).isEqualTo(6_003_000_007L);
    }

    @Test
    void aClockThatWrapsAroundDoesNotMatter() {
        UnresolvedRequest loose = new UnresolvedRequest(Timeout.MINIMUM, Long.MAX_VALUE);
        assertThat(loose.mayApplyAfter(Long.MAX_VALUE - 1)).isTrue();
        assertThat(loose.mayApplyAfter(Long.MIN_VALUE)).isFalse();
    }
}
