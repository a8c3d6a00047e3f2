/**
 * The command line. Start at {@link dev.countdown.bootstrap.Main}; each command is one class whose name ends in {@code
 * Command}, and {@code keep} is driven by {@code KeepLoop}.
 */
@NullMarked
package dev.countdown.bootstrap;

import org.jspecify.annotations.NullMarked;
