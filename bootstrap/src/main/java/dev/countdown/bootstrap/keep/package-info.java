/**
 * The command {@code keep}. Start at {@link dev.countdown.bootstrap.keep.KeepCommand}; its decisions are made in {@link
 * dev.countdown.bootstrap.keep.KeepLoop}. The packages below know nothing of it.
 */
@NullMarked
package dev.countdown.bootstrap.keep;

import org.jspecify.annotations.NullMarked;
