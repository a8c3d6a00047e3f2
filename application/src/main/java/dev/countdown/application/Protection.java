package dev.countdown.application;

import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Continuity;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was known of the protection of one scope when it was asked for. Immutable; two with the same parts are equal. It may get
 * further parts.
 */
public final class Protection {

    private record Parts(
            KeeperState state,
            Duration protectedFor,
            Duration unbrokenFor,
            Optional<Duration> certainlyFiredAfter,
            Optional<Acknowledgement> lastAcknowledgement,
            Optional<Duration> roundTrip,
            int consecutiveFailures,
            Optional<Continuity> continuity,
            OptionalLong openLapse) {}

    private final Parts parts;

    private Protection(Parts parts) {
        this.parts = parts;
    }

    /**
     * For a keeper, and for the tests of a platform.
     *
     * @param state what the platform may believe
     * @return a builder in which nothing is protected, acknowledged, failed or lapsed
     */
    public static Builder builder(KeeperState state) {
        return new Builder(Objects.requireNonNull(state, "state"));
    }

    /**
     * What the platform may believe.
     *
     * @return the state
     */
    public KeeperState state() {
        return parts.state();
    }

    /**
     * How much longer the switch certainly has not fired.
     *
     * @return zero if nothing is certain
     */
    public Duration protectedFor() {
        return parts.protectedFor();
    }

    /**
     * For how long the switch certainly has not fired: since the reply to the first of the acknowledged requests between which
     * each verdict was {@link Continuity#UNBROKEN}. With {@link #protectedFor()} it is what another machine makes a {@link
     * dev.countdown.domain.Proof} of.
     *
     * @return zero if {@link #protectedFor()} is
     */
    public Duration unbrokenFor() {
        return parts.unbrokenFor();
    }

    /**
     * How much longer until it certainly has.
     *
     * @return zero if it has; empty where no such moment is known
     */
    public Optional<Duration> certainlyFiredAfter() {
        return parts.certainlyFiredAfter();
    }

    /**
     * Of the acknowledged requests, the one sent last.
     *
     * @return empty while nothing is acknowledged
     */
    public Optional<Acknowledgement> lastAcknowledgement() {
        return parts.lastAcknowledgement();
    }

    /**
     * From the send of that request to its reply.
     *
     * @return empty while nothing is acknowledged
     */
    public Optional<Duration> roundTrip() {
        return parts.roundTrip();
    }

    /**
     * Attempts since then that were not acknowledged.
     *
     * @return not negative
     */
    public int consecutiveFailures() {
        return parts.consecutiveFailures();
    }

    /**
     * Whether the switch fired between the last two acknowledgements.
     *
     * @return empty before there were two
     */
    public Optional<Continuity> continuity() {
        return parts.continuity();
    }

    /**
     * The lapse that the platform has not reconciled yet.
     *
     * @return its number; empty if there is none
     */
    public OptionalLong openLapse() {
        return parts.openLapse();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Protection protection && parts.equals(protection.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return parts.toString().replace("Parts", "Protection");
    }

    /** Gathers the parts. Not safe for use by several threads. */
    public static final class Builder {

        private final KeeperState state;
        private Duration protectedFor = Duration.ZERO;
        private Duration unbrokenFor = Duration.ZERO;
        private Optional<Duration> certainlyFiredAfter = Optional.empty();
        private Optional<Acknowledgement> lastAcknowledgement = Optional.empty();
        private Optional<Duration> roundTrip = Optional.empty();
        private int consecutiveFailures;
        private Optional<Continuity> continuity = Optional.empty();
        private OptionalLong openLapse = OptionalLong.empty();

        private Builder(KeeperState state) {
            this.state = state;
        }

        /**
         * How much longer the switch certainly has not fired.
         *
         * @param span not negative
         * @return this
         */
        public Builder protectedFor(Duration span) {
            protectedFor = Objects.requireNonNull(span, "protectedFor");
            return this;
        }

        /**
         * For how long the switch certainly has not fired.
         *
         * @param span not negative
         * @return this
         */
        public Builder unbrokenFor(Duration span) {
            unbrokenFor = Objects.requireNonNull(span, "unbrokenFor");
            return this;
        }

        /**
         * How much longer until it certainly has.
         *
         * @param span zero if it has; empty where no such moment is known
         * @return this
         */
        public Builder certainlyFiredAfter(Optional<Duration> span) {
            certainlyFiredAfter = Objects.requireNonNull(span, "certainlyFiredAfter");
            return this;
        }

        /**
         * Of the acknowledged requests, the one sent last.
         *
         * @param acknowledgement empty while nothing is acknowledged
         * @param trip from its send to its reply
         * @return this
         */
        public Builder acknowledged(Optional<Acknowledgement> acknowledgement, Optional<Duration> trip) {
            lastAcknowledgement = Objects.requireNonNull(acknowledgement, "acknowledgement");
            roundTrip = Objects.requireNonNull(trip, "trip");
            return this;
        }

        /**
         * Attempts since then that were not acknowledged.
         *
         * @param count not negative
         * @return this
         */
        public Builder consecutiveFailures(int count) {
            consecutiveFailures = count;
            return this;
        }

        /**
         * Whether the switch fired between the last two acknowledgements.
         *
         * @param verdict empty before there were two
         * @return this
         */
        public Builder continuity(Optional<Continuity> verdict) {
            continuity = Objects.requireNonNull(verdict, "continuity");
            return this;
        }

        /**
         * The lapse that the platform has not reconciled yet.
         *
         * @param number empty if there is none
         * @return this
         */
        public Builder openLapse(OptionalLong number) {
            openLapse = Objects.requireNonNull(number, "openLapse");
            return this;
        }

        /**
         * What was gathered.
         *
         * @return the protection
         */
        public Protection build() {
            return new Protection(new Parts(
                    state,
                    protectedFor,
                    unbrokenFor,
                    certainlyFiredAfter,
                    lastAcknowledgement,
                    roundTrip,
                    consecutiveFailures,
                    continuity,
                    openLapse));
        }
    }
}
