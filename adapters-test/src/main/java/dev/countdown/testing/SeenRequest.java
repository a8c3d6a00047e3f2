package dev.countdown.testing;

import java.time.Instant;

/**
 * A request that reached {@link ExchangeSimulator}. Immutable; holds neither key nor signature.
 *
 * @param at when it arrived, on the exchange's clock
 * @param method of HTTP
 * @param path with {@code /api/v4}
 * @param query as it was sent; empty if there was none
 * @param body as it was sent
 * @param verdict {@code applied}, or the label of a refusal, or the fault that befell it, or {@code on its way}
 */
public record SeenRequest(Instant at, String method, String path, String query, String body, String verdict) {}
