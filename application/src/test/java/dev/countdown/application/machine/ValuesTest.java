package dev.countdown.application.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Retry;
import dev.countdown.application.keeper.FleetProtection;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Continuity;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ValuesTest {

    @Test
    void aRetryNeverLiesInThePast() {
        assertThatThrownBy(() -> Retry.after(Duration.ofNanos(-1)))
                .hasMessage("delay must not be negative: PT-0.000000001S");
        assertThat(Retry.after(Duration.ZERO)).isEqualTo(Retry.NOW);
    }

    @Test
    void onlyAnArmedKeeperMayQuote() {
        assertThat(KeeperState.values()).filteredOn(KeeperState::mayQuote).containsExactly(KeeperState.ARMED);
    }

    @Test
    void aFleetIsArmedOnlyIfEveryKeeperIs() {
        assertThat(new FleetProtection(Map.of(KeeperState.ARMED, 3), Duration.ZERO, List.of()).isArmed())
                .isTrue();
        assertThat(new FleetProtection(Map.of(KeeperState.LAPSED, 3), Duration.ZERO, List.of()).isArmed())
                .isFalse();
        assertThat(new FleetProtection(Map.of(), Duration.ZERO, List.of()).isArmed())
                .isFalse();
        Map<KeeperState, Integer> mixed = new EnumMap<>(Map.of(KeeperState.ARMED, 1, KeeperState.IDLE, 1));
        FleetProtection kept = new FleetProtection(mixed, Duration.ZERO, List.of());
        mixed.remove(KeeperState.IDLE);
        assertThat(kept.isArmed()).isFalse();
    }

    @Test
    void onlyWhatReachedTheExchangeIsARefusal() {
        assertThat(Outcome.NotApplied.notSent("no route").isRefusal()).isFalse();
        assertThat(new Outcome.NotApplied("INVALID_KEY", "", Retry.NEVER).isRefusal())
                .isTrue();
    }

    @Nested
    class AnEvent {

        private final KeeperEvent.Report report = new KeeperEvent.Report(
                Instant.EPOCH,
                Scope.all(),
                new Heartbeat(
                                Scope.all(),
                                RenewalPolicy.forTimeout(Timeout.MINIMUM),
                                Handover.NONE,
                                1,
                                new ClockReading(0, 0))
                        .snapshot()
                        .protection(new ClockReading(0, 0)));
        private final Acknowledgement acknowledgement = Acknowledgement.of(Countdown.arm(Scope.all(), Timeout.MINIMUM));

        @Test
        void saysWhyWhereThereIsSomethingToSay() {
            Outcome.NotApplied refusal = new Outcome.NotApplied("INVALID_KEY", "no such key", Retry.NEVER);
            assertThat(new KeeperEvent.Refused(report, refusal).reason()).isEqualTo("INVALID_KEY: no such key");
            assertThat(new KeeperEvent.Failed(report, Outcome.NotApplied.notSent("no route")).reason())
                    .isEqualTo("no route");
            assertThat(new KeeperEvent.Lapsed(report, acknowledgement, 1, Continuity.BROKEN).reason())
                    .isEqualTo("the switch fired; orders are gone");
            assertThat(new KeeperEvent.Lapsed(report, acknowledgement, 1, Continuity.UNKNOWN).reason())
                    .isEqualTo("the switch may have fired; reconcile the orders");
            assertThat(new KeeperEvent.Skipped(report, 7).reason())
                    .isEqualTo("7 events were dropped because the listener blocks");
            assertThat(new KeeperEvent.Arming(report).reason()).isEmpty();
        }

        @Test
        void isNamedInLowerCaseWithUnderscores() {
            assertThat(new KeeperEvent.AtRisk(report, "").name()).isEqualTo("at_risk");
            assertThat(new KeeperEvent.Arming(report).name()).isEqualTo("arming");
            assertThat(new KeeperEvent.ExpiringSoon(report, acknowledgement).kind())
                    .isEqualTo(KeeperEvent.Kind.EXPIRING_SOON);
        }

        @Test
        void hasAKindOfItsOwn() {
            assertThat(Stream.of(KeeperEvent.class.getPermittedSubclasses())
                            .map(type -> type.getSimpleName().toUpperCase(Locale.ROOT)))
                    .containsExactlyInAnyOrderElementsOf(Stream.of(KeeperEvent.Kind.values())
                            .map(kind -> kind.name().replace("_", ""))
                            .toList());
        }
    }
}
