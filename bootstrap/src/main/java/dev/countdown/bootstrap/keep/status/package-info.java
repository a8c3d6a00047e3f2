/**
 * The status page with its server, metrics and health. Start at {@link
 * dev.countdown.bootstrap.keep.status.StatusOptions}.
 */
@NullMarked
package dev.countdown.bootstrap.keep.status;

import org.jspecify.annotations.NullMarked;
