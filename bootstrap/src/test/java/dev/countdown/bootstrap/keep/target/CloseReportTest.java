package dev.countdown.bootstrap.keep.target;

import static dev.countdown.application.CloseMode.DISARM;
import static dev.countdown.application.CloseMode.EXPIRE;
import static dev.countdown.application.CloseMode.EXPIRE_SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.GateSettings;
import dev.countdown.http.Market;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CloseReportTest {

    private static final String LATEST = "by 1970-01-01T00:00:13Z (in 12.3 s)";

    private static CloseReport report(CloseMode wished, CloseMode mode, boolean certain, int millis) {
        Account account = new Account("", new Login(GateSettings.LIVE, "KEY"));
        Target target = new Target(
                account, Market.OPTIONS, Scope.all(), RenewalPolicy.forTimeout(Timeout.ofSeconds(30)), wished);
        CloseResult result = new CloseResult(mode, certain, Duration.ofMillis(millis));
        return new CloseReport(target, wished, result, Instant.EPOCH, false, OptionalLong.empty());
    }

    private static void assertSaid(CloseReport report, String said) {
        assertThat(report.text()).isEqualTo("countdown: all: " + said);
    }

    @Test
    void itSaysByWhenTheOrdersAreCancelled() {
        assertSaid(report(EXPIRE, EXPIRE, true, 12_300), "its orders are cancelled " + LATEST + " at the latest");
        assertSaid(
                report(EXPIRE_SOON, EXPIRE, true, 12_300),
                "not shortened for certain: its orders are cancelled " + LATEST + " at the latest");
        CloseReport refused = report(EXPIRE_SOON, EXPIRE_SOON, true, 12_300);
        assertSaid(refused, "not shortened for certain: its orders are cancelled " + LATEST + " at the latest");
        assertThat(refused.isAsWished()).as("it runs out").isTrue();
        assertThat(refused.isUneventful()).isFalse();
        assertThat(report(EXPIRE_SOON, EXPIRE_SOON, true, 6_100).isUneventful()).isTrue();
    }

    @Test
    void itSaysWhyTheyMayStandForLongerThanTheTimeout() {
        assertSaid(
                report(EXPIRE, EXPIRE, true, 95_000),
                "its orders are cancelled by 1970-01-01T00:01:35Z (in 95.0 s) at the latest,"
                        + " because an attempt without an answer may still be applied");
    }

    @Test
    void itSaysWhereTheyStandUnguardedOrMayDoSo() {
        assertSaid(report(DISARM, DISARM, true, 0), "disarmed: its orders stand, unguarded");
        assertSaid(
                report(DISARM, EXPIRE, false, 12_300),
                "not disarmed for certain: its orders stand unguarded, or are cancelled " + LATEST);
        assertSaid(
                report(EXPIRE, EXPIRE, false, 12_300),
                "not certain to be armed: its orders stand unguarded, or are cancelled " + LATEST);
        assertSaid(report(EXPIRE, EXPIRE, true, 0), "not armed: its orders are not guarded by this process");
    }

    @Test
    void itSaysThatTheSwitchFiredAndWhichLapseIsOpen() {
        CloseReport plain = report(EXPIRE, EXPIRE, true, 0);
        assertSaid(
                new CloseReport(plain.target(), EXPIRE, plain.result(), plain.at(), true, OptionalLong.of(2)),
                "the switch fired: its orders are gone; lapse 2 was not reconciled");
    }
}
