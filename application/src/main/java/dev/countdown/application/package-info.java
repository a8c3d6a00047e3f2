/**
 * Keeps a countdown armed and says truthfully what that guards.
 *
 * <p>Start at {@link dev.countdown.application.CountdownKeeper}, the keeper of one scope; {@link
 * dev.countdown.application.KeeperFleet} is for many on one account. A {@link dev.countdown.application.RenewalPolicy}
 * says when it renews, a {@link dev.countdown.application.Liveness}, such as {@link dev.countdown.application.Watchdog},
 * whether it may. Ask it {@link dev.countdown.application.CountdownKeeper#mayQuote()} before an order, {@link
 * dev.countdown.application.Protection} for the whole picture, or have a {@link dev.countdown.application.KeeperListener}
 * told.
 *
 * <p>It reaches an exchange through {@link dev.countdown.application.CountdownGateway} and time through {@link
 * dev.countdown.application.Scheduler}, the two ports; what it decides is decided in a machine without clock, thread or
 * I/O.
 */
@NullMarked
package dev.countdown.application;

import org.jspecify.annotations.NullMarked;
