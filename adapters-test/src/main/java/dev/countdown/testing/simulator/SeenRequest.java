package dev.countdown.testing.simulator;

import dev.countdown.testing.FaultScript;
import java.time.Instant;

/**
 * A request that reached {@link ExchangeSimulator}. Immutable; holds neither key nor signature.
 *
 * @param at when it arrived, on the exchange's clock
 * @param method of HTTP
 * @param path with {@code /api/v4}
 * @param query as it was sent; empty if there was none
 * @param body as it was sent
 * @param verdict {@code on its way}, {@code lost before}, {@code silence} or {@code replay}; or {@code applied} or the label of a refusal,
 *     and then, parted by commas, what befell the reply as {@link FaultScript#parse} has it or {@code lost after}, and
 *     {@code again} with the verdict on a duplicate
 */
public record SeenRequest(Instant at, String method, String path, String query, String body, String verdict) {}
