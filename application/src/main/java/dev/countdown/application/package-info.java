/**
 * The ports of a keeper and the values that cross them.
 *
 * <p>It reaches an exchange through {@link dev.countdown.application.CountdownGateway} and time through {@link
 * dev.countdown.application.Scheduler}. A {@link dev.countdown.application.RenewalPolicy} says when it renews, a {@link
 * dev.countdown.application.Liveness}, such as {@link dev.countdown.application.Watchdog}, whether it may. It answers with a
 * {@link dev.countdown.application.Protection} and tells of each {@link dev.countdown.application.KeeperEvent}.
 *
 * <p>The keeper itself is {@code dev.countdown.application.keeper.CountdownKeeper}.
 */
@NullMarked
package dev.countdown.application;

import org.jspecify.annotations.NullMarked;
