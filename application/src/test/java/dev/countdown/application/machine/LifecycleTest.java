package dev.countdown.application.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.Liveness.Verdict;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    private static final ClockReading NOW = new ClockReading(0, 0);
    private static final Timeout THIRTY = Timeout.ofSeconds(30);

    private final RequestHistory history = new RequestHistory(Handover.NONE);
    private final Lifecycle lifecycle =
            new Lifecycle(RenewalPolicy.forTimeout(THIRTY).withOnDead(OnDead.EXPIRE_SOON));

    private Optional<Timeout> wanted() {
        return lifecycle.wanted(history, NOW);
    }

    private void armed() {
        Countdown countdown = Countdown.arm(Scope.all(), THIRTY);
        Attempt attempt = history.sent(countdown, NOW, Duration.ofSeconds(3));
        history.acknowledged(attempt, NOW, Acknowledgement.of(countdown));
        lifecycle.start();
    }

    @Test
    void wantsNothingBeforeTheStartAndAfterTheClose() {
        assertThat(wanted()).isEmpty();
        lifecycle.start();
        assertThat(wanted()).contains(THIRTY);
        lifecycle.closed();
        assertThat(wanted()).isEmpty();
    }

    @Test
    void onlyAChangeOfTheVerdictIsAChange() {
        assertThat(lifecycle.checked(Verdict.alive())).isFalse();
        assertThat(lifecycle.checked(Verdict.dead("hung"))).isTrue();
        assertThat(lifecycle.checked(Verdict.dead("hung still"))).isFalse();
        assertThat(lifecycle.reason()).isEqualTo("hung still");
        assertThat(lifecycle.checked(Verdict.alive())).isTrue();
        assertThat(lifecycle.reason()).isEqualTo("alive again, but not armed again yet");
        lifecycle.close(CloseMode.EXPIRE_SOON);
        assertThat(lifecycle.reason()).isEqualTo("closing");
    }

    @Test
    void expiresSoonThreeTimesForEachDeath() {
        armed();
        for (int death = 0; death < 2; death++) {
            lifecycle.checked(Verdict.dead("hung"));
            for (int i = 0; i < 3; i++) {
                assertThat(wanted()).contains(Timeout.MINIMUM);
                lifecycle.sent(Timeout.MINIMUM);
            }
            assertThat(wanted()).isEmpty();
            lifecycle.checked(Verdict.alive());
        }
    }

    @Test
    void expiresSoonAgainForTheNextDeathThoughTheLastWasAcknowledged() {
        armed();
        lifecycle.checked(Verdict.dead("hung"));
        lifecycle.acknowledged(Timeout.MINIMUM);
        assertThat(wanted()).isEmpty();
        lifecycle.checked(Verdict.alive());
        lifecycle.checked(Verdict.dead("hung"));
        assertThat(wanted()).contains(Timeout.MINIMUM);
    }

    @Test
    void whatWasRenewedInBetweenDoesNotExpireSoon() {
        armed();
        for (int i = 0; i < 3; i++) {
            lifecycle.sent(THIRTY);
        }
        lifecycle.checked(Verdict.dead("hung"));
        lifecycle.acknowledged(THIRTY);
        assertThat(wanted()).contains(Timeout.MINIMUM);
    }

    @Test
    void staysExpiringUntilItsOwnTimeoutIsAcknowledged() {
        armed();
        lifecycle.checked(Verdict.dead("hung"));
        lifecycle.acknowledged(THIRTY);
        assertThat(lifecycle.isExpiring()).isTrue();
        lifecycle.checked(Verdict.alive());
        lifecycle.acknowledged(Timeout.MINIMUM);
        assertThat(lifecycle.isExpiring()).isTrue();
        lifecycle.acknowledged(THIRTY);
        assertThat(lifecycle.isExpiring()).isFalse();
    }

    @Test
    void aPolicyOfTheMinimumHasNothingToShorten() {
        Lifecycle least =
                new Lifecycle(RenewalPolicy.forTimeout(Timeout.MINIMUM).withOnDead(OnDead.EXPIRE_SOON));
        armed();
        least.start();
        least.checked(Verdict.dead("hung"));
        assertThat(least.wanted(history, NOW)).isEmpty();
        assertThat(least.isExpireSoon(Timeout.MINIMUM)).isFalse();
    }
}
