package dev.countdown.application.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.KeeperState;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Timeout;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PettedNodesTest {

    private static final String SCOPE = "main/all";

    private final PettedNodes petted = new PettedNodes(List.of(SCOPE), 2);

    private static ClockReading at(long seconds) {
        return new ClockReading(seconds * 1_000_000_000, seconds * 1_000);
    }

    private static ScopeReply reply(long guardedForMs, String... silent) {
        return new ScopeReply(KeeperState.ARMED, Timeout.ofSeconds(30), guardedForMs, 0, 0, List.of(silent), "d");
    }

    @Test
    void aNodeThatKeepsNoScopeIsNotPetted() {
        List<String> list = List.of("a", "b", "c", "d");
        assertThat(petted.change(list, at(0))).isTrue();
        assertThat(petted.scopesByNode().keySet()).containsExactlyElementsOf(Placement.keepers(SCOPE, list, 2));
        assertThat(petted.change(List.of("d", "c", "b", "a"), at(1))).isFalse();
    }

    @Test
    void thoseOfBeforeArePettedUntilAllOfTheNewListGuard() {
        petted.change(List.of("a", "b"), at(0));
        petted.change(List.of("c", "d"), at(10));
        assertThat(petted.scopesByNode()).containsOnlyKeys("a", "b", "c", "d");
        assertThat(petted.heard("a", SCOPE, reply(9_000), at(11))).isEmpty();
        assertThat(petted.heard("c", SCOPE, reply(0), at(11))).isEmpty();
        assertThat(petted.heard("c", SCOPE, reply(9_000, "mm-2"), at(11))).isEmpty();
        assertThat(petted.heard("d", SCOPE, reply(9_000), at(11))).isEmpty();
        assertThat(petted.heard("c", SCOPE, reply(9_000), at(12))).containsExactly("a", "b");
        assertThat(petted.scopesByNode()).isEqualTo(Map.of("c", List.of(SCOPE), "d", List.of(SCOPE)));
        assertThat(petted.heard("c", SCOPE, reply(9_000), at(13))).isEmpty();
    }

    @Test
    void afterAMinuteOneThatGuardsIsEnough() {
        petted.change(List.of("a", "b"), at(0));
        petted.change(List.of("c", "d"), at(10));
        assertThat(petted.heard("c", SCOPE, reply(9_000), at(69))).isEmpty();
        assertThat(petted.heard("c", SCOPE, reply(0), at(600))).isEmpty();
        assertThat(petted.scopesByNode()).containsKeys("a", "b");
        assertThat(petted.heard("c", SCOPE, reply(9_000), at(601))).containsExactly("a", "b");
    }

    @Test
    void aSecondChangeKeepsThoseOfBothBefore() {
        petted.change(List.of("a", "b"), at(0));
        petted.change(List.of("c", "d"), at(10));
        petted.change(List.of("a", "e"), at(11));
        assertThat(petted.scopesByNode()).containsOnlyKeys("a", "b", "c", "d", "e");
        assertThat(petted.heard("c", SCOPE, reply(9_000), at(12))).isEmpty();
        assertThat(petted.heard("a", SCOPE, reply(9_000), at(12))).isEmpty();
        assertThat(petted.heard("e", SCOPE, reply(9_000), at(12))).containsExactly("b", "c", "d");
    }
}
