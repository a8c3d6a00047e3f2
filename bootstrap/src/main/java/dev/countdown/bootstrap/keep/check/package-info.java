/**
 * The command {@code check}: what is wrong with a configuration, found before anything is armed. Start at {@link
 * dev.countdown.bootstrap.keep.check.CheckCommand}.
 */
@NullMarked
package dev.countdown.bootstrap.keep.check;

import org.jspecify.annotations.NullMarked;
