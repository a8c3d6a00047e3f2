package dev.countdown.application;

import dev.countdown.domain.Acknowledgement;
import java.time.Duration;
import java.util.Objects;

/** What is known of one request once it has ended. Immutable. */
public sealed interface Outcome {

    /**
     * The outcome for a caller that held the request up before {@code submit}: it can be applied for that much longer, counted
     * from when the caller had it.
     *
     * @param delay for how long it was held up; not negative
     * @return with a longer {@code mayApplyFor} where it is unknown, else as it is
     */
    default Outcome heldUpFor(Duration delay) {
        return this instanceof Unknown unknown
                ? new Unknown(
                        unknown.cause(),
                        Durations.bounded(unknown.mayApplyFor()).plus(delay))
                : this;
    }

    /**
     * The exchange applied the request: a complete, plausible 200 for this very request.
     *
     * @param acknowledgement what the reply said
     */
    record Applied(Acknowledgement acknowledgement) implements Outcome {
        /**
         * Refuses null.
         *
         * @param acknowledgement what the reply said
         */
        public Applied {
            Objects.requireNonNull(acknowledgement, "acknowledgement");
        }
    }

    /**
     * The request had no effect, and never will: the exchange refused it, or it never left this process.
     *
     * @param label the exchange's error label, or {@link #NOT_SENT}
     * @param message for people; never holds a secret
     * @param retry whether and when another attempt makes sense
     */
    record NotApplied(String label, String message, Retry retry) implements Outcome {

        /** The label of a request that never left this process: no connection, no name, no TLS session. */
        public static final String NOT_SENT = "NOT_SENT";

        /**
         * Refuses null.
         *
         * @param label the exchange's error label, or {@link #NOT_SENT}
         * @param message for people; never holds a secret
         * @param retry whether and when another attempt makes sense
         */
        public NotApplied {
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(retry, "retry");
        }

        /**
         * A request that never left this process; worth another attempt.
         *
         * @param message why
         * @return the reply
         */
        public static NotApplied notSent(String message) {
            return new NotApplied(NOT_SENT, message, Retry.NOW);
        }

        /**
         * A request that was held up until its deadline was over, and was not sent: the exchange could have applied it later
         * than its caller allows for.
         *
         * @param deadline that is over
         * @return the reply
         */
        public static NotApplied heldUp(Deadline deadline) {
            return notSent("held up until its deadline of " + deadline.span().toMillis() + " ms was over");
        }

        /**
         * Whether the exchange saw the request and refused it.
         *
         * @return false if the request never left this process
         */
        public boolean isRefusal() {
            return !label.equals(NOT_SENT);
        }

        /**
         * Label and message of a refusal, or the message alone.
         *
         * @return for people; one line where the message is one
         */
        public String reason() {
            return isRefusal() ? label + ": " + message : message;
        }
    }

    /**
     * The request may have been applied, or may yet be, or never: no reply, a broken connection after bytes were written, a
     * 5xx, an unreadable reply.
     *
     * @param cause for people; never holds a secret
     * @param mayApplyFor how long after {@code submit} was called the request can still be applied; not negative
     */
    record Unknown(String cause, Duration mayApplyFor) implements Outcome {
        /**
         * Checks the span.
         *
         * @param cause for people; never holds a secret
         * @param mayApplyFor how long after {@code submit} was called the request can still be applied; not negative
         * @throws IllegalArgumentException if the span is negative
         */
        public Unknown {
            Objects.requireNonNull(cause, "cause");
            if (Objects.requireNonNull(mayApplyFor, "mayApplyFor").isNegative()) {
                throw new IllegalArgumentException("mayApplyFor must not be negative: " + mayApplyFor);
            }
        }
    }
}
