package dev.countdown.application;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether the strategy whose orders are guarded is alive. Asked between sends, before every attempt and once more right before
 * it is sent, on the scheduler's thread: it must return at once. If it throws, the strategy counts as dead.
 */
@FunctionalInterface
public interface Liveness {

    /** For a strategy whose life is not watched: it is taken to be alive as long as this process is. */
    Liveness UNWATCHED = Verdict::alive;

    /**
     * Whether the strategy is alive now.
     *
     * @return {@link Verdict#alive()}, or {@link Verdict#dead(String)} with a reason for people
     */
    Verdict check();

    /**
     * How soon to ask again, if nothing is sent before.
     *
     * @return positive; 500 ms unless an implementation knows when it will fail
     */
    default Duration askAgainWithin() {
        return Duration.ofMillis(500);
    }

    /**
     * Holds while all of these hold; the reason is that of the first that fails.
     *
     * @param parts the conditions
     * @return the conjunction
     */
    static Liveness all(List<Liveness> parts) {
        return new AllAlive(List.copyOf(Objects.requireNonNull(parts, "parts")));
    }

    /**
     * The answer to one check. Immutable.
     *
     * @param reason why the strategy is dead, for people; empty while it is alive
     */
    record Verdict(Optional<String> reason) {

        private static final Verdict ALIVE = new Verdict(Optional.empty());

        /**
         * The strategy is alive.
         *
         * @return the verdict
         */
        public static Verdict alive() {
            return ALIVE;
        }

        /**
         * The strategy is dead.
         *
         * @param reason for people
         * @return the verdict
         */
        public static Verdict dead(String reason) {
            return new Verdict(Optional.of(Objects.requireNonNull(reason, "reason")));
        }

        /**
         * Whether the strategy is alive.
         *
         * @return false if it is dead
         */
        public boolean isAlive() {
            return reason.isEmpty();
        }
    }
}
