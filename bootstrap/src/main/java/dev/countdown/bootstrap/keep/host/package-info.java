/**
 * What the processes of one user on this host know of each other. Start at {@link
 * dev.countdown.bootstrap.keep.host.RuntimeFolder}.
 */
@NullMarked
package dev.countdown.bootstrap.keep.host;

import org.jspecify.annotations.NullMarked;
