package dev.countdown.testing.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** What was simulated with several nodes. */
final class GuardTally {

    private static final long BUCKET = 10 * Weather.MILLI;

    private final int[] exposures = new int[60_000];
    private long exposedNanos;
    private long longest;
    private long exposed;
    long seeds;
    long nanos;
    long events;
    long sends;
    long faults;
    long fires;
    long falseFires;
    long falseFiresWithAWholeNode;
    long falseGates;
    long deaths;
    long lapses;
    long gates;
    long openGates;
    long checks;

    void exposed(long span) {
        exposures[(int) Math.min(exposures.length - 1, span / BUCKET)]++;
        exposedNanos += span;
        longest = Math.max(longest, span);
        exposed++;
    }

    void add(GuardTally other) {
        for (int i = 0; i < exposures.length; i++) {
            exposures[i] += other.exposures[i];
        }
        longest = Math.max(longest, other.longest);
        add(other.sums());
    }

    private long[] sums() {
        return new long[] {
            exposedNanos,
            exposed,
            seeds,
            nanos,
            events,
            sends,
            faults,
            fires,
            falseFires,
            falseFiresWithAWholeNode,
            falseGates,
            deaths,
            lapses,
            gates,
            openGates,
            checks
        };
    }

    private void add(long[] sums) {
        int i = 0;
        exposedNanos += sums[i++];
        exposed += sums[i++];
        seeds += sums[i++];
        nanos += sums[i++];
        events += sums[i++];
        sends += sums[i++];
        faults += sums[i++];
        fires += sums[i++];
        falseFires += sums[i++];
        falseFiresWithAWholeNode += sums[i++];
        falseGates += sums[i++];
        deaths += sums[i++];
        lapses += sums[i++];
        gates += sums[i++];
        openGates += sums[i++];
        checks += sums[i];
    }

    /** All of it in one line, for {@link #read}. */
    String line() {
        StringJoiner line = new StringJoiner(" ");
        line.add("" + longest);
        Arrays.stream(sums()).forEach(sum -> line.add("" + sum));
        for (int i = 0; i < exposures.length; i++) {
            if (exposures[i] > 0) {
                line.add(i + ":" + exposures[i]);
            }
        }
        return line.toString();
    }

    static GuardTally read(String line) {
        GuardTally tally = new GuardTally();
        String[] parts = line.split(" ");
        int sums = tally.sums().length;
        tally.longest = Long.parseLong(parts[0]);
        tally.add(Arrays.stream(parts, 1, 1 + sums).mapToLong(Long::parseLong).toArray());
        for (String bucket : List.of(parts).subList(1 + sums, parts.length)) {
            String[] pair = bucket.split(":");
            tally.exposures[Integer.parseInt(pair[0])] = Integer.parseInt(pair[1]);
        }
        return tally;
    }

    double hours() {
        return nanos / 3.6e12;
    }

    private double percentile(double share) {
        long rest = (long) Math.ceil(share * exposed);
        for (int i = 0; i < exposures.length; i++) {
            rest -= exposures[i];
            if (rest <= 0) {
                return (i + 1) * BUCKET / 1e9;
            }
        }
        return longest / 1e9;
    }

    String report(String name) {
        return String.format(
                Locale.ROOT,
                "%-12s %,.0f hours: false gates %,d; fires on living bots %,d, with a whole node %,d; from a death to the"
                        + " firing mean %.1f s, p99 %.1f s, max %.1f s of %,d; gates open %.2f %%, lapses %,d%n"
                        + "             %,d events, %,d faults, %,d deaths, %,d requests, %,d checks%n",
                name,
                hours(),
                falseGates,
                falseFires,
                falseFiresWithAWholeNode,
                exposed == 0 ? 0 : exposedNanos / 1e9 / exposed,
                percentile(0.99),
                longest / 1e9,
                exposed,
                gates == 0 ? 0 : 100.0 * openGates / gates,
                lapses,
                events,
                faults,
                deaths,
                sends,
                checks);
    }
}
