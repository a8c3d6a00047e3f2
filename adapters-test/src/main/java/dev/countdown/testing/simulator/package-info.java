/**
 * The exchange in memory behind HTTP on loopback, for clients of any language. Start at {@link
 * dev.countdown.testing.simulator.ExchangeSimulator}. It needs Vert.x Web.
 */
@NullMarked
package dev.countdown.testing.simulator;

import org.jspecify.annotations.NullMarked;
