package dev.countdown.bootstrap.keep.status;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.bootstrap.cli.Version;
import dev.countdown.bootstrap.keep.report.EventLine;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.bootstrap.keep.target.Target;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** The keepers as Prometheus metrics. Safe for use by many threads. */
final class Metrics {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Tags, Row> rows = new ConcurrentHashMap<>();
    private final RunningKeepers keepers;
    private volatile Map<Tags, CountdownKeeper> running = Map.of();

    Metrics(RunningKeepers keepers) {
        this.keepers = keepers;
        Gauge.builder("countdown.build.info", () -> 1)
                .description("The version that runs")
                .tag("version", Version.text())
                .register(registry);
        keepers.onEvent(this::heard);
    }

    String scrape() {
        running = byTags();
        running.keySet().forEach(tags -> rows.computeIfAbsent(tags, Row::new));
        return registry.scrape();
    }

    /** By what names their metrics, which a keeper shares with the one that follows it under another policy. */
    private Map<Tags, CountdownKeeper> byTags() {
        Map<Tags, CountdownKeeper> all = new HashMap<>();
        keepers.running().forEach((target, keeper) -> all.put(tags(target), keeper));
        return all;
    }

    private static Tags tags(Target target) {
        return Tags.of(
                "account", target.account().name(), "scope", target.scope().toString());
    }

    /** One that closed may have a successor already; what it leaves is removed before anything new is made. */
    private void heard(Target target, KeeperEvent event) {
        Tags tags = tags(target);
        if (!(event instanceof KeeperEvent.Closed)) {
            rows.computeIfAbsent(tags, Row::new).heard(event);
        } else if (!byTags().containsKey(tags)) {
            rows.computeIfPresent(tags, (same, row) -> {
                row.remove();
                return null;
            });
        }
    }

    /** The metrics of one scope. */
    private final class Row {
        private final Tags tags;
        private final Counter renewals;
        private final Counter refused;
        private final Counter failed;
        private final Counter unknown;
        private final Counter lapses;
        private final Timer roundTrip;

        Row(Tags tags) {
            this.tags = tags;
            renewals = counter("countdown.renewals", "Acknowledged renewals", tags);
            refused = failure("refused");
            failed = failure("failed");
            unknown = failure("unknown");
            lapses = counter("countdown.lapses", "Lapses, proven and possible", tags);
            roundTrip = Timer.builder("countdown.round.trip")
                    .description("From the send of an acknowledged request to its reply")
                    .serviceLevelObjectives(BUCKETS)
                    .tags(tags)
                    .register(registry);
            gauge(
                    "countdown.protected.seconds",
                    "How much longer the orders are certainly guarded",
                    tags,
                    now -> now.protectedFor().toNanos() / 1e9);
            for (KeeperState state : KeeperState.values()) {
                String name = state.name().toLowerCase(Locale.ROOT);
                gauge(
                        "countdown.state",
                        "1 for the state of the scope",
                        tags.and("state", name),
                        now -> now.state() == state ? 1 : 0);
            }
        }

        void heard(KeeperEvent event) {
            if (event instanceof KeeperEvent.Renewed) {
                renewals.increment();
            } else if (event instanceof KeeperEvent.Refused) {
                refused.increment();
            } else if (event instanceof KeeperEvent.Failed) {
                failed.increment();
            } else if (event instanceof KeeperEvent.Unknown) {
                unknown.increment();
            } else if (event instanceof KeeperEvent.Lapsed) {
                lapses.increment();
            }
            if (EventLine.acknowledgement(event).isPresent()) {
                event.report().protection().roundTrip().ifPresent(roundTrip::record);
            }
        }

        void remove() {
            registry.getMeters().stream()
                    .map(Meter::getId)
                    .filter(id -> id.getTags().containsAll(tags.stream().toList()))
                    .forEach(registry::remove);
        }

        private void gauge(String name, String description, Tags own, ToDoubleFunction<Protection> value) {
            Gauge.builder(name, () -> {
                        CountdownKeeper keeper = running.get(tags);
                        return keeper == null ? Double.NaN : value.applyAsDouble(keeper.protection());
                    })
                    .description(description)
                    .tags(own)
                    .register(registry);
        }

        private Counter failure(String outcome) {
            return counter("countdown.failures", "Attempts that were not acknowledged", tags.and("outcome", outcome));
        }
    }

    private Counter counter(String name, String description, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }
}
