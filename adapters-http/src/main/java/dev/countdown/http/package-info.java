/**
 * Reaches Gate's countdowns over HTTP, each gateway in one {@link dev.countdown.http.Market}.
 *
 * <p>Start at {@link dev.countdown.http.GateCountdownGateway}; {@link dev.countdown.http.GateSettings} says where to and
 * as whom. {@link dev.countdown.http.VertxScheduler} puts a keeper's timers on a Vert.x event loop. Everything that a
 * gateway remembers lives on one event loop of its own, so nothing in here is locked.
 */
@NullMarked
package dev.countdown.http;

import org.jspecify.annotations.NullMarked;
