package dev.countdown.testing.simulation;

import dev.countdown.testing.simulation.GuardSimulation.Failure;
import dev.countdown.testing.simulation.GuardSimulation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A long run in pieces. The sums of each are kept in a file, so that a run which was stopped goes on where it was. A piece with a
 * violation is told and not kept, and the next one is played.
 */
final class GuardPieces {

    private static final long PIECE = 500;
    private static final String WHOLE = " whole";

    private GuardPieces() {}

    static Outcome run(long hours, int threads, Path file) throws IOException, InterruptedException {
        Map<String, GuardTally> kept = read(file);
        GuardTally several = new GuardTally();
        GuardTally alone = new GuardTally();
        List<Failure> failures = new ArrayList<>();
        long start = System.nanoTime();
        long played = 0;
        for (long from = 1; from <= hours; from += PIECE) {
            long to = Math.min(hours, from + PIECE - 1);
            String name = from + "-" + to;
            if (!kept.containsKey(name + " 1")) {
                Outcome outcome = GuardSimulation.run(from, to, threads);
                outcome.failure().ifPresent(failures::add);
                played += to - from + 1;
                System.out.printf(
                        "%s: %s; %.1f hours a second%n",
                        name,
                        outcome.failure().map(Failure::toString).orElse("no violation"),
                        played * 1e9 / (System.nanoTime() - start));
                if (outcome.failure().isPresent()) {
                    continue;
                }
                keep(file, kept, name + " " + GuardSimulation.NODES, outcome.several());
                keep(file, kept, name + " 1", outcome.alone());
            }
            several.add(kept.get(name + " " + GuardSimulation.NODES));
            alone.add(kept.get(name + " 1"));
        }
        return new Outcome(several, alone, failures.stream().findFirst());
    }

    private static void keep(Path file, Map<String, GuardTally> kept, String name, GuardTally tally)
            throws IOException {
        Files.writeString(
                file, "\n" + name + ": " + tally.line() + WHOLE, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        kept.put(name, tally);
    }

    /** A line that was not written to its end counts for nothing. */
    static Map<String, GuardTally> read(Path file) throws IOException {
        Map<String, GuardTally> kept = new HashMap<>();
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            if (line.endsWith(WHOLE)) {
                String[] parts =
                        line.substring(0, line.length() - WHOLE.length()).split(": ");
                kept.put(parts[0], GuardTally.read(parts[1]));
            }
        }
        return kept;
    }
}
