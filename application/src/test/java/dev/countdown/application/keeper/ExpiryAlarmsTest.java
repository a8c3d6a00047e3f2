package dev.countdown.application.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.machine.Phase;
import dev.countdown.application.machine.Snapshot;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.TriggerWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ExpiryAlarmsTest {

    private final List<String> rung = new ArrayList<>();
    private final ExpiryAlarms alarms = new ExpiryAlarms();

    private static ClockReading at(long millis) {
        return new ClockReading(millis * 1_000_000, -1); // a millisecond behind: the monotonic clock alone decides
    }

    /** A claim that ends at this millisecond. */
    private static Snapshot claimTo(long millis) {
        TriggerWindow window = new TriggerWindow(new ClockReading(0, 0), millis * 1_000_000, OptionalLong.empty());
        return snapshot(Optional.of(window));
    }

    private static Snapshot snapshot(Optional<TriggerWindow> window) {
        return new Snapshot(new Snapshot.Facts(
                Phase.RUNNING,
                CloseMode.EXPIRE,
                false,
                false,
                false,
                0,
                0,
                Duration.ofSeconds(3),
                Optional.empty(),
                window,
                0,
                Optional.empty(),
                OptionalLong.empty()));
    }

    private List<String> ring(Snapshot snapshot, long millis) {
        rung.clear();
        alarms.ring(snapshot, at(millis)).forEach(Runnable::run);
        return rung;
    }

    @Test
    void eachRingsOnceWhenItsTimeComes() {
        alarms.add(Duration.ofMillis(200), () -> rung.add("early"));
        alarms.add(Duration.ofMillis(100), () -> rung.add("late"));
        Snapshot claim = claimTo(1_000);
        assertThat(ring(claim, 799)).isEmpty();
        assertThat(ring(claim, 801)).containsExactly("early");
        assertThat(ring(claim, 802)).isEmpty();
        assertThat(ring(claim, 901)).containsExactly("late");
        assertThat(ring(claim, 2_000)).isEmpty();
    }

    @Test
    void ringsForTheNextClaimToo() {
        alarms.add(Duration.ofMillis(200), () -> rung.add("again"));
        assertThat(ring(claimTo(1_000), 900)).hasSize(1);
        assertThat(ring(claimTo(2_000), 900)).isEmpty();
        assertThat(ring(claimTo(2_000), 1_900)).hasSize(1);
    }

    @Test
    void isDueAtTheVeryMoment() {
        alarms.add(Duration.ofMillis(200), () -> rung.add("due"));
        Snapshot claim = claimTo(1_000);
        ClockReading moment = new ClockReading(800_000_000, -1);
        assertThat(alarms.untilNext(claim, new ClockReading(799_999_999, -1))).isEqualTo(1);
        assertThat(alarms.untilNext(claim, moment)).isEqualTo(Long.MAX_VALUE);
        assertThat(alarms.ring(claim, moment)).hasSize(1);
    }

    @Test
    void theNextIsTheOneThatIsDueFirst() {
        assertThat(alarms.untilNext(claimTo(1_000), at(0))).isEqualTo(Long.MAX_VALUE);
        alarms.add(Duration.ofMillis(100), () -> {});
        alarms.add(Duration.ofMillis(300), () -> {});
        ClockReading now = new ClockReading(500_000_000, -1);
        assertThat(alarms.untilNext(claimTo(1_000), now)).isEqualTo(200_000_000);
    }

    @Test
    void withoutAClaimNothingIsDue() {
        alarms.add(Duration.ofMillis(200), () -> rung.add("never"));
        Snapshot nothing = snapshot(Optional.empty());
        assertThat(ring(nothing, 0)).isEmpty();
        assertThat(alarms.untilNext(nothing, at(0))).isEqualTo(Long.MAX_VALUE);
    }
}
