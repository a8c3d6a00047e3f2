package dev.countdown.bootstrap.keep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Outcome;
import dev.countdown.application.Protection;
import dev.countdown.application.Retry;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Continuity;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetHistoryTest {

    private static final String OVERDUE = "the last attempt is overdue";

    private final Target target = LiveTableTest.row(1, KeeperState.ARMED).target();
    private final TargetHistory board = new TargetHistory(EventWords.OF_KEEP);

    @Test
    void aRiskBeforeAnyFailureIsAnOverdueAttemptAndNamesNoSpanThatAges() {
        hear(renewed(KeeperState.ARMED), atRisk());
        assertThat(reason()).isEqualTo(OVERDUE);
    }

    @Test
    void aRiskKeepsWhyTheLastAttemptFailed() {
        hear(unknown(KeeperState.AT_RISK, "no reply within 500 ms"), atRisk());
        assertThat(reason()).isEqualTo("no reply within 500 ms");
    }

    @Test
    void anAttemptThatFailedWhileThereWasTimeIsWhyThereIsARiskLater() {
        hear(refused(), atRisk());
        assertThat(reason()).isEqualTo("TOO_BUSY: come back later");
    }

    @Test
    void aRenewalEndsTheReason() {
        hear(unknown(KeeperState.AT_RISK, "no reply within 500 ms"), atRisk(), renewed(KeeperState.ARMED));
        assertThat(reason()).isEmpty();
        hear(atRisk());
        assertThat(reason()).isEqualTo(OVERDUE);
    }

    @Test
    void aRecoveryEndsTheReason() {
        hear(new KeeperEvent.Expiring(report(KeeperState.EXPIRING), "process 7 is gone"));
        assertThat(reason()).isEqualTo("process 7 is gone");
        hear(new KeeperEvent.Recovered(report(KeeperState.ARMED)));
        assertThat(reason()).isEmpty();
    }

    @Test
    void aFiringKeepsWhyNothingWasRenewed() {
        hear(unknown(KeeperState.AT_RISK, "no reply within 500 ms"), atRisk());
        hear(new KeeperEvent.Fired(report(KeeperState.FIRED)));
        assertThat(reason()).isEqualTo("no reply within 500 ms");
        assertThat(line(KeeperState.FIRED)).startsWith("FIRED").endsWith("no reply within 500 ms");
    }

    @Test
    void aLapseKeepsItsReasonThroughRenewals() {
        hear(new KeeperEvent.Lapsed(report(KeeperState.LAPSED), acknowledgement(), 1, Continuity.BROKEN));
        hear(renewed(KeeperState.LAPSED));
        assertThat(reason()).isEqualTo("the switch fired; orders are gone");
        assertThat(line(KeeperState.LAPSED)).startsWith("LAPSED").endsWith("the switch fired; orders are gone");
    }

    @Test
    void aFiringFellBetweenTheEndOfTheClaimAndTheMomentItWasCertain() {
        hear(new KeeperEvent.Renewed(report(100, KeeperState.ARMED, 29), acknowledgement()));
        assertThat(times().acknowledged()).contains(Instant.ofEpochSecond(100));
        assertThat(times().firing()).isEmpty();
        hear(new KeeperEvent.Fired(report(131, KeeperState.FIRED, 0)));
        TargetTimes.Firing seen =
                new TargetTimes.Firing(Optional.of(Instant.ofEpochSecond(129)), Instant.ofEpochSecond(131), true);
        assertThat(times().firing()).contains(seen);
        hear(lapsed(200, Continuity.BROKEN));
        assertThat(times().firing()).contains(seen);
        hear(lapsed(300, Continuity.UNKNOWN));
        assertThat(times().firing())
                .contains(new TargetTimes.Firing(
                        Optional.of(Instant.ofEpochSecond(229)), Instant.ofEpochSecond(300), false));
    }

    @Test
    void aLapseOfBeforeTheRestartSaysNotWhenItFired() {
        hear(lapsed(100, Continuity.UNBROKEN));
        assertThat(times().firing()).isEmpty();
    }

    @Test
    void aFiringOfBeforeTheRestartHasNoBeginning() {
        hear(lapsed(100, Continuity.BROKEN));
        assertThat(times().firing())
                .contains(new TargetTimes.Firing(Optional.empty(), Instant.ofEpochSecond(100), true));
    }

    private TargetTimes times() {
        return board.of(target).times();
    }

    private static KeeperEvent lapsed(long at, Continuity continuity) {
        return new KeeperEvent.Lapsed(report(at, KeeperState.LAPSED, 29), acknowledgement(), 1, continuity);
    }

    private static KeeperEvent.Report report(long at, KeeperState state, long protectedFor) {
        return new KeeperEvent.Report(
                Instant.ofEpochSecond(at),
                Scope.all(),
                Protection.builder(state)
                        .protectedFor(Duration.ofSeconds(protectedFor))
                        .build());
    }

    private void hear(KeeperEvent... events) {
        List.of(events).forEach(event -> board.heard(target, event));
    }

    private String reason() {
        return board.of(target).reason();
    }

    /** As the terminal shows it. */
    private String line(KeeperState state) {
        LiveRows.Row row = new LiveRows.Row(target, protection(state), board.of(target), state.name());
        return new LiveRows(false).lines(List.of(row), new TerminalSize(120, 5)).get(0);
    }

    private static KeeperEvent atRisk() {
        return new KeeperEvent.AtRisk(
                report(KeeperState.AT_RISK), "the last attempt failed or is overdue, and the claim ends in 340 ms");
    }

    private static KeeperEvent unknown(KeeperState state, String reason) {
        return new KeeperEvent.Unknown(report(state), reason);
    }

    private static KeeperEvent refused() {
        return new KeeperEvent.Refused(
                report(KeeperState.ARMED), new Outcome.NotApplied("TOO_BUSY", "come back later", Retry.NOW));
    }

    private static KeeperEvent renewed(KeeperState state) {
        return new KeeperEvent.Renewed(report(state), acknowledgement());
    }

    private static Acknowledgement acknowledgement() {
        return new Acknowledgement(
                Countdown.arm(Scope.all(), Timeout.ofSeconds(5)), Optional.empty(), Optional.empty());
    }

    private static KeeperEvent.Report report(KeeperState state) {
        return new KeeperEvent.Report(Instant.EPOCH, Scope.all(), protection(state));
    }

    private static Protection protection(KeeperState state) {
        return Protection.builder(state).build();
    }
}
