/**
 * What is kept, as whom, and the keepers that run. Start at {@link dev.countdown.bootstrap.keep.target.RunningKeepers}.
 */
@NullMarked
package dev.countdown.bootstrap.keep.target;

import org.jspecify.annotations.NullMarked;
