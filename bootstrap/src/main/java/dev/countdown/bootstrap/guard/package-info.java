/**
 * The command {@code guard}: a node of several that guard the same scopes for bots on other machines. Start at {@link
 * dev.countdown.bootstrap.guard.GuardCommand}; what a pet means is decided in {@code GuardNode}, and who may send one in
 * {@code PetServer}.
 */
@NullMarked
package dev.countdown.bootstrap.guard;

import org.jspecify.annotations.NullMarked;
