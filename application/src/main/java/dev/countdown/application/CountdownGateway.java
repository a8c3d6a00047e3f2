package dev.countdown.application;

import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The driven port: asks an exchange to apply a countdown. Implementations are safe for use by many threads and for many
 * requests at once.
 */
@FunctionalInterface
public interface CountdownGateway {

    /**
     * Sends one request, once, and returns without waiting for its reply. A gateway never repeats it by itself,
     * unless the exchange has refused it with proof that it had no effect.
     *
     * <p>A gateway may hold a request back, for a connection for one, and send it at any moment until the deadline: it is not
     * asked again whether it is still wanted. A keeper asks that right before this call, and from then on reckons with the
     * request. One that was never sent is {@link Outcome.NotApplied}, and with {@link Retry#NEVER} once the gateway is closed.
     *
     * <p>A reply that was made for another request proves nothing: something on the way may repeat an old one, or be late by one. A
     * gateway remembers what marks each reply that it believed, and takes one that bears a known mark, or does not fit the exchange's
     * clock, for {@link Outcome.Unknown}.
     *
     * <p>The stage completes within the deadline, always with a value and never exceptionally, on a thread of the
     * gateway's choosing or before this method returns. After an {@link Outcome.Unknown} the next request goes over another
     * connection.
     *
     * @param countdown what to apply
     * @param deadline positive; for the whole exchange, the body of the reply included
     * @return what is known of the request in the end
     */
    CompletionStage<Outcome> submit(Countdown countdown, Duration deadline);

    /**
     * Asks for the exchange's time by a request of another kind than a countdown, on a connection of its own. Only such a
     * request can tell a reply that is repeated, or late by one, from an exchange whose clock was stepped: a stream of
     * countdown replies cannot pass for its reply. A keeper asks when a reply does not fit the exchange's clock as earlier
     * replies showed it. Where a gateway cannot ask, the keeper believes no such reply; after a step of the exchange's clock
     * by seconds it is then not armed again for hours.
     *
     * @param deadline positive; for the whole exchange
     * @return what the exchange's clock showed at some moment between this call and the completion of the stage, cut to the
     *     millisecond; empty where this gateway can never know it. The stage completes within the deadline, exceptionally
     *     where the time could not be had now
     */
    default CompletionStage<Optional<Instant>> exchangeTime(Duration deadline) {
        return CompletableFuture.completedStage(Optional.empty());
    }

    /**
     * Tells when a first request can be answered as quickly as any later one. A gateway that has just been made may have to look
     * up a name, connect and load code, which can take longer than an attempt may. A keeper that inherits no claim waits for
     * this before its first attempt, 5 s at most. A gateway that wraps another hands this on.
     *
     * @return completes at once unless overridden; else within 5 s, also where there is no connection then, and never
     *     exceptionally
     */
    default CompletionStage<@Nullable Void> ready() {
        return CompletableFuture.completedStage(null);
    }

    /**
     * Which market of the exchange this gateway serves: one. A scope can have the same text in two markets, and is another one
     * there; so the market is part of a record's key and of the metrics. A gateway that wraps another hands this on.
     *
     * @return the same each time, such as {@code futures-usdt}; letters, digits and {@code -}; empty where the exchange has one
     *     market
     */
    default String market() {
        return "";
    }

    /**
     * Says why this market has no countdown for a scope, such as a currency pair where options are traded. No keeper is built for
     * such a scope, and {@link #submit} does not send it: {@link Outcome.NotApplied} with {@link Retry#NEVER}. A gateway that wraps
     * another hands this on.
     *
     * @param scope which orders
     * @return the rule and the scope, for people, the same each time; empty if the market has such countdowns
     */
    default Optional<String> refusal(Scope scope) {
        return Optional.empty();
    }
}
