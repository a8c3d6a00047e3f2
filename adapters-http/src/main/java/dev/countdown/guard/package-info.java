/**
 * A bot's side of several machines: {@link dev.countdown.guard.GuardedGate} pets the nodes that guard the bot, and says
 * whether it may quote. {@link dev.countdown.guard.PetJson} is what both sides say over HTTP.
 */
@NullMarked
package dev.countdown.guard;

import org.jspecify.annotations.NullMarked;
