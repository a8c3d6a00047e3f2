package dev.countdown.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a {@code keep --json} log says of the network. Failures that follow each other are an outage, one alone is a
 * loss.
 */
final class KeepLog {

    private static final Set<String> HEARD = Set.of("armed", "renewed", "lapsed", "hastened");
    private static final Set<String> LOST = Set.of("unknown", "failed");
    private static final Duration DAY = Duration.ofDays(1);

    private final List<Long> roundTrips = new ArrayList<>();
    private final Map<String, List<Instant>> failing = new HashMap<>();
    private final List<Duration> outages = new ArrayList<>();
    private long lostAlone;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    private KeepLog() {}

    static KeepLog read(Path file) {
        KeepLog log = new KeepLog();
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("{")) {
                    log.add(Json.members(line));
                }
            }
        } catch (IOException | DateTimeException | NumberFormatException e) {
            throw new UsageException("--from-log must name a log of keep --json: " + file, e);
        }
        if (log.roundTrips.isEmpty()) {
            throw new UsageException("--from-log must hold at least one renewal: " + file);
        }
        return log;
    }

    private void add(Map<String, String> event) {
        Instant at = Instant.parse(event.getOrDefault("at", ""));
        String name = event.getOrDefault("event", "");
        String target = event.getOrDefault("account", "") + " " + event.getOrDefault("scope", "");
        first = at.isBefore(first) ? at : first;
        last = at.isAfter(last) ? at : last;
        if (LOST.contains(name)) {
            failing.computeIfAbsent(target, none -> new ArrayList<>()).add(at);
        } else if (HEARD.contains(name)) {
            roundTrips.add(Long.parseLong(event.getOrDefault("rttMs", "0")));
            List<Instant> failures = failing.getOrDefault(target, List.of());
            if (failures.size() == 1) {
                lostAlone++;
            } else if (!failures.isEmpty()) {
                outages.add(Duration.between(failures.get(0), at));
            }
            failing.remove(target);
        }
    }

    Network network() {
        List<Long> sorted = roundTrips.stream().sorted().toList();
        double days = Math.max(1, Duration.between(first, last).toMillis()) / (double) DAY.toMillis();
        Duration mean = outages.isEmpty()
                ? Duration.ofSeconds(1)
                : outages.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(outages.size());
        return new Network(
                lostAlone / (double) (lostAlone + sorted.size()),
                quantile(sorted, 0.5),
                quantile(sorted, 0.99),
                outages.size() / days,
                mean.isZero() ? Duration.ofMillis(1) : mean);
    }

    private static Duration quantile(List<Long> sorted, double share) {
        return Duration.ofMillis(sorted.get((int) Math.min(sorted.size() - 1L, (long) (share * sorted.size()))));
    }
}
