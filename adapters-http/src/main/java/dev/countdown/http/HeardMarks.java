package dev.countdown.http;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * When each of the latest marks was heard: of {@link #REMEMBERED} at the least, and of twice as many at the most. They stand in
 * two tables of fixed size, which make no work for the garbage collector. A mark is any number but 0. For one thread.
 */
final class HeardMarks {

    /** More than come in the minute that a request is valid: up to three of a reply, and Gate allows 200 requests in 10 s. */
    static final int REMEMBERED = 4_096;

    /** A table is half full at most, so that a free place is near. A mark and its time stand side by side. */
    private static final int PLACES = 2 * REMEMBERED;

    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private long[] later = new long[2 * PLACES];
    private long[] earlier = new long[2 * PLACES];
    private int count;

    /** When this mark was heard, on our monotonic clock; empty if it was not, or is forgotten. */
    OptionalLong find(long mark) {
        OptionalLong at = find(later, mark);
        return at.isPresent() ? at : find(earlier, mark);
    }

    private static OptionalLong find(long[] table, long mark) {
        int place = place(table, mark);
        return table[place] == 0 ? OptionalLong.empty() : OptionalLong.of(table[place + 1]);
    }

    /** Once there are enough of the later ones, the earlier ones are forgotten. */
    void put(long mark, long heard) {
        if (count == REMEMBERED) {
            long[] forgotten = earlier;
            earlier = later;
            later = forgotten;
            Arrays.fill(later, 0);
            count = 0;
        }
        int place = place(later, mark);
        count += later[place] == 0 ? 1 : 0;
        later[place] = mark;
        later[place + 1] = heard;
    }

    /** Where it stands, or where it would. */
    private static int place(long[] table, long mark) {
        int place = (int) ((mark * GOLDEN_RATIO) >>> 33) % PLACES * 2;
        while (table[place] != mark && table[place] != 0) {
            place = (place + 2) % table.length;
        }
        return place;
    }
}
