/**
 * What a dead man's switch is and what may be claimed of it: pure values, no clock, no thread, no I/O.
 *
 * <p>Start at {@link dev.countdown.domain.Countdown}, the request: a {@link dev.countdown.domain.Timeout} for a {@link
 * dev.countdown.domain.Scope}; {@link dev.countdown.domain.Acknowledgement} is what an exchange says to it. {@link
 * dev.countdown.domain.TriggerWindow} says between which moments the switch can fire, {@link
 * dev.countdown.domain.Continuity} whether it fired between two acknowledgements, {@link
 * dev.countdown.domain.FalseFireOdds} how often it will by mistake, {@link dev.countdown.domain.Proof} what a reader on another
 * machine knows.
 */
@NullMarked
package dev.countdown.domain;

import org.jspecify.annotations.NullMarked;
