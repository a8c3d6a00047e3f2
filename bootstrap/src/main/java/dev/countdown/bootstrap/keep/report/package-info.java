/** What {@code keep} prints of its events: lines for people or programs, or a live table on a terminal. */
@NullMarked
package dev.countdown.bootstrap.keep.report;

import org.jspecify.annotations.NullMarked;
