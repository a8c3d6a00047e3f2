package dev.countdown.bootstrap.cli;

import java.util.function.Supplier;

/** Input that cannot be used; nothing was sent. The message is one line that names the value and the rule. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What input stands for; a refusal of it is its user's business. */
    public static <T> T checked(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The same; a message that does not begin with the name of the option, variable or key gets it. */
    public static <T> T checked(String name, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException | UsageException e) {
            throw new UsageException(named(name, e), e);
        }
    }

    /** What is wrong, and with which option, variable or key. */
    public static String named(String name, RuntimeException wrong) {
        String message = String.valueOf(wrong.getMessage());
        return message.startsWith(name) ? message : name + ": " + message;
    }
}
