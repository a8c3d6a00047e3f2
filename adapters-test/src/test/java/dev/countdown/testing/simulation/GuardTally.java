package dev.countdown.testing.simulation;

import java.util.Locale;

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
        exposedNanos += other.exposedNanos;
        longest = Math.max(longest, other.longest);
        exposed += other.exposed;
        seeds += other.seeds;
        nanos += other.nanos;
        events += other.events;
        sends += other.sends;
        faults += other.faults;
        fires += other.fires;
        falseFires += other.falseFires;
        falseFiresWithAWholeNode += other.falseFiresWithAWholeNode;
        falseGates += other.falseGates;
        deaths += other.deaths;
        lapses += other.lapses;
        gates += other.gates;
        openGates += other.openGates;
        checks += other.checks;
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
