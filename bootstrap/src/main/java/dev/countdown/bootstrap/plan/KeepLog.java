package dev.countdown.bootstrap.plan;

import dev.countdown.application.KeeperEvent.Kind;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.cli.UsageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a {@code keep --json} log says of the network. Failures that follow each other are an outage, one alone is a
 * loss. It is read line by line, however long it is; a line that cannot be read, as a torn one, is passed over.
 */
final class KeepLog {

    private static final Set<String> HEARD = texts(Kind.ARMED, Kind.RENEWED, Kind.LAPSED, Kind.EXPIRING_SOON);
    private static final Set<String> LOST = texts(Kind.UNKNOWN, Kind.FAILED);
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int LINES_BEFORE_AN_EVENT = 10_000;
    private static final long LONGEST_TRIP_MILLIS = Duration.ofDays(1).toMillis();

    /** Where no outage was seen, nobody knows how long one is. */
    private static final Duration ASSUMED_OUTAGE = Duration.ofSeconds(5);

    private record Failing(Instant first, long count) {}

    private final TreeMap<Long, Long> roundTrips = new TreeMap<>();
    private final Map<String, Failing> failing = new HashMap<>();
    private Duration allOutages = Duration.ZERO;
    private long outages;
    private long lostAlone;
    private long heard;
    private long unreadable;
    private Duration covered = Duration.ZERO;
    private long gaps;
    private Instant last = Instant.MIN;

    private KeepLog() {}

    private static Set<String> texts(Kind... kinds) {
        return Stream.of(kinds).map(Kind::text).collect(Collectors.toUnmodifiableSet());
    }

    static KeepLog read(Path file) {
        KeepLog log = new KeepLog();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            long count = 0;
            for (Optional<String> line = next(lines); line.isPresent(); line = next(lines)) {
                log.addIfEvent(line.get());
                if (++count > LINES_BEFORE_AN_EVENT && log.last.equals(Instant.MIN)) {
                    throw new UsageException("--from-log must name a log of keep --json: " + file);
                }
            }
        } catch (IOException e) {
            throw new UsageException("--from-log must name a log of keep --json: " + file, e);
        }
        if (log.heard == 0) {
            throw new UsageException("--from-log must hold at least one renewal: " + file);
        }
        return log;
    }

    private static Optional<String> next(Reader lines) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = lines.read(); c != '\n'; c = lines.read()) {
            if (c < 0) {
                return line.isEmpty() ? Optional.empty() : Optional.of(line.toString());
            }
            if (line.length() == LONGEST_LINE) {
                throw new IOException("a line is longer than " + LONGEST_LINE + " characters");
            }
            line.append((char) c);
        }
        return Optional.of(line.toString());
    }

    private void addIfEvent(String line) {
        if (!line.startsWith("{")) {
            return;
        }
        try {
            add(Json.members(line));
        } catch (IOException | DateTimeException | ArithmeticException | NumberFormatException e) {
            unreadable++;
        }
    }

    private void add(Map<String, String> event) {
        Instant at = Instant.parse(event.getOrDefault("at", ""));
        String name = event.getOrDefault("event", "");
        String target = Stream.of("account", "market", "scope")
                .map(part -> event.getOrDefault(part, ""))
                .collect(Collectors.joining(" "));
        long trip = Long.parseLong(event.getOrDefault("rttMs", "0"));
        extendTo(at);
        if (LOST.contains(name)) {
            failing.merge(target, new Failing(at, 1), (run, one) -> new Failing(run.first(), run.count() + 1));
        } else if (HEARD.contains(name)) {
            heard++;
            roundTrips.merge(Math.max(0, Math.min(trip, LONGEST_TRIP_MILLIS)), 1L, Long::sum);
            Failing over = failing.remove(target);
            if (over != null && over.count() == 1) {
                lostAlone++;
            } else if (over != null) {
                outages++;
                Duration span = Duration.between(over.first(), at);
                allOutages = allOutages.plus(span.isNegative() ? Duration.ZERO : span);
            }
        }
    }

    /** A span without an event is one in which keep did not run, unless it is as short as an interval can be. */
    private void extendTo(Instant at) {
        if (last.equals(Instant.MIN)) {
            last = at;
            return;
        }
        Duration since = Duration.between(last, at);
        if (since.compareTo(LogStatistics.LONGEST_SILENCE) > 0) {
            gaps++;
        } else if (!since.isNegative()) {
            covered = covered.plus(since);
        }
        last = at.isAfter(last) ? at : last;
    }

    LogStatistics seen() {
        return new LogStatistics(covered, gaps, lostAlone + heard, lostAlone, outages, unreadable);
    }

    /** As bad as it may be, judging by what was seen. */
    NetworkModel network() {
        Duration mean = outages == 0 ? ASSUMED_OUTAGE : allOutages.dividedBy(outages);
        return new NetworkModel(
                seen().mostLoss(),
                quantile(0.5),
                quantile(0.99),
                seen().mostOutagesPerDay(),
                mean.isZero() ? Duration.ofMillis(1) : mean);
    }

    private Duration quantile(double share) {
        long below = Math.min(heard - 1, (long) (share * heard));
        for (Map.Entry<Long, Long> trips : roundTrips.entrySet()) {
            below -= trips.getValue();
            if (below < 0) {
                return Duration.ofMillis(trips.getKey());
            }
        }
        return Duration.ofMillis(roundTrips.lastKey());
    }
}
