package dev.countdown.application.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import dev.countdown.domain.Timeout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** A scope as every node that keeps it must know it. Immutable. */
public final class GuardedScope {

    private final Timeout timeout;
    private final List<String> bots;

    /** Made once: each reply to a pet carries it. */
    private final String digest;

    /**
     * Sorts the bots.
     *
     * @param timeout what every node sends; at least 5 s
     * @param bots that must all be alive; at least one
     * @throws IllegalArgumentException if there is no bot, one is named twice, or the timeout is 0
     */
    public GuardedScope(Timeout timeout, List<String> bots) {
        this.timeout = Objects.requireNonNull(timeout, "timeout");
        this.bots = bots.stream().sorted().toList();
        if (bots.isEmpty()) {
            throw new IllegalArgumentException("a guarded scope must require at least one bot");
        }
        if (bots.stream().distinct().count() < bots.size()) {
            throw new IllegalArgumentException("a bot must be required only once: " + this.bots);
        }
        if (timeout.isDisarm()) {
            throw new IllegalArgumentException("timeout to keep must be at least 5 seconds: 0");
        }
        digest = digest(timeout, this.bots);
    }

    /**
     * What every node sends.
     *
     * @return at least 5 s
     */
    public Timeout timeout() {
        return timeout;
    }

    /**
     * Which bots must all be alive.
     *
     * @return sorted; at least one
     */
    public List<String> bots() {
        return bots;
    }

    /**
     * By which a bot notices that two nodes differ in timeout or bots. The name of a bot must not hold a line end.
     *
     * @return 16 hexadecimal digits
     */
    public String digest() {
        return digest;
    }

    private static String digest(Timeout timeout, List<String> bots) {
        try {
            String text = timeout.seconds() + "\n" + String.join("\n", bots);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /**
     * What a node says of this scope. While it settles that is no proof: so a bot that knows nothing of that is safe, too.
     *
     * @param protection of its keeper, read after the pet was heard
     * @param settlingMs for how many more milliseconds no proof counts
     * @param silent which of the bots are not known to be alive
     * @return the reply
     */
    public ScopeReply reply(Protection protection, long settlingMs, List<String> silent) {
        boolean proves = settlingMs == 0;
        return new ScopeReply(
                protection.state(),
                timeout,
                proves ? protection.protectedFor().toMillis() : 0,
                proves ? protection.unbrokenFor().toMillis() : 0,
                settlingMs,
                silent,
                digest);
    }

    /**
     * What a node says of this scope to a bot that it does not require: nothing is guarded for that bot, whose death would not be
     * noticed. The digest shows the bot that other nodes, which do require it, differ from this one.
     *
     * @return the reply
     */
    public ScopeReply replyToOther() {
        return new ScopeReply(KeeperState.IDLE, timeout, 0, 0, 0, List.of(), digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GuardedScope scope && timeout.equals(scope.timeout) && bots.equals(scope.bots);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return timeout + " for " + String.join(", ", bots);
    }
}
