/**
 * The memory of keepers over a restart, in files.
 *
 * <p>{@link dev.countdown.store.FileContinuityStore} is all of it. It lies beside the gateway so that a platform has it without a further
 * dependency.
 */
@NullMarked
package dev.countdown.store;

import org.jspecify.annotations.NullMarked;
