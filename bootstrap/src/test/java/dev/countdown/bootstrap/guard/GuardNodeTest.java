package dev.countdown.bootstrap.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Liveness;
import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Scheduler;
import dev.countdown.application.guard.Pet;
import dev.countdown.application.guard.PetAnswer;
import dev.countdown.application.guard.Placement;
import dev.countdown.application.guard.ProofGate;
import dev.countdown.application.guard.ScopeDemand;
import dev.countdown.application.guard.ScopeReply;
import dev.countdown.bootstrap.keep.config.Config;
import dev.countdown.bootstrap.keep.config.ConfigFile;
import dev.countdown.bootstrap.keep.config.GuardSection;
import dev.countdown.bootstrap.keep.target.Budgets;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Timeout;
import dev.countdown.guard.PetRequest;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.ManualScheduler;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On virtual time: two nodes, and bots that pet each of them twice a second. */
class GuardNodeTest {

    private static final String BTC = "main/underlying:BTC_USDT";
    private static final String ETH = "main/underlying:ETH_USDT";

    private static final String FILE = """
            timeout = 30
            [guard]
            listen = "127.0.0.1:0"
            node = "a"
            token-file = "unread"
            [account.main]
            [[account.main.keep]]
            scope = "underlying:BTC_USDT"
            bots = ["mm-1", "mm-2"]
            [[account.main.keep]]
            scope = "underlying:ETH_USDT"
            bots = ["mm-2"]
            """;

    private final ManualScheduler time = new ManualScheduler();
    private final InMemoryExchange exchange = InMemoryExchange.on(time);
    private final One a = new One(7);
    private final One b = new One(1_000_000);

    /** A node, and what bots know of it. */
    private final class One {
        private final CountdownGateway real = exchange.gateway();
        private final Map<String, Long> echoes = new HashMap<>();
        private boolean cut;
        private long stepMillis;
        private final Scheduler clock = new Scheduler() {
            @Override
            public long nanoTime() {
                return time.nanoTime();
            }

            @Override
            public long wallMillis() {
                return time.wallMillis() + stepMillis;
            }

            @Override
            public Timer schedule(Duration delay, Runnable task) {
                return time.schedule(delay, task);
            }
        };
        private final RunningKeepers keepers =
                new RunningKeepers(target -> this::submit, Liveness.UNWATCHED, clock, Runnable::run, Budgets.share(2));
        private final GuardNode node;

        One(long firstEcho) {
            Config config = ConfigFile.read(new ByteArrayInputStream(FILE.getBytes(StandardCharsets.UTF_8)), Map.of());
            GuardSection guard = config.guard().orElseThrow();
            node = new GuardNode(guard, clock, firstEcho);
            node.start(keepers);
        }

        private CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
            return cut
                    ? CompletableFuture.completedStage(Outcome.NotApplied.notSent("cut"))
                    : real.submit(countdown, deadline);
        }

        private GuardNode.Heard pet(String bot, long session, String... scopes) {
            return pet(bot, session, Map.of(), scopes);
        }

        private GuardNode.Heard pet(String bot, long session, Map<String, Long> settlingMs, String... scopes) {
            Long echo = echoes.get(bot);
            GuardNode.Heard heard = node.heard(new PetRequest(
                    new Pet(bot, session, echo == null ? OptionalLong.empty() : OptionalLong.of(echo)),
                    List.of(scopes),
                    settlingMs));
            if (heard.answer() instanceof PetAnswer.Welcome welcome) {
                echoes.put(bot, welcome.echo());
            }
            return heard;
        }

