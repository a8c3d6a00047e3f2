package dev.countdown.metrics;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.application.keeper.KeeperFleet;
import dev.countdown.application.keeper.KeeperListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keepers and fleets as meters, with the tags {@code account}, {@code market} and {@code scope}. Safe for use by many threads.
 *
 * <ul>
 *   <li>{@code countdown.state}: a gauge for each state, with the tag {@code state}; 1 for the one that holds, else 0;
 *   <li>{@code countdown.protected.seconds}: how much longer the orders are certainly guarded;
 *   <li>{@code countdown.renewals}, {@code countdown.lapses}: counters of acknowledged renewals, and of lapses;
 *   <li>{@code countdown.failures}: a counter of attempts that were not acknowledged, with the tag {@code outcome}: {@code
 *       refused}, {@code failed}, {@code unknown};
 *   <li>{@code countdown.round.trip}: a timer with buckets, from the send of an acknowledged request to its reply.
 * </ul>
 *
 * <p>Bind it to a registry before a keeper starts: what happens before counts nowhere. The gauges are computed from the clocks when
 * they are read, and have no value once the keeper is closed. Its meters are removed when it tells of its close, unless another keeper
 * of the same account, market and scope has taken its place.
 *
 * <p>A Prometheus registry that is scraped just while a meter is removed and made again can fail, because it sees both. Where a
 * keeper is replaced by another of the same tags, let neither happen during a scrape: give the keepers a listener that takes a lock
 * before it calls {@link #listener()}, and scrape under that lock.
 *
 * <p>Keepers that run at once need different tags. Where two gateways of one market have a keeper of one scope each, name them by
 * the builder's {@code account}.
 */
@SuppressWarnings("exports") // of Micrometer, which who uses this class has
public final class CountdownMetrics implements MeterBinder {

    private final CompositeMeterRegistry meters = new CompositeMeterRegistry();
    private final Map<Tags, ScopeMeters> scopes = new ConcurrentHashMap<>();
    private final KeeperListener listener = this::heard;

    /** Metrics of nobody, in no registry. */
    public CountdownMetrics() {}

    @Override
    public void bindTo(MeterRegistry registry) {
        meters.add(Objects.requireNonNull(registry, "registry"));
    }

    /**
     * What a keeper's builder is given: {@code builder.listener(metrics.listener())}. Unlike {@link #watch(CountdownKeeper)} it
     * misses nothing of the start.
     *
     * @return the same each time; for as many keepers as there are
     */
    public KeeperListener listener() {
        return listener;
    }

    /**
     * Watches a keeper from now on.
     *
     * @param keeper that was not given {@link #listener()}
     */
    public void watch(CountdownKeeper keeper) {
        Objects.requireNonNull(keeper, "keeper").addListener(listener);
        show(keeper);
    }

    /**
     * Watches every keeper of a fleet, also those that are added later.
     *
     * @param fleet whose keepers were not given {@link #listener()}
     */
    public void watch(KeeperFleet fleet) {
        Objects.requireNonNull(fleet, "fleet").addListener(listener);
        fleet.keepers().forEach(this::show);
    }

    private void show(CountdownKeeper keeper) {
        scopes.computeIfAbsent(tags(keeper), tags -> new ScopeMeters(meters, tags, keeper));
    }

    private static Tags tags(CountdownKeeper keeper) {
        return Tags.of(
                "account", keeper.account(),
                "market", keeper.market(),
                "scope", keeper.scope().toString());
    }

    /** A keeper's last events may come after the first ones of the keeper that follows it. */
    private void heard(CountdownKeeper keeper, KeeperEvent event) {
        scopes.compute(tags(keeper), (tags, known) -> {
            if (event instanceof KeeperEvent.Closed) {
                return known != null && known.isOf(keeper) ? known.remove() : known;
            }
            ScopeMeters row = known == null ? new ScopeMeters(meters, tags, keeper) : known;
            return row.heard(keeper, event);
        });
    }
}
