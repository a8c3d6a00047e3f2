package dev.countdown.bootstrap.keep.status;

import dev.countdown.application.keeper.KeeperListener;
import dev.countdown.bootstrap.cli.Version;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.metrics.CountdownMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The keepers as Prometheus metrics. Safe for use by many threads. */
final class Metrics {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Made before any keeper starts, so that it misses nothing. */
    Metrics(RunningKeepers keepers) {
        Gauge.builder("countdown.build.info", () -> 1)
                .description("The version that runs")
                .tag("version", Version.text())
                .register(registry);
        CountdownMetrics metrics = new CountdownMetrics();
        metrics.bindTo(registry);
        KeeperListener listener = metrics.listener();
        keepers.addListener((keeper, event) -> {
            synchronized (this) {
                listener.on(keeper, event);
            }
        });
    }

    /** While it runs no meter comes or goes: the registry would show one that is made again twice, and then fails. */
    synchronized String scrape() {
        return registry.scrape();
    }
}
