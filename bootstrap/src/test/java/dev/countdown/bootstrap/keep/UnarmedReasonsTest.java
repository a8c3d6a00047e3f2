package dev.countdown.bootstrap.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperEvent.Report;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Outcome;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.keep.report.LiveRows;
import dev.countdown.bootstrap.keep.report.LiveTableTest;
import dev.countdown.bootstrap.keep.target.Target;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnarmedReasonsTest {

    private final LiveRows.Row row = LiveTableTest.row(1, KeeperState.ARMING);
    private final Target target = row.target();
    private final Report report = new Report(Instant.EPOCH, target.scope(), row.now());
    private final Outcome.NotApplied refusal = Outcome.NotApplied.notSent("connection refused");
    private final UnarmedReasons firstArms = new UnarmedReasons();

    @Test
    void whatNeverLeftUsWasNotApplied() {
        firstArms.heard(target, new KeeperEvent.Failed(report, refusal));
        assertThat(firstArms.tooLate(target).code()).isEqualTo(ExitCode.NOT_APPLIED);
        assertThat(firstArms.refused(target, refusal).code()).isEqualTo(ExitCode.NOT_APPLIED);
    }

    @Test
    void aReplyThatWasLostMayHaveArmedWhateverFollows() {
        firstArms.heard(target, new KeeperEvent.Unknown(report, "no reply within 500 ms"));
        firstArms.heard(target, new KeeperEvent.Failed(report, refusal));
        firstArms.heard(target, new KeeperEvent.Expiring(report, "dead"));
        assertThat(firstArms.tooLate(target).code()).isEqualTo(ExitCode.UNKNOWN);
        assertThat(firstArms.tooLate(target).message()).endsWith("not armed in time: no reply within 500 ms");
        assertThat(firstArms.refused(target, refusal).code()).isEqualTo(ExitCode.UNKNOWN);
    }

    @Test
    void withoutAnyReplyNothingIsKnown() {
        assertThat(firstArms.tooLate(target).code()).isEqualTo(ExitCode.UNKNOWN);
    }
}
