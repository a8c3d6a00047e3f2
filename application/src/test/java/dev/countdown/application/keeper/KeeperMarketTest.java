package dev.countdown.application.keeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.countdown.application.ContinuityKey;
import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.ContinuityStore;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class KeeperMarketTest {

    private static final RenewalPolicy POLICY = RenewalPolicy.forTimeout(Timeout.ofSeconds(30));

    private final SetTime time = new SetTime() {
        @Override
        public Timer schedule(Duration delay, Runnable task) {
            return () -> {};
        }
    };

    private final CountdownGateway options = new OneMarket("options");
    private final CountdownGateway spot = new OneMarket("spot");

    /** No record: gateways that are equal count as one. */
    private static final class OneMarket implements CountdownGateway {

        private final String market;

        OneMarket(String market) {
            this.market = market;
        }

        @Override
        public String market() {
            return market;
        }

        @Override
        public Optional<String> refusal(Scope scope) {
            return scope instanceof Scope.ByContract && market.equals("spot")
                    ? Optional.of("spot has no " + scope)
                    : Optional.empty();
        }

        @Override
        public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
            return new CompletableFuture<>();
        }
    }

    private CountdownKeeperBuilder keeper(CountdownGateway gateway) {
        return CountdownKeeper.builder(gateway, Scope.all(), POLICY)
                .scheduler(time)
                .executor(Runnable::run);
    }

    @Test
    void aScopeThatTheMarketDoesNotHaveIsRefusedWhereTheKeeperIsBuilt() {
        Scope scope = Scope.contract("BTC_USDT");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CountdownKeeper.builder(spot, scope, POLICY))
                .withMessage("spot has no contract:BTC_USDT");
        assertThat(CountdownKeeper.builder(options, scope, POLICY).build().market())
                .isEqualTo("options");
    }

    @Test
    void aGatewayWithoutMarketsHasEveryScope() {
        CountdownGateway plain = (countdown, deadline) -> new CompletableFuture<>();
        assertThat(CountdownKeeper.builder(plain, Scope.pair("BTC_USDT"), POLICY)
                        .build()
                        .market())
                .isEmpty();
    }

    @Test
    void theRecordsOfOneScopeInTwoMarketsHaveTwoKeys() {
        List<ContinuityKey> asked = new ArrayList<>();
        ContinuityStore store = new ContinuityStore() {
            @Override
            public CompletionStage<Optional<ContinuityRecord>> load(ContinuityKey key) {
                asked.add(key);
                return CompletableFuture.completedStage(Optional.empty());
            }

            @Override
            public CompletionStage<Void> save(ContinuityRecord record) {
                return CompletableFuture.completedStage(null);
            }
        };
        for (CountdownGateway gateway :
                List.of(options, spot, (CountdownGateway) (countdown, deadline) -> new CompletableFuture<>())) {
            keeper(gateway)
                    .storeThreads(Runnable::run)
                    .continuity(store, "gate", "main")
                    .build()
                    .start();
        }
        assertThat(asked)
                .containsExactly(
                        new ContinuityKey("gate/options", "main", Scope.all()),
                        new ContinuityKey("gate/spot", "main", Scope.all()),
                        new ContinuityKey("gate", "main", Scope.all()));
    }

    @Test
    void anAccountOfAFleetIsOfOneMarket() {
        KeeperFleet fleet = KeeperFleet.on(time, new RequestBudget(20, Duration.ofSeconds(10)));
        fleet.add("main", keeper(options));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fleet.add("main", keeper(spot)))
                .withMessage("an account of a fleet must be of one market: main has keepers in options, not in spot");
        CountdownKeeper other = fleet.add("main spot", keeper(spot));
        assertThat(fleet.covering("main spot", "BTC_USDT")).containsExactly(other);
    }
}
