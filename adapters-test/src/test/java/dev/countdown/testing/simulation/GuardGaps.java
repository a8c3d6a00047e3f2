package dev.countdown.testing.simulation;

import java.util.Arrays;

/** For how long the gate of a bot was shut, once it had been open. */
final class GuardGaps {

    private static final long NONE = Long.MAX_VALUE;

    /** Until when a gate was open by its last look; never yet, if there was none. */
    private final long[] openUntil;

    private final long[] shutSince;
    long longest;
    long longerThanAPet;

    GuardGaps(int bots) {
        openUntil = new long[bots];
        shutSince = new long[bots];
        for (int bot = 0; bot < bots; bot++) {
            starts(bot);
        }
    }

    void starts(int bot) {
        openUntil[bot] = NONE;
        shutSince[bot] = NONE;
    }

    void open(int bot, long now, long until) {
        end(bot, now);
        openUntil[bot] = until;
    }

    void shut(int bot, long now) {
        if (shutSince[bot] == NONE && openUntil[bot] != NONE) {
            shutSince[bot] = Math.min(now, openUntil[bot]);
        }
    }

    /** Whether every gate was open at least once; a gap that is not over ends now. */
    boolean end(long now) {
        for (int bot = 0; bot < shutSince.length; bot++) {
            end(bot, now);
        }
        return Arrays.stream(openUntil).allMatch(until -> until != NONE);
    }

    private void end(int bot, long now) {
        if (shutSince[bot] != NONE) {
            long gap = now - shutSince[bot];
            longest = Math.max(longest, gap);
            longerThanAPet += gap > GuardWeather.PET_EVERY ? 1 : 0;
            shutSince[bot] = NONE;
        }
    }
}
