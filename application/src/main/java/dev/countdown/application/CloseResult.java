package dev.countdown.application;

import java.time.Duration;

/**
 * What is certain once a keeper has closed. Immutable.
 *
 * @param mode how it was closed
 * @param certain after {@link CloseMode#DISARM}: the exchange acknowledged a disarm after which no arm can be applied,
 *     or nothing was sent, so that no countdown of this keeper is pending, or ever will be; whether the switch fired
 *     before that is another question. After the other modes: the switch is armed and will fire, or has fired, or nothing
 *     was ever sent. A shared keeper never calls its end certain: another one may go on
 * @param settledAfter how long from now on something that this keeper sent may still be pending at the exchange, or be
 *     applied late: an arm that fires, or a disarm that takes the countdown of a later process away. Zero if nothing can
 */
public record CloseResult(CloseMode mode, boolean certain, Duration settledAfter) {}
