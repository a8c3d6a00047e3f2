package dev.countdown.testing.simulation;

import dev.countdown.testing.ExchangeMarket;
import java.util.Locale;

/** What was simulated. */
public final class Tally {

    final long[] faults = new long[Fault.ALL.length];
    final long[] memory = new long[Memory.Kind.ALL.length];
    final long[] markets = new long[ExchangeMarket.values().length];
    long seeds;
    long nanos;
    long events;
    long attempts;
    long renewals;
    long fires;
    long lapses;
    long lives;
    long checks;

    void add(Tally other) {
        for (int i = 0; i < faults.length; i++) {
            faults[i] += other.faults[i];
        }
        for (int i = 0; i < memory.length; i++) {
            memory[i] += other.memory[i];
        }
        for (int i = 0; i < markets.length; i++) {
            markets[i] += other.markets[i];
        }
        seeds += other.seeds;
        nanos += other.nanos;
        events += other.events;
        attempts += other.attempts;
        renewals += other.renewals;
        fires += other.fires;
        lapses += other.lapses;
        lives += other.lives;
        checks += other.checks;
    }

    double hours() {
        return nanos / 3.6e12;
    }

    String report(double seconds) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "simulated %,.0f hours (%.2f years) in %.1f s: %,d seeds, %,d keepers, %,d events (%,.0f a second)%n",
                hours(),
                hours() / 8766,
                seconds,
                seeds,
                lives,
                events,
                events / seconds));
        text.append(String.format(
                Locale.ROOT,
                "%,d attempts, %,d acknowledged, %,d fires, %,d lapses, %,d invariant checks%n",
                attempts,
                renewals,
                fires,
                lapses,
                checks));
        text.append("seeds by market:");
        for (ExchangeMarket market : ExchangeMarket.values()) {
            text.append(String.format(Locale.ROOT, " %s %,d", market, markets[market.ordinal()]));
        }
        text.append("\nfaults:");
        for (Fault fault : Fault.ALL) {
            text.append(String.format(
                    Locale.ROOT, " %s %,d", fault.name().toLowerCase(Locale.ROOT), faults[fault.ordinal()]));
            text.append(fault.ordinal() % 6 == 5 ? "\n       " : ",");
        }
        text.setLength(text.length() - 1);
        text.append("\nrestarts:");
        for (Memory.Kind kind : Memory.Kind.ALL) {
            text.append(String.format(
                    Locale.ROOT, " %s %,d", kind.name().toLowerCase(Locale.ROOT), memory[kind.ordinal()]));
            text.append(kind.ordinal() % 6 == 5 ? "\n         " : ",");
        }
        text.setLength(text.length() - 1);
        return text.append('\n').toString();
    }
}
