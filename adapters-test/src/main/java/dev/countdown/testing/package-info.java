/**
 * An exchange for tests, and what else a test of a dead man's switch needs.
 *
 * <p>Start at {@link dev.countdown.testing.InMemoryExchange}, which takes the exchange's place in one line, on a {@link
 * dev.countdown.testing.ManualScheduler} where a whole trading day passes in milliseconds.
 */
@NullMarked
package dev.countdown.testing;

import org.jspecify.annotations.NullMarked;
