/**
 * The sidecar of a bot that several nodes guard: {@code countdown pet}. Start at {@link
 * dev.countdown.bootstrap.pet.PetCommand}.
 */
@NullMarked
package dev.countdown.bootstrap.pet;

import org.jspecify.annotations.NullMarked;
