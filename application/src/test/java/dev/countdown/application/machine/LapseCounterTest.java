package dev.countdown.application.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LapseCounterTest {

    private final LapseCounter lapses = new LapseCounter();

    @Test
    void areNumberedFromOne() {
        assertThat(lapses.openLapse()).isEmpty();
        assertThat(lapses.open()).isEqualTo(1);
        assertThat(lapses.open()).isEqualTo(2);
        assertThat(lapses.openLapse()).hasValue(2);
    }

    @Test
    void anEarlierNumberTakesNothingBack() {
        lapses.open();
        lapses.open();
        lapses.reconciled(2);
        lapses.reconciled(1);
        assertThat(lapses.openLapse()).isEmpty();
    }

    @Test
    void onlyWhatWasReportedCanBeReconciled() {
        lapses.open();
        assertThatThrownBy(() -> lapses.reconciled(0)).hasMessageContaining("1 to 1: 0");
        assertThatThrownBy(() -> lapses.reconciled(2)).hasMessageContaining("1 to 1: 2");
        lapses.reconciled(1);
        assertThat(lapses.openLapse()).isEmpty();
    }
}
