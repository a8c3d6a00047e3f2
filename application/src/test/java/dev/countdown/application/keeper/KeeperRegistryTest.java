package dev.countdown.application.keeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.machine.Handover;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.domain.UnresolvedRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class KeeperRegistryTest {

    private static final UnresolvedRequest DISARM = new UnresolvedRequest(Timeout.DISARM, 100);
    private static final UnresolvedRequest ARM = new UnresolvedRequest(Timeout.MINIMUM, 100);

    private final CompletableFuture<Outcome> never = new CompletableFuture<>();

    /** Another one for each test: a lambda that captures nothing is one and the same. */
    private final CountdownGateway gateway = (countdown, deadline) -> never;

    private final KeeperRegistry registry = KeeperRegistry.of(gateway);

    @Test
    void isOnePerGateway() {
        assertThat(KeeperRegistry.of(gateway)).isSameAs(registry);
        assertThat(KeeperRegistry.of((countdown, deadline) -> new CompletableFuture<>()))
                .isNotSameAs(registry);
    }

    @Test
    void handsOnADisarmWhileItMayBeApplied() {
        assertThat(registry.claim(Scope.all(), 0).loose()).isEmpty();
        registry.release(Scope.all(), Handover.of(List.of(DISARM)));
        assertThat(registry.claim(Scope.all(), 99).loose()).containsExactly(DISARM);
        registry.release(Scope.all(), Handover.of(List.of(DISARM)));
        assertThat(registry.claim(Scope.all(), 100).loose()).isEmpty();
    }

    @Test
    void handsOnAnArmUntilItHasFired() {
        registry.release(Scope.all(), Handover.of(List.of(ARM)));
        assertThat(registry.claim(Scope.all(), ARM.firedBy() - 1).loose()).containsExactly(ARM);
        registry.release(Scope.all(), Handover.of(List.of(ARM)));
        assertThat(registry.claim(Scope.all(), ARM.firedBy()).loose()).isEmpty();
    }

    @Test
    void forgetsScopesThatLeftNothingThatMayBeApplied() {
        for (int i = 0; i < 100_000; i++) {
            Scope scope = Scope.underlying("U" + i);
            registry.claim(scope, i);
            registry.release(
                    scope,
                    i % 2 == 0 ? Handover.NONE : Handover.of(List.of(new UnresolvedRequest(Timeout.DISARM, i + 10))));
        }
        assertThat(registry.size()).isLessThan(100);
    }

    @Test
    void refusesASecondClaimWhileTheFirstHolds() {
        for (int i = 0; i < 200; i++) {
            registry.claim(Scope.underlying("U" + i), i);
        }
        assertThatThrownBy(() -> registry.claim(Scope.underlying("U7"), 1_000))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("underlying:U7");
    }
}
