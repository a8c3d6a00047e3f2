/**
 * Keeps a countdown armed and says truthfully what that guards.
 *
 * <p>Start at {@link dev.countdown.application.keeper.CountdownKeeper}, the keeper of one scope; {@link
 * dev.countdown.application.keeper.KeeperFleet} is for many on one account. Both give the machine in {@code
 * dev.countdown.application.machine} its time, its threads and its gateway.
 */
@NullMarked
package dev.countdown.application.keeper;

import org.jspecify.annotations.NullMarked;
