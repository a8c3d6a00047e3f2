/**
 * The pets of a bot to the nodes that guard it from other machines. {@link dev.countdown.guard.PetJson} is what both sides say over
 * HTTP.
 */
@NullMarked
package dev.countdown.guard;

import org.jspecify.annotations.NullMarked;
