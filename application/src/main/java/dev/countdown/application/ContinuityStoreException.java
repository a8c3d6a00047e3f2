package dev.countdown.application;

/** A store could not read or write a record. Its message is told to people: it says what is wrong, and never holds a secret. */
public final class ContinuityStoreException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * With a reason for people.
     *
     * @param message what is wrong
     */
    public ContinuityStoreException(String message) {
        super(message);
    }

    /**
     * With a reason for people, and its cause.
     *
     * @param message what is wrong
     * @param cause what was thrown
     */
    public ContinuityStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
