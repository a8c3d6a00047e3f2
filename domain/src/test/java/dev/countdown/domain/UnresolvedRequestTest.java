package dev.countdown.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnresolvedRequestTest {

    @Test
    void isFencedFromItsLastMomentOn() {
        UnresolvedRequest loose = new UnresolvedRequest(Timeout.MINIMUM, 100);
        assertThat(loose.isFencedAt(99)).isFalse();
        assertThat(loose.isFencedAt(100)).isTrue();
    }

    @Test
    void canBeAppliedForItsFenceAndTheDriftAfterItsSend() {
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
        assertThat(loose.isFencedAt(Long.MAX_VALUE - 1)).isFalse();
        assertThat(loose.isFencedAt(Long.MIN_VALUE)).isTrue();
    }
}
