/**
 * What nodes on several machines and the bots that they guard know of each other, without clock, thread or I/O. On a node
 * {@link dev.countdown.application.guard.NodePets} is told of pets and says which bots are silent; its answer for a scope is a
 * {@link dev.countdown.application.guard.ScopeReply}. A bot has one {@link dev.countdown.application.guard.BotSession}, and a
 * {@link dev.countdown.application.guard.ProofGate} for each scope.
 */
@NullMarked
package dev.countdown.application.guard;

import org.jspecify.annotations.NullMarked;
