package dev.countdown.application.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The times that a bot in another language must reproduce are in {@code gate-vectors.json}. */
class ProofGateTest {

    private static final GuardedScope SCOPE = new GuardedScope(Timeout.ofSeconds(30), List.of("two", "one"));
    private static final GuardedScope LONGER = new GuardedScope(Timeout.ofSeconds(60), List.of("one", "two"));
    private static final GuardedScope OTHER_BOTS = new GuardedScope(Timeout.ofSeconds(30), List.of("one"));

    private final ProofGate gate = new ProofGate();

    private static ClockReading at(long seconds) {
        return new ClockReading(seconds * 1_000_000_000, -1);
    }

    private void heard(String node, long second, GuardedScope scope, long guarded, long unbroken) {
        Protection protection = Protection.builder(KeeperState.ARMED)
                .protectedFor(Duration.ofSeconds(guarded))
                .unbrokenFor(Duration.ofSeconds(unbroken))
                .build();
        gate.heard(node, at(second), at(second), scope.reply(protection, 0, List.of()));
    }

    private boolean mayQuote(long second) {
        return gate.mayQuote(at(second), Duration.ZERO);
    }

    @Test
    void isShutUntilTheFirstProofIsReconciled() {
        assertThat(mayQuote(0)).isFalse();
        assertThat(gate.openLapse()).isEmpty();
        heard("a", 0, SCOPE, 20, 0);
        assertThat(gate.openLapse()).hasValue(1);
        assertThat(mayQuote(1)).isFalse();
        gate.reconciled(1);
        assertThat(mayQuote(1)).isTrue();
        assertThat(gate.guardedFor(at(1))).isBetween(Duration.ofSeconds(18), Duration.ofSeconds(19));
        assertThat(mayQuote(20)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> gate.reconciled(2));
    }

    @Test
    void oneNodeBridgesTheGapOfAnother() {
        heard("a", 0, SCOPE, 20, 0);
        gate.reconciled(1);
        heard("b", 10, SCOPE, 30, 15);
        heard("a", 30, SCOPE, 25, 1); // it has just been restarted
        assertThat(gate.openLapse()).isEmpty();
        assertThat(mayQuote(50)).isTrue();
    }

    @Test
    void aLaterGapStaysOpenWhenAnEarlierOneIsReconciled() {
        heard("a", 0, SCOPE, 20, 0);
        heard("a", 40, SCOPE, 20, 1);
        assertThat(gate.openLapse()).hasValue(2);
        gate.reconciled(1);
        assertThat(mayQuote(41)).isFalse();
        gate.reconciled(2);
        assertThat(mayQuote(41)).isTrue();
    }

    @Test
    void aReplyThatGuardsNothingBridgesNothing() {
        heard("a", 0, SCOPE, 20, 0);
        gate.reconciled(1);
        heard("b", 40, SCOPE, 0, 60);
        assertThat(gate.openLapse()).isEmpty();
        heard("a", 41, SCOPE, 20, 2);
        assertThat(gate.openLapse()).hasValue(2);
    }

    @Nested
    class WhereTheNodesDiffer {

        @Test
        void inTheirBotsItIsShutWhileTheyDo() {
            heard("a", 0, SCOPE, 20, 0);
            gate.reconciled(1);
            heard("b", 1, OTHER_BOTS, 20, 0);
            assertThat(mayQuote(2)).isFalse();
            assertThat(gate.said()).hasSize(2);
            assertThat(gate.said().get("a").digest()).isEqualTo(SCOPE.digest());
            heard("b", 3, SCOPE, 20, 0);
            assertThat(mayQuote(4)).isTrue();
        }

        /** They renew over its death, so what they agree on is worth nothing to it. */
        @Test
        void fromItInThatTheyDoNotRequireThisBotItIsShut() {
            heard("a", 0, SCOPE, 20, 0);
            gate.reconciled(1);
            gate.heard("a", at(1), at(1), OTHER_BOTS.replyToOther());
            assertThat(mayQuote(1)).isFalse();
            heard("a", 2, SCOPE, 20, 2);
            assertThat(mayQuote(2)).isTrue();
            gate.heard("a", at(3), at(3), SCOPE.replyToOther());
            assertThat(mayQuote(3)).isFalse();
        }

