/** The order gate for bots in any language. Start at {@link dev.countdown.bootstrap.keep.gate.OrderGate}. */
@NullMarked
package dev.countdown.bootstrap.keep.gate;

import org.jspecify.annotations.NullMarked;
