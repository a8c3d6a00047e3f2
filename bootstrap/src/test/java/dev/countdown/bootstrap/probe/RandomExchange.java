package dev.countdown.bootstrap.probe;

import dev.countdown.http.Market;
import dev.countdown.testing.Deviation;
import dev.countdown.testing.ExchangeAssumptions;
import dev.countdown.testing.ExchangeEvent;
import dev.countdown.testing.ExchangeMarket;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.ManualScheduler;
import dev.countdown.testing.simulator.ApiKey;
import dev.countdown.testing.simulator.BodyFault;
import dev.countdown.testing.simulator.RateLimit;
import dev.countdown.testing.simulator.SimulatorCalls;
import dev.countdown.testing.simulator.SimulatorSettings;
import dev.countdown.testing.simulator.WireAssumptions;
import dev.countdown.testing.simulator.WireAssumptions.TimeHeaders;
import dev.countdown.testing.simulator.WireAssumptions.TriggerTimeAs;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** An exchange, its clock and the way to it, all switches at random; the same again for the same seed. */
final class RandomExchange {

    private static final List<String> LABELS = List.of(
            "INVALID_PARAM_VALUE", "MISSING_REQUIRED_PARAM", "INVALID_REQUEST_BODY", "BAD_REQUEST", "ODD_LABEL");

    final long seed;
    final ManualScheduler clock = new ManualScheduler();
    final InMemoryExchange exchange;
    final WireAssumptions wire;
    final Map<BodyFault, String> labels = new EnumMap<>(BodyFault.class);
    final int limit;
    final boolean readOnly;
    final Duration offset;
    final Subject subject;
    final SimulatedWire line;

    RandomExchange(long seed) {
        this.seed = seed;
        SplittableRandom random = new SplittableRandom(seed);
        ExchangeAssumptions assumed = ExchangeAssumptions.DEFAULTS
                .withCheckPeriod(Duration.ofMillis(random.nextInt(0, 1_001)))
                .withFinishAs(random.nextBoolean() ? "cancelled" : "countdown");
        for (Deviation each : Deviation.values()) {
            if (random.nextInt(10) < (each == Deviation.REPEAT_NEVER_SHORTENS ? 5 : 3)) {
                assumed = assumed.but(each);
            }
        }
        exchange = InMemoryExchange.on(clock, assumed);
        WireAssumptions made = WireAssumptions.DEFAULTS
                .withTriggerTimeAs(pick(random, TriggerTimeAs.values()))
                .withTimeHeaders(pick(random, TimeHeaders.values()))
                .withServerTime(random.nextBoolean())
                .withExpiredStatus(random.nextBoolean() ? 403 : 401)
                .withPermissionStatus(random.nextBoolean() ? 403 : 401)
                .withForeignNamesRefused(random.nextBoolean());
        for (BodyFault fault : BodyFault.values()) {
            labels.put(fault, LABELS.get(random.nextInt(LABELS.size())));
            made = made.withLabel(fault, labels.get(fault));
        }
        limit = random.nextInt(3) == 0 ? 0 : random.nextInt(3, 300);
        wire = limit == 0
                ? made.withoutRateLimits()
                : made.withCountdownLimit(new RateLimit(limit, Duration.ofSeconds(10)));
        readOnly = random.nextInt(20) == 0;
        int far = random.nextInt(4) == 0 ? 300_000 : 20_000;
        offset = Duration.ofMillis(random.nextInt(-far, far));
        exchange.clockOffset(offset);
        Market market = pick(random, Market.values());
        subject = new Subject(
                market,
                switch (market) {
                    case OPTIONS -> "BTC_USDT-20301227-70000-C";
                    case FUTURES_BTC -> "BTC_USD";
                    case FUTURES_USDT, SPOT -> "BTC_USDT";
                });
        ApiKey key = new ApiKey("demo", "demo", InMemoryExchange.DEFAULT_USER, readOnly);
        SimulatorSettings settings = SimulatorSettings.DEFAULTS.withKeys(key).withWire(wire);
        line = new SimulatedWire(
                clock,
                exchange,
                new SimulatorCalls(exchange, settings),
                random.split(),
                random.nextInt(3) == 0 ? 0 : random.nextDouble(0.25),
                Duration.ofMillis(random.nextInt(2, 1_500)));
    }

    private static <T> T pick(SplittableRandom random, T[] from) {
        return from[random.nextInt(from.length)];
    }

    /** The market that is asked. */
    InMemoryExchange market() {
        return exchange.market(ExchangeMarket.parse(subject.market().toString()));
    }

    /** A new run. */
    Probe probe(boolean placesOrders) {
        Conversation with = new Conversation(line);
        OrderTerms terms = OrderTerms.of(subject.market(), "1", "-1");
        return new Probe(
                with,
                subject,
                new OwnOrders(subject.market(), Set.of()),
                Optional.of(terms).filter(some -> placesOrders));
    }

    /** How late the countdown really was that cancelled this order. */
    long delayOf(Firings.Firing seen) {
        ExchangeEvent.Fired fired = market().firings().stream()
                .filter(each -> each.cancelled().stream()
                        .anyMatch(order -> String.valueOf(order.id()).equals(seen.order())))
                .findFirst()
                .orElseThrow();
        Instant due = seen.isOfTriggerTime() ? fired.triggerTime() : dueByReceipt(fired);
        return Duration.between(due, fired.at()).toMillis();
    }

    private Instant dueByReceipt(ExchangeEvent.Fired fired) {
        return market().renewals(InMemoryExchange.DEFAULT_USER).stream()
                .filter(armed ->
                        !armed.at().isAfter(fired.at()) && armed.triggerTime().equals(fired.triggerTime()))
                .map(armed -> armed.at().plusSeconds(armed.countdown().timeout().seconds()))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    boolean has(Deviation deviation) {
        return exchange.assumptions().has(deviation);
    }
}