        @Test
        void inTheirTimeoutItIsShutUntilNothingOfThatTimeCanBeApplied() {
            heard("a", 0, SCOPE, 20, 0);
            gate.reconciled(1);
            heard("b", 1, LONGER, 50, 0);
            heard("a", 2, LONGER, 50, 0);
            assertThat(gate.guardedFor(at(2))).isZero();
            heard("a", 252, LONGER, 50, 0);
            assertThat(gate.openLapse()).isEmpty();
            heard("a", 253, LONGER, 50, 0);
            assertThat(gate.openLapse()).hasValue(2);
            gate.reconciled(2);
            assertThat(mayQuote(254)).isTrue();
        }

        @Test
        void aBotThatIsToldOfItTakesNoProofEither() {
            heard("a", 0, SCOPE, 20, 0);
            gate.reconciled(1);
            assertThat(gate.settlingMs(at(0))).isZero();
            told("b", 1, 101_000);
            assertThat(mayQuote(1)).isFalse();
            assertThat(gate.guardedFor(at(1))).isZero();
            assertThat(gate.settlingMs(at(1))).isEqualTo(100_000);
            heard("a", 101, SCOPE, 20, 20);
            assertThat(gate.openLapse()).isEmpty();
            heard("a", 102, SCOPE, 20, 20);
            assertThat(gate.openLapse()).hasValue(2);
        }

        /** Pets go round each half second: what grew by their way would never end. */
        @Test
        void whatGoesFromBotToNodeAndBackComesToAnEnd() {
            Settling node = new Settling();
            node.extend(at(0), Duration.ofSeconds(100));
            ClockReading asked = at(0);
            for (long millis = 0; gate.settlingMs(asked) > 0 || node.leftMillis(asked) > 0; millis += 500) {
                assertThat(millis).isLessThan(200_000);
                asked = new ClockReading(millis * 1_000_000, -1);
                ClockReading there = new ClockReading((millis + 900) * 1_000_000, -1);
                ClockReading back = new ClockReading((millis + 1_400) * 1_000_000, -1);
                node.extend(there, Duration.ofMillis(gate.settlingMs(asked)));
                ScopeReply reply =
                        SCOPE.reply(Protection.builder(KeeperState.ARMED).build(), node.leftMillis(there), List.of());
                gate.heard("a", asked, back, reply);
            }
        }

        private void told(String node, long second, long settlingMs) {
            Protection protection = Protection.builder(KeeperState.ARMED)
                    .protectedFor(Duration.ofSeconds(20))
                    .build();
            gate.heard(node, at(second), at(second), SCOPE.reply(protection, settlingMs, List.of()));
        }

        @Test
        void aForgottenOneCountsUntilThen() {
            heard("a", 0, SCOPE, 20, 0);
            gate.reconciled(1);
            heard("b", 1, LONGER, 50, 0);
            heard("a", 400, SCOPE, 20, 20);
            gate.forget("b", at(401));
            gate.forget("c", at(401));
            heard("a", 500, SCOPE, 20, 20);
            assertThat(gate.openLapse()).isEmpty();
            heard("a", 652, SCOPE, 20, 20);
            assertThat(gate.openLapse()).hasValue(2);
        }
    }

    @Nested
    class AScope {

        @Test
        void hasOneDigestInWhateverOrderItsBotsAreNamed() {
            assertThat(SCOPE.digest())
                    .isEqualTo(new GuardedScope(Timeout.ofSeconds(30), List.of("one", "two")).digest())
                    .hasSize(16)
                    .isNotEqualTo(LONGER.digest())
                    .isNotEqualTo(OTHER_BOTS.digest());
        }

        @Test
        void requiresBotsAndATimeout() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new GuardedScope(Timeout.MINIMUM, List.of()))
                    .withMessageContaining("at least one bot");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new GuardedScope(Timeout.MINIMUM, List.of("one", "one")))
                    .withMessageContaining("only once");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new GuardedScope(Timeout.DISARM, List.of("one")))
                    .withMessageContaining("at least 5 seconds");
        }

        @Test
        void saysWhatItsKeeperKnowsRoundedDown() {
            Protection protection = Protection.builder(KeeperState.AT_RISK)
                    .protectedFor(Duration.ofNanos(1_999_999))
                    .unbrokenFor(Duration.ofNanos(2_999_999))
                    .build();
            ScopeReply reply = SCOPE.reply(protection, 0, List.of("two"));
            assertThat(reply)
                    .isEqualTo(new ScopeReply(
                            KeeperState.AT_RISK, SCOPE.timeout(), 1, 2, 0, List.of("two"), SCOPE.digest()));
        }
    }
}
