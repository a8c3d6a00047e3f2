package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.Liveness.Verdict;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.domain.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Keepers of every market on one exchange over bad networks, with strategies that die and keepers that are closed: no claim of
 * one market rests on the countdown of another, and no order is cancelled but by a countdown of its own market.
 */
@Tag("slow")
class MixedMarketsTest {

    private static final int SEEDS = 60;
    private static final int STEPS = 120;
    private static final List<String> NAMES = List.of("BTC_USDT", "ETH_USDT");
    private static final CloseMode[] MODES = CloseMode.values();

    /** A keeper, and whether its strategy lives. */
    private static final class Bot {
        final InMemoryExchange market;
        final Scope scope;
        final CountdownKeeper keeper;
        boolean dead;

        Bot(InMemoryExchange market, Scope scope, FaultPlan faults, int seconds, ManualScheduler time) {
            this.market = market;
            this.scope = scope;
            keeper = CountdownKeeper.builder(
                            UnreliableGateway.to(market, InMemoryExchange.DEFAULT_USER, faults, time),
                            scope,
                            RenewalPolicy.ofSeconds(seconds))
                    .scheduler(time)
                    .executor(Runnable::run)
                    .liveness(() -> dead ? Verdict.dead("dead") : Verdict.alive())
                    .build();
            keeper.start();
        }
    }

    private static final class Run {
        final SplittableRandom random;
        final ManualScheduler time = new ManualScheduler();
        final InMemoryExchange exchange = InMemoryExchange.on(time);
        final List<InMemoryExchange> markets =
                Stream.of(ExchangeMarket.values()).map(exchange::market).toList();
        final List<Bot> bots = new ArrayList<>();
        int firings;
        int claims;

        Run(long seed) {
            random = new SplittableRandom(seed);
            markets.forEach(market -> {
                NAMES.forEach(name -> market.account().place(name, 1));
                NAMES.forEach(name -> maybeKeep(market, market.market().scopeOf(name), seed));
                maybeKeep(market, Scope.all(), seed);
            });
        }

        private void maybeKeep(InMemoryExchange market, Scope scope, long seed) {
            if (random.nextInt(3) == 0) {
                FaultPlan faults = RandomFaults.seeded(seed + bots.size())
                        .withDelay(Duration.ofMillis(20), Duration.ofMillis(300))
                        .loseBefore(0.1)
                        .loseAfter(0.1)
                        .reorder(0.05);
                bots.add(new Bot(market, scope, faults, random.nextInt(8, 40), time));
            }
        }

        void play() {
            for (int step = 0; step < STEPS; step++) {
                time.advance(Duration.ofMillis(random.nextLong(3_000)));
                if (random.nextInt(10) == 0 && !bots.isEmpty()) {
                    disturb(bots.get(random.nextInt(bots.size())));
                }
                bots.forEach(this::checkClaim);
                markets.forEach(this::checkFirings);
            }
            bots.forEach(bot -> bot.dead = true);
            time.advance(Duration.ofMinutes(5));
            markets.forEach(this::checkFirings);
        }

        private void disturb(Bot bot) {
            switch (random.nextInt(4)) {
                case 0 -> bot.dead = !bot.dead;
                case 1 -> bot.keeper.close(MODES[random.nextInt(MODES.length)]);
                case 2 -> exchange.restart(true);
                default -> bot.market.account().place(NAMES.get(random.nextInt(NAMES.size())), -1);
            }
        }

        /** What a keeper claims holds by the countdown of its own market and scope. */
        private void checkClaim(Bot bot) {
            Duration claimed = bot.keeper.protection().protectedFor();
            if (claimed.isZero()) {
                return;
            }
            claims++;
            Instant until = exchange.now().plus(claimed);
            assertThat(bot.market.countdowns())
                    .as("%s %s until %s", bot.market.market(), bot.scope, until)
                    .anySatisfy(armed -> {
                        assertThat(armed.countdown().scope()).isEqualTo(bot.scope);
                        assertThat(armed.triggerTime()).isAfterOrEqualTo(until);
                    });
        }

        /** Every order that is gone was cancelled by a countdown that a keeper of its market armed, and that covers it. */
        private void checkFirings(InMemoryExchange market) {
            List<Long> cancelled = new ArrayList<>();
            firings += market.firings().size();
            for (ExchangeEvent.Fired fired : market.firings()) {
                assertThat(bots).anyMatch(bot -> bot.market == market && bot.scope.equals(fired.scope()));
                fired.cancelled().forEach(order -> {
                    assertThat(fired.scope().covers(order.contract())).isTrue();
                    cancelled.add(order.id());
                });
            }
            assertThat(market.account().finishedOrders())
                    .extracting(ExchangeOrder::id)
                    .containsExactlyInAnyOrderElementsOf(cancelled);
        }
    }

    @Test
    void noMarketActsForAnother() {
        int firings = 0;
        int claims = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Run run = new Run(seed);
            try {
                run.play();
            } catch (AssertionError failed) {
                throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
            }
            firings += run.firings;
            claims += run.claims;
        }
        assertThat(firings).isGreaterThan(SEEDS);
        assertThat(claims).isGreaterThan(SEEDS * STEPS);
    }
}
