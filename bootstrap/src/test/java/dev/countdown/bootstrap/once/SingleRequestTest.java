package dev.countdown.bootstrap.once;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.JsonReference;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.Market;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The fields of {@code arm --json} and {@code disarm --json} are those of the reference. */
class SingleRequestTest {

    private static final Countdown ARM = Countdown.arm(Scope.all(), Timeout.ofSeconds(30));

    private static Set<String> printed(Acknowledgement acknowledgement) {
        return JsonReference.printed(SingleRequest.json(Market.SPOT, acknowledgement, Duration.ofMillis(7)));
    }

    @Test
    void anArmHasEachFieldOfTheReference() {
        assertThat(printed(new Acknowledgement(ARM, Optional.of(Instant.EPOCH), Optional.empty())))
                .containsExactlyInAnyOrderElementsOf(JsonReference.all("arm"));
    }

    @Test
    void anArmWithoutATriggerTimeHasTheFieldsThatAreAlwaysThere() {
        assertThat(printed(Acknowledgement.of(ARM))).containsExactlyInAnyOrderElementsOf(JsonReference.always("arm"));
    }

    @Test
    void aDisarmHasEachFieldOfTheReference() {
        assertThat(printed(Acknowledgement.of(Countdown.disarm(Scope.all()))))
                .containsExactlyInAnyOrderElementsOf(JsonReference.always("disarm"))
                .containsExactlyInAnyOrderElementsOf(JsonReference.all("disarm"));
    }
}
