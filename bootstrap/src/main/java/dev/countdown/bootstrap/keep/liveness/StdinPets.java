package dev.countdown.bootstrap.keep.liveness;

import dev.countdown.application.Liveness;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Watchdog;
import dev.countdown.bootstrap.cli.DaemonThread;
import dev.countdown.bootstrap.cli.DurationText;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Alive while lines come on an input stream; its end is the end. */
final class StdinPets implements Liveness {

    private final Watchdog watchdog;
    private final Duration maxAge;
    private volatile boolean ended;

    private StdinPets(Watchdog watchdog, Duration maxAge) {
        this.watchdog = watchdog;
        this.maxAge = maxAge;
    }

    static StdinPets reading(InputStream input, Duration maxAge, Scheduler clock) {
        StdinPets pets = new StdinPets(new Watchdog(clock, maxAge), maxAge);
        DaemonThread.of("pets", () -> pets.read(input)).start();
        return pets;
    }

    /** Keeps nothing of the lines, however long they are. */
    private void read(InputStream input) {
        byte[] chunk = new byte[8192];
        try {
            for (int length = input.read(chunk); length >= 0; length = input.read(chunk)) {
                if (holdsLineEnd(chunk, length)) {
                    watchdog.pet();
                }
            }
        } catch (IOException e) {
            // as good as its end
        }
        ended = true;
    }

    private static boolean holdsLineEnd(byte[] chunk, int length) {
        for (int i = 0; i < length; i++) {
            if (chunk[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    @Override
    public Verdict check() {
        if (ended) {
            return Verdict.dead("standard input ended" + ProcessAlive.FOR_GOOD);
        }
        return watchdog.check().isAlive()
                ? Verdict.alive()
                : Verdict.dead("standard input: no line for " + DurationText.text(maxAge));
    }

    @Override
    public Duration askAgainWithin() {
        return watchdog.askAgainWithin();
    }
}
