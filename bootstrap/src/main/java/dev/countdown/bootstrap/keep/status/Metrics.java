package dev.countdown.bootstrap.keep.status;

import dev.countdown.application.guard.GuardedScope;
import dev.countdown.application.keeper.KeeperListener;
import dev.countdown.bootstrap.cli.Version;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.metrics.CountdownMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;

/** The keepers as Prometheus metrics. Safe for use by many threads. */
final class Metrics {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Made before any keeper starts, so that it misses nothing. */
    Metrics(RunningKeepers keepers, Optional<GuardView> guard) {
        Gauge.builder("countdown.build.info", () -> 1)
                .description("The version that runs")
                .tag("version", Version.text())
                .register(registry);
        guard.ifPresent(node -> {
            node.bots().forEach(bot -> bind(node, bot));
            node.scopes().forEach(this::bind);
        });
        CountdownMetrics metrics = new CountdownMetrics();
        metrics.bindTo(registry);
        KeeperListener listener = metrics.listener();
        keepers.addListener((keeper, event) -> {
            synchronized (this) {
                listener.on(keeper, event);
            }
        });
    }

    private void bind(GuardView guard, String bot) {
        Gauge.builder("countdown.pet.age", () -> guard.ageSeconds(bot))
                .description("How old a bot's last sign of life is here; infinite where there was none")
                .baseUnit("seconds")
                .tag("bot", bot)
                .register(registry);
        Gauge.builder("countdown.bot.silent", () -> guard.isSilent(bot) ? 1 : 0)
                .description("1 for a bot that this node does not know to be alive")
                .tag("bot", bot)
                .register(registry);
    }

    /** A node hears no other one: only who scrapes all of them sees that they differ. */
    private void bind(Target target, GuardedScope scope) {
        Gauge.builder("countdown.scope.digest", () -> 1)
                .description("What all nodes of a scope must agree in: its timeout and its bots")
                .tag("account", target.account().name())
                .tag("market", target.market().toString())
                .tag("scope", target.scope().toString())
                .tag("digest", scope.digest())
                .register(registry);
    }

    /** While it runs no meter comes or goes: the registry would show one that is made again twice, and then fails. */
    synchronized String scrape() {
        return registry.scrape();
    }
}
