package dev.countdown.application.guard;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * A bot says that it is alive. Immutable.
 *
 * @param bot its name
 * @param session of the bot's process: of two the larger is the newer
 * @param echo from the last reply of the same node to this session; empty in the first pet, which only says hello
 */
public record Pet(String bot, long session, OptionalLong echo) {

    /**
     * Refuses null.
     *
     * @param bot its name
     * @param session of the bot's process
     * @param echo from the last reply of the same node to this session
     */
    public Pet {
        Objects.requireNonNull(bot, "bot");
        Objects.requireNonNull(echo, "echo");
    }
}
