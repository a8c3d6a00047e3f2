package dev.countdown.application.keeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.countdown.application.CloseMode;
import dev.countdown.application.ContinuityKey;
import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.ContinuityStore;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.KeeperState;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.Scope;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SharedKeeperTest {

    private static final RenewalPolicy POLICY = RenewalPolicy.ofSeconds(30);

    private static final Scheduler NEVER = new SetTime() {
        @Override
        public Timer schedule(Duration delay, Runnable task) {
            return () -> {};
        }
    };

    private static final ContinuityStore STORE = new ContinuityStore() {
        @Override
        public CompletionStage<Optional<ContinuityRecord>> load(ContinuityKey key) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Void> save(ContinuityRecord record) {
            return new CompletableFuture<>();
        }
    };

    private final CountdownGateway gateway = (countdown, deadline) -> new CompletableFuture<>();

    private CountdownKeeperBuilder shared(RenewalPolicy policy) {
        return CountdownKeeper.builder(gateway, Scope.all(), policy)
                .scheduler(NEVER)
                .shared();
    }

    @Test
    void refusesToExpireSoon() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shared(POLICY.withOnDead(OnDead.EXPIRE_SOON)).build())
                .withMessage(
                        "onDead of a shared keeper must be EXPIRE, because a shorter request would make the claims of"
                                + " the other keepers false: EXPIRE_SOON");
    }

    @Test
    void refusesAStore() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        shared(POLICY).continuity(STORE, "exchange", "account").build())
                .withMessageStartingWith("a shared keeper keeps no record");
    }

    @Test
    void refusesAShorterEndAndGoesOn() {
        CountdownKeeper keeper = shared(POLICY).build();
        assertThatIllegalArgumentException().isThrownBy(() -> keeper.close(CloseMode.DISARM));
        keeper.start();
        assertThatIllegalArgumentException().isThrownBy(() -> keeper.close(CloseMode.EXPIRE_SOON));
        assertThat(keeper.protection().state()).isEqualTo(KeeperState.ARMING);
        keeper.close();
        assertThat(keeper.protection().state()).isEqualTo(KeeperState.CLOSED);
    }

    @Test
    void isStillTheOnlyOneOfItsGatewayInThisProcess() {
        CountdownKeeper keeper = shared(POLICY).build().start();
        assertThatIllegalStateException()
                .isThrownBy(() -> shared(POLICY).build().start());
        keeper.close();
    }

    @Test
    void aFleetRefusesBeforeAnythingHasChanged() {
        KeeperFleet fleet = KeeperFleet.on(NEVER, RequestBudget.GATE_OPTIONS);
        fleet.add("main", shared(POLICY));
        assertThatIllegalArgumentException().isThrownBy(() -> fleet.close(CloseMode.DISARM));
        fleet.add("main", CountdownKeeper.builder(gateway, Scope.underlying("BTC_USDT"), POLICY));
        fleet.close();
        assertThat(fleet.keepers()).isEmpty();
    }

    @Test
    void aFleetThatRefusesAMemberKeepsItsBudget() {
        KeeperFleet fleet = KeeperFleet.on(NEVER, new RequestBudget(1, Duration.ofSeconds(6)));
        for (int i = 0; i < 10; i++) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fleet.add("main", shared(POLICY.withOnDead(OnDead.EXPIRE_SOON))))
                    .withMessageContaining("onDead of a shared keeper");
        }
        fleet.close();
    }
}
