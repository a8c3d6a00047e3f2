/**
 * The command {@code probe}: settles by questions to the exchange what its documents leave open. Begin with {@link
 * dev.countdown.bootstrap.probe.ProbeCommand}.
 */
@NullMarked
package dev.countdown.bootstrap.probe;

import org.jspecify.annotations.NullMarked;
