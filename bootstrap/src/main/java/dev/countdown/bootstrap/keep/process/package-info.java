/** The bot and all of its processes. Start at {@link dev.countdown.bootstrap.keep.process.GuardedBot}. */
@NullMarked
package dev.countdown.bootstrap.keep.process;

import org.jspecify.annotations.NullMarked;
