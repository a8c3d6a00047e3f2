package dev.countdown.bootstrap;

import java.util.function.Supplier;

/** Input that cannot be used; nothing was sent. The message is one line that names the value and the rule. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }

    UsageException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What input stands for; a refusal of it is its user's business. */
    static <T> T checked(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }
}
