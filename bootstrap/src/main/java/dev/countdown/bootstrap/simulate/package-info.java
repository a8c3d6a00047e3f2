/** The commands that run a simulated exchange: {@code simulate} and {@code demo}. */
@NullMarked
package dev.countdown.bootstrap.simulate;

import org.jspecify.annotations.NullMarked;