        private ScopeReply btc() {
            return pet("mm-1", 1, BTC).scopes().get(BTC);
        }
    }

    /** The bots pet both nodes for so long. */
    private void pass(Duration span, String... bots) {
        for (long half = 0; half < span.toMillis(); half += 500) {
            for (String bot : bots) {
                a.pet(bot, 1, BTC);
                b.pet(bot, 1, BTC);
            }
            time.advance(Duration.ofMillis(500));
        }
    }

    @Test
    void nothingIsArmedUntilAllBotsHaveShownAnEcho() {
        a.pet("mm-1", 1, BTC);
        a.pet("mm-2", 1, BTC);
        time.advance(Duration.ofSeconds(1));
        assertThat(exchange.countdowns()).isEmpty();
        ScopeReply hello = a.btc();
        assertThat(hello.guardedForMs()).isZero();
        assertThat(hello.unbrokenForMs()).isZero();
        assertThat(hello.silent()).containsExactly("mm-2");
        a.pet("mm-2", 1, BTC);
        time.advance(Duration.ofSeconds(1));
        assertThat(exchange.countdowns()).hasSize(2);
        assertThat(a.btc().state()).isEqualTo(KeeperState.ARMED);
    }

    @Test
    void aReplySaysWhatIsCertainAndWhoIsSilent() {
        pass(Duration.ofSeconds(5), "mm-1", "mm-2");
        ScopeReply reply = a.btc();
        assertThat(reply.state()).isEqualTo(KeeperState.ARMED);
        assertThat(reply.guardedForMs()).isBetween(20_000L, 30_000L);
        assertThat(reply.unbrokenForMs()).isPositive();
        assertThat(reply.silent()).isEmpty();
        assertThat(reply.digest()).isEqualTo(b.btc().digest());
        pass(Duration.ofSeconds(3), "mm-1");
        assertThat(a.btc().silent()).containsExactly("mm-2");
    }

    @Test
    void aScopeThatIsNotInTheFileIsLeftOut() {
        assertThat(a.pet("mm-2", 1, BTC, ETH, "main/all").scopes()).containsOnlyKeys(BTC, ETH);
    }

    /** The node renews it also over the death of that bot, which nothing but the digest tells. */
    @ParameterizedTest
    @CsvSource({"mm-3, main/underlying:BTC_USDT", "mm-1, main/underlying:ETH_USDT"})
    void aBotThatAScopeDoesNotRequireLearnsThatNodesDiffer(String bot, String scope) {
        pass(Duration.ofSeconds(20), "mm-1", "mm-2");
        GuardNode.Heard heard = a.pet(bot, 2, scope);
        assertThat(heard.answer()).isInstanceOf(PetAnswer.Welcome.class);
        ScopeReply said = heard.scopes().get(scope);
        assertThat(said.guardedForMs()).isZero();

        ProofGate gate = new ProofGate();
        ClockReading asked = time.read();
        gate.heard(
                "x",
                asked,
                asked,
                new ScopeReply(KeeperState.ARMED, said.timeout(), 20_000, 1_000, 0, List.of(), "requires it"));
        gate.reconciled(1);
        assertThat(gate.mayQuote(asked, Duration.ZERO)).isTrue();
        gate.heard("a", asked, asked, said);
        assertThat(gate.mayQuote(asked, Duration.ZERO)).isFalse();
    }

    @Test
    void aBotThatDiesHasItsOrdersCancelledByMaxAgeAndTimeout() {
        pass(Duration.ofSeconds(20), "mm-1", "mm-2");
        assertThat(exchange.firings()).isEmpty();
        pass(Duration.ofMillis(2_500 + 500 + 30_000 + 2_000), "mm-1");
        assertThat(exchange.firings()).hasSize(2);
        assertThat(a.btc().state()).isNotEqualTo(KeeperState.ARMED);
        assertThat(a.btc().guardedForMs()).isZero();
    }

    @Test
    void aNodeThatIsCutOffFiresNothingAndItsLapseIsOverAtOnce() {
        pass(Duration.ofSeconds(10), "mm-1", "mm-2");
        a.cut = true;
        pass(Duration.ofSeconds(60), "mm-1", "mm-2");
        assertThat(a.btc().guardedForMs()).isZero();
        assertThat(b.btc().state()).isEqualTo(KeeperState.ARMED);
        a.cut = false;
        pass(Duration.ofSeconds(40), "mm-1", "mm-2");
        assertThat(a.btc().state()).isEqualTo(KeeperState.ARMED);
        assertThat(a.btc().unbrokenForMs()).isLessThan(b.btc().unbrokenForMs());
        assertThat(exchange.firings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600, 3_600})
    void aStepOfTheWallClockOfANodeFiresNothingAndClaimsNoMore(long seconds) {
        pass(Duration.ofSeconds(20), "mm-1", "mm-2");
        long before = a.btc().guardedForMs();
        a.stepMillis = seconds * 1_000;
        assertThat(a.btc().guardedForMs()).isLessThanOrEqualTo(before + 1); // the wall clock counts whole ms
        pass(Duration.ofSeconds(60), "mm-1", "mm-2");
        assertThat(exchange.firings()).isEmpty();
        assertThat(a.btc().state()).isEqualTo(KeeperState.ARMED);
        assertThat(a.btc().guardedForMs()).isBetween(1L, 30_000L);
        assertThat(b.btc().unbrokenForMs()).isGreaterThan(60_000);
    }

    @Test
    void anOlderSessionIsToldOfTheNewerOneAndKeepsNothingAlive() {
        pass(Duration.ofSeconds(5), "mm-1", "mm-2");
        assertThat(a.pet("mm-1", 9, BTC).answer()).isInstanceOf(PetAnswer.Welcome.class);
        assertThat(a.pet("mm-1", 1, BTC)).isEqualTo(new GuardNode.Heard(new PetAnswer.Superseded(9), Map.of()));
        assertThat(a.node.view().age().apply("mm-1")).isEmpty();
    }

    /** So a process that was started after the change learns of it. */
    @Test
    void aTimeoutThatABotSawChangedIsToldToEveryBotUntilNothingOfItCanBeApplied() {
        pass(Duration.ofSeconds(20), "mm-1", "mm-2");
        assertThat(a.btc().settlingMs()).isZero();
        a.pet("mm-2", 1, Map.of(BTC, 190_000L), BTC);
        assertThat(a.pet("mm-1", 2, BTC).scopes().get(BTC))
                .satisfies(reply -> assertThat(reply.settlingMs()).isEqualTo(190_000))
                .satisfies(reply -> assertThat(reply.guardedForMs()).isZero())
                .satisfies(reply -> assertThat(reply.unbrokenForMs()).isZero());
        assertThat(a.pet("mm-2", 1, ETH).scopes().get(ETH).settlingMs()).isZero();
        assertThat(b.btc().settlingMs()).isZero();

        for (int half = 0; half < 379; half++) {
            time.advance(Duration.ofMillis(500));
            a.pet("mm-1", 2, BTC);
            a.pet("mm-2", 1, Map.of(BTC, 5L), BTC); // no longer than was known
        }
        assertThat(a.pet("mm-1", 2, BTC).scopes().get(BTC).settlingMs()).isEqualTo(500);
        time.advance(Duration.ofMillis(501));
        ScopeReply reply = a.pet("mm-1", 2, BTC).scopes().get(BTC);
        assertThat(reply.settlingMs()).isZero();
        assertThat(reply.guardedForMs()).isPositive();
    }

    @Test
    void whatABotThatIsNotRequiredOrAnOlderProcessTellsOfItIsNotHeard() {
        pass(Duration.ofSeconds(5), "mm-1", "mm-2");
        a.pet("mm-3", 1, Map.of(BTC, 190_000L), BTC);
        a.pet("mm-2", 0, Map.of(BTC, 190_000L), BTC);
        assertThat(a.btc().settlingMs()).isZero();
    }

    @Test
    void aBotThatNoScopeRequiresIsUnknown() {
        assertThat(a.pet("mm-3", 1, "main/all").answer()).isEqualTo(new PetAnswer.UnknownBot());
    }

    /** Four nodes: a keeps the one scope, and not the other. */
    private void placeOneScopeElsewhere() {
        List<String> nodes = IntStream.range(1, 30)
                .mapToObj(i -> "https://10.0.0." + i + ":9465")
                .toList();
        String self = nodes.stream()
                .filter(node -> Placement.keepers(ETH, nodes, 3).contains(node)
                        && !Placement.keepers(BTC, nodes, 3).contains(node))
                .findFirst()
                .orElseThrow();
        assertThat(a.node.placed(nodes, Optional.of(self))).isEqualTo(1);
        a.node.turn();
    }

    @Test
    void aNodeKeepsItsOwnScopes() {
        assertThat(a.node.placed(List.of("https://a:1", "https://b:1", "https://c:1"), Optional.empty()))
                .isEqualTo(2);
        assertThat(a.node.placed(List.of("https://a:1", "https://b:1", "https://c:1", "https://d:1"), Optional.empty()))
                .isZero();
        placeOneScopeElsewhere();
        assertThat(a.keepers.running().keySet()).extracting(GuardNode::name).containsExactly(ETH);
        assertThat(a.pet("mm-2", 1, ETH).scopes()).containsOnlyKeys(ETH);
    }

    @Test
    void aNodeThatIsNotFoundYetKeepsNothingAndOneWithoutAScopeIsReady() {
        assertThat(a.node.view().idles().getAsBoolean()).isFalse();
        assertThat(a.node.placed(List.of(), Optional.empty())).isZero();
        a.node.turn();
        assertThat(a.keepers.running()).isEmpty();
        assertThat(a.node.view().idles().getAsBoolean()).isFalse();
        List<String> nodes = IntStream.range(1, 30)
                .mapToObj(i -> "https://10.0.0." + i + ":9465")
                .toList();
        String idle = nodes.stream()
                .filter(node -> !Placement.keepers(BTC, nodes, 3).contains(node)
                        && !Placement.keepers(ETH, nodes, 3).contains(node))
                .findFirst()
                .orElseThrow();
        assertThat(a.node.placed(nodes, Optional.of(idle))).isZero();
        assertThat(a.node.view().idles().getAsBoolean()).isTrue();
    }

    @Test
    void aScopeOfOthersIsKeptWhileABotAsksForIt() {
        pass(Duration.ofSeconds(5), "mm-1", "mm-2");
        placeOneScopeElsewhere();
        assertThat(a.btc().state()).isEqualTo(KeeperState.ARMED);
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(1), "mm-1", "mm-2");
            a.node.turn();
        }
        assertThat(a.btc().state()).isEqualTo(KeeperState.ARMED);

        time.advance(ScopeDemand.GIVE_UP.plusSeconds(1));
        a.node.turn();
        assertThat(a.keepers.running().keySet()).extracting(GuardNode::name).containsExactly(ETH);
        assertThat(a.pet("mm-1", 1, BTC).scopes()).isEmpty();
        a.node.turn();
        assertThat(a.pet("mm-1", 1, BTC).scopes()).containsOnlyKeys(BTC);
    }

    @Test
    void whatTheNodesSendTogetherIsTheirShare() {
        assertThat(Budgets.share(1)).isEqualTo(Budgets.EACH);
        assertThat(Budgets.share(3).requests()).isEqualTo(66);
    }

    /** However unevenly its scopes lie: what fits on all copies together, fits on each node alone. */
    @Test
    void anyNodeMayKeepAllScopesOfAnAccount() {
        for (int copies = 1; copies <= 9; copies++) {
            List<RenewalPolicy> most =
                    Collections.nCopies(120 / copies, RenewalPolicy.forTimeout(Timeout.ofSeconds(30)));
            Budgets.share(copies).requireRoom("main", most);
        }
    }
}
