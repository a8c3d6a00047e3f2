/**
 * The targets as options or a file name them, and how a file is read again. Start at {@link
 * dev.countdown.bootstrap.keep.config.TargetOptions}.
 */
@NullMarked
package dev.countdown.bootstrap.keep.config;

import org.jspecify.annotations.NullMarked;
