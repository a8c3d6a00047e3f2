package dev.countdown.application.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.KeeperState;
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

    private final RequestHistory known = new RequestHistory(Handover.NONE);
    private final Lifecycle intent =
            new Lifecycle(RenewalPolicy.forTimeout(THIRTY).withOnDead(OnDead.EXPIRE_SOON));

    private Optional<Timeout> wanted() {
        return intent.wanted(known, NOW);
    }

    private void armed() {
        Countdown countdown = Countdown.arm(Scope.all(), THIRTY);
        Attempt attempt = known.sent(countdown, NOW, Duration.ofSeconds(3));
        known.acknowledged(attempt, NOW, Acknowledgement.of(countdown));
        intent.start();
    }

    @Test
    void wantsNothingBeforeTheStartAndAfterTheClose() {
        assertThat(wanted()).isEmpty();
        intent.start();
        assertThat(wanted()).contains(THIRTY);
        intent.closed();
        assertThat(wanted()).isEmpty();
    }

    @Test
    void onlyAChangeOfTheVerdictIsAChange() {
        assertThat(intent.heed(Optional.empty())).isFalse();
        assertThat(intent.heed(Optional.of("hung"))).isTrue();
        assertThat(intent.heed(Optional.of("hung still"))).isFalse();
        assertThat(intent.reason()).isEqualTo("hung still");
        assertThat(intent.heed(Optional.empty())).isTrue();
        assertThat(intent.reason()).isEqualTo("alive again, but not armed again yet");
        intent.close(CloseMode.EXPIRE_SOON);
        assertThat(intent.reason()).isEqualTo("closing");
    }

    @Test
    void expiresSoonThreeTimesForEachDeath() {
        armed();
        for (int death = 0; death < 2; death++) {
            intent.heed(Optional.of("hung"));
            for (int i = 0; i < 3; i++) {
                assertThat(wanted()).contains(Timeout.MINIMUM);
                intent.sent(Timeout.MINIMUM);
            }
            assertThat(wanted()).isEmpty();
            intent.heed(Optional.empty());
        }
    }

    @Test
    void expiresSoonAgainForTheNextDeathThoughTheLastWasAcknowledged() {
        armed();
        intent.heed(Optional.of("hung"));
        intent.acknowledged(Timeout.MINIMUM);
        assertThat(wanted()).isEmpty();
        intent.heed(Optional.empty());
        intent.heed(Optional.of("hung"));
        assertThat(wanted()).contains(Timeout.MINIMUM);
    }

    @Test
    void whatWasRenewedInBetweenDoesNotExpireSoon() {
        armed();
        for (int i = 0; i < 3; i++) {
            intent.sent(THIRTY);
        }
        intent.heed(Optional.of("hung"));
        intent.acknowledged(THIRTY);
        assertThat(wanted()).contains(Timeout.MINIMUM);
    }

    @Test
    void staysExpiringUntilItsOwnTimeoutIsAcknowledged() {
        armed();
        intent.heed(Optional.of("hung"));
        intent.acknowledged(THIRTY);
        assertThat(intent.settled()).isEqualTo(KeeperState.EXPIRING);
        intent.heed(Optional.empty());
        intent.acknowledged(Timeout.MINIMUM);
        assertThat(intent.settled()).isEqualTo(KeeperState.EXPIRING);
        intent.acknowledged(THIRTY);
        assertThat(intent.settled()).isEqualTo(KeeperState.ARMED);
    }

    @Test
    void aPolicyOfTheMinimumHasNothingToShorten() {
        Lifecycle least =
                new Lifecycle(RenewalPolicy.forTimeout(Timeout.MINIMUM).withOnDead(OnDead.EXPIRE_SOON));
        armed();
        least.start();
        least.heed(Optional.of("hung"));
        assertThat(least.wanted(known, NOW)).isEmpty();
        assertThat(least.isExpireSoon(Timeout.MINIMUM)).isFalse();
    }
}
