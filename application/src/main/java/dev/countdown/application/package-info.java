/**
 * Keeps a countdown armed and says truthfully what that guards.
 *
 * <p>Start at {@link dev.countdown.application.CountdownKeeper}, the keeper of one scope. It reaches an exchange through
 * {@link dev.countdown.application.CountdownGateway} and time through {@link dev.countdown.application.Scheduler}; what it
 * decides is decided in a machine without clock, thread or I/O.
 */
@NullMarked
package dev.countdown.application;

import org.jspecify.annotations.NullMarked;
