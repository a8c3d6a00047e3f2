package dev.countdown.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LooseRequestTest {

    @Test
    void isFencedFromItsLastMomentOn() {
        LooseRequest loose = new LooseRequest(Timeout.MINIMUM, 100);
        assertThat(loose.isFencedAt(99)).isFalse();
        assertThat(loose.isFencedAt(100)).isTrue();
    }

    @Test
    void aClockThatWrapsAroundDoesNotMatter() {
        LooseRequest loose = new LooseRequest(Timeout.MINIMUM, Long.MAX_VALUE);
        assertThat(loose.isFencedAt(Long.MAX_VALUE - 1)).isFalse();
        assertThat(loose.isFencedAt(Long.MIN_VALUE)).isTrue();
    }
}
