package dev.countdown.bootstrap;

/** Input that cannot be used; nothing was sent. The message is one line that names the value and the rule. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }

    UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
