package dev.countdown.metrics;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import dev.countdown.application.keeper.CountdownKeeper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The meters of one account, market and scope, and of the keeper that keeps it now. Changed by one thread at a time. */
final class ScopeMeters {

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

    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();
    private final Map<KeeperEvent.Kind, Counter> counters = new EnumMap<>(KeeperEvent.Kind.class);
    private final Timer roundTrip;
    private volatile CountdownKeeper keeper;

    ScopeMeters(MeterRegistry registry, Tags tags, CountdownKeeper keeper) {
        this.registry = registry;
        this.tags = tags;
        this.keeper = keeper;
        count(KeeperEvent.Kind.RENEWED, "countdown.renewals", "Acknowledged renewals", tags);
        count(KeeperEvent.Kind.LAPSED, "countdown.lapses", "Lapses, proven and possible", tags);
        countFailures(KeeperEvent.Kind.REFUSED);
        countFailures(KeeperEvent.Kind.FAILED);
        countFailures(KeeperEvent.Kind.UNKNOWN);
        roundTrip = Timer.builder("countdown.round.trip")
                .description("From the send of an acknowledged request to its reply")
                .serviceLevelObjectives(BUCKETS)
                .tags(tags)
                .register(registry);
        meters.add(roundTrip);
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

    boolean isOf(CountdownKeeper other) {
        return keeper == other;
    }

    ScopeMeters heard(CountdownKeeper from, KeeperEvent event) {
        keeper = event instanceof KeeperEvent.Arming ? from : keeper;
        Counter counter = counters.get(event.kind());
        if (counter != null) {
            counter.increment();
        }
        if (event.acknowledged().isPresent()) {
            event.report().protection().roundTrip().ifPresent(roundTrip::record);
        }
        return this;
    }

    /** Gives nothing, which takes its place. */
    @Nullable
    ScopeMeters remove() {
        meters.forEach(registry::remove);
        return null;
    }

    private void gauge(String name, String description, Tags own, ToDoubleFunction<Protection> value) {
        meters.add(Gauge.builder(name, () -> {
                    Protection now = keeper.protection();
                    return now.state() == KeeperState.CLOSED ? Double.NaN : value.applyAsDouble(now);
                })
                .description(description)
                .tags(own)
                .register(registry));
    }

    private void countFailures(KeeperEvent.Kind kind) {
        count(kind, "countdown.failures", "Attempts that were not acknowledged", tags.and("outcome", kind.text()));
    }

    private void count(KeeperEvent.Kind kind, String name, String description, Tags own) {
        Counter counter =
                Counter.builder(name).description(description).tags(own).register(registry);
        counters.put(kind, counter);
        meters.add(counter);
    }
}
