package dev.countdown.application.guard;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One process of a bot, as its nodes see it: its session, and what it must echo to each. Safe for use by many threads.
 *
 * <p>The session is the time at which the process started, so that every node tells the newer of two in the same way, also one
 * that has just been restarted and hears the older one first.
 */
public final class BotSession {

    private static final int PER_MILLI = 1_000;

    private final String bot;
    private final int salt;
    private final Map<String, Long> echoes = new HashMap<>();
    private long number;
    private boolean welcome;
    private volatile boolean superseded;

    /**
     * Begins.
     *
     * @param bot its name
     * @param wallMillis the wall clock
     * @param salt a random number, so that two that begin in the same millisecond differ
     */
    public BotSession(String bot, long wallMillis, int salt) {
        this.bot = bot;
        this.salt = Math.floorMod(salt, PER_MILLI);
        number = wallMillis * PER_MILLI + this.salt;
    }

    /**
     * The next pet for a node.
     *
     * @param node such as its base URL
     * @return the pet
     */
    public synchronized Pet pet(String node) {
        Long echo = echoes.get(node);
        return new Pet(bot, number, echo == null ? OptionalLong.empty() : OptionalLong.of(echo));
    }

    /**
     * A node answered. One that knows a newer session ends this one for good; but where no node has heard this one yet, this
     * process is the newer one, and only its wall clock is behind: it begins once more.
     *
     * @param node which was petted
     * @param pet to which it answered
     * @param answer what it said
     */
    public synchronized void heard(String node, Pet pet, PetAnswer answer) {
        if (pet.session() != number) {
            return;
        }
        if (answer instanceof PetAnswer.Welcome heard) {
            welcome = true;
            echoes.put(node, heard.echo());
        } else if (answer instanceof PetAnswer.Superseded newer) {
            superseded = welcome;
            number = welcome ? number : newer.by() + 1 + salt;
        }
    }

    /**
     * Whether a newer process of the same bot was heard: this one must not quote any more, and end.
     *
     * @return true for ever from then on
     */
    public boolean isSuperseded() {
        return superseded;
    }
}
