package dev.countdown.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.domain.LooseRequest;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class KeeperRegistryTest {

    private static final LooseRequest CANCEL = new LooseRequest(Timeout.CANCEL, 100);
    private static final LooseRequest ARM = new LooseRequest(Timeout.MINIMUM, 100);

    private final CompletableFuture<Reply> never = new CompletableFuture<>();

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
    void handsOnACancelUntilItIsFenced() {
        assertThat(registry.claim(Scope.all(), 0).loose()).isEmpty();
        registry.release(Scope.all(), Legacy.of(List.of(CANCEL)));
        assertThat(registry.claim(Scope.all(), 99).loose()).containsExactly(CANCEL);
        registry.release(Scope.all(), Legacy.of(List.of(CANCEL)));
        assertThat(registry.claim(Scope.all(), 100).loose()).isEmpty();
    }

    @Test
    void handsOnAnArmUntilItHasFired() {
        registry.release(Scope.all(), Legacy.of(List.of(ARM)));
        assertThat(registry.claim(Scope.all(), ARM.firedBy() - 1).loose()).containsExactly(ARM);
        registry.release(Scope.all(), Legacy.of(List.of(ARM)));
        assertThat(registry.claim(Scope.all(), ARM.firedBy()).loose()).isEmpty();
    }

    @Test
    void forgetsScopesThatLeftNothingOrThatAreFenced() {
        for (int i = 0; i < 100_000; i++) {
            Scope scope = Scope.underlying("U" + i);
            registry.claim(scope, i);
            registry.release(
                    scope, i % 2 == 0 ? Legacy.NONE : Legacy.of(List.of(new LooseRequest(Timeout.CANCEL, i + 10))));
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
