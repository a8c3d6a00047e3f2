package dev.countdown.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final Attempt ATTEMPT = new Attempt(
            1,
            Countdown.cancel(Scope.all()),
            new ClockReading(0, 0),
            Duration.ofSeconds(3),
            Optional.empty(),
            List.of());

    @Test
    void theFenceOfAnAttemptThatWasHeldUpCountsFromWhenItBegan() {
        List<Reply> heard = new ArrayList<>();
        CountdownGateway lossy = (countdown, deadline) ->
                CompletableFuture.completedFuture(new Reply.Unknown("lost", deadline.plusSeconds(60)));
        new Outbox(lossy, Optional.empty()).submit(ATTEMPT, Duration.ofSeconds(1), () -> 0, heard::add);
        assertThat(heard).containsExactly(new Reply.Unknown("lost", Duration.ofSeconds(63)));
    }
}
