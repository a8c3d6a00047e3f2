/**
 * The sources that say whether the strategy is alive, as {@link dev.countdown.bootstrap.keep.liveness.LivenessOptions}
 * name them.
 */
@NullMarked
package dev.countdown.bootstrap.keep.liveness;

import org.jspecify.annotations.NullMarked;
