/**
 * What {@code probe} has seen of an exchange, as a file. {@link dev.countdown.bootstrap.profile.ExchangeProfile} is all of it.
 */
@NullMarked
package dev.countdown.bootstrap.profile;

import org.jspecify.annotations.NullMarked;
