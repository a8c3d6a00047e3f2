package dev.countdown.application;

import dev.countdown.domain.Countdown;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * The driven port: asks an exchange to apply a countdown. Implementations are safe for use by many threads and for many
 * requests at once.
 */
@FunctionalInterface
public interface CountdownGateway {

    /**
     * Sends one request, once, and returns without waiting for its reply. A gateway never repeats it of its own accord,
     * unless the exchange has refused it with proof that it had no effect.
     *
     * <p>The stage completes within the deadline, always with a value and never exceptionally, on a thread of the
     * gateway's choosing or before this method returns. After an {@link Reply.Unknown} the next request goes over another
     * connection.
     *
     * @param countdown what to apply
     * @param deadline positive; for the whole exchange, the body of the reply included
     * @return what is known of the request in the end
     */
    CompletionStage<Reply> submit(Countdown countdown, Duration deadline);
}
