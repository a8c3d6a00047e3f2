package dev.countdown.application.guard;

import dev.countdown.application.KeeperState;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Proof;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a node says of one scope in its reply to a pet. Immutable.
 *
 * @param state of its keeper, for people; {@code IDLE} to a bot that the node does not require
 * @param timeout what it sends
 * @param guardedForMs for how many more milliseconds the switch certainly does not fire, rounded down; 0 if nothing is certain
 * @param unbrokenForMs for how many milliseconds it certainly has not fired, rounded down; 0 if nothing is guarded
 * @param settlingMs for how many more milliseconds no proof counts, as bots have told it, rounded up; see {@link Settling}
 * @param silent the required bots that it does not know to be alive
 * @param digest of the timeout and the required bots
 */
public record ScopeReply(
        KeeperState state,
        Timeout timeout,
        long guardedForMs,
        long unbrokenForMs,
        long settlingMs,
        List<String> silent,
        String digest) {

    /**
     * Copies the list.
     *
     * @param state of its keeper
     * @param timeout what it sends
     * @param guardedForMs for how many more milliseconds the switch certainly does not fire
     * @param unbrokenForMs for how many milliseconds it certainly has not fired
     * @param settlingMs for how many more milliseconds no proof counts
     * @param silent the required bots that it does not know to be alive
     * @param digest of the timeout and the required bots
     */
    public ScopeReply {
        silent = List.copyOf(silent);
    }

    /**
     * Whether nodes have the same timeout and required bots.
     *
     * @param said what each of them said last
     * @return true if all their digests are the same
     */
    public static boolean agree(Collection<ScopeReply> said) {
        return said.stream().map(ScopeReply::digest).distinct().count() <= 1;
    }

    /**
     * Whether nodes require the bot that asked, each of them.
     *
     * @param said what each of them said last
     * @return false if one does not, and so may renew the scope over the death of that bot
     */
    public static boolean allRequireBot(Collection<ScopeReply> said) {
        return said.stream().allMatch(ScopeReply::requiresBot);
    }

    /**
     * Whether the node requires the bot that asked.
     *
     * @return false if it does not, and so may renew the scope over the death of that bot
     */
    public boolean requiresBot() {
        return state != KeeperState.IDLE;
    }

    /**
     * What it proves to who asked.
     *
     * @param asked both clocks, before the pet was sent
     * @param heard both clocks, when this had arrived
     * @return empty if nothing is guarded
     */
    public Optional<Proof> proof(ClockReading asked, ClockReading heard) {
        return Proof.of(asked, heard, Duration.ofMillis(guardedForMs), Duration.ofMillis(unbrokenForMs));
    }
}
