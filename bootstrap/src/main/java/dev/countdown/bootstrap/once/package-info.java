/** The commands that send one request: {@code arm} and {@code disarm}. */
@NullMarked
package dev.countdown.bootstrap.once;

import org.jspecify.annotations.NullMarked;
