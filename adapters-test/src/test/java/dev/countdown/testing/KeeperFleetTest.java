package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Liveness;
import dev.countdown.application.Liveness.Verdict;
import dev.countdown.application.Outcome;
import dev.countdown.application.Outcome.NotApplied;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.application.Watchdog;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.application.keeper.CountdownKeeperBuilder;
import dev.countdown.application.keeper.KeeperFleet;
import dev.countdown.application.keeper.KeeperListener;
import dev.countdown.application.keeper.RequestBudget;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeeperFleetTest {

    private static final RenewalPolicy POLICY = RenewalPolicy.forTimeout(Timeout.ofSeconds(40), Duration.ofSeconds(10));

    private final ManualScheduler time = new ManualScheduler();
    private final InMemoryExchange exchange = InMemoryExchange.on(time);
    private final List<Long> sentAt = new ArrayList<>();
    private final KeeperFleet fleet = KeeperFleet.on(time, new RequestBudget(20, Duration.ofSeconds(10)));

    private CountdownKeeperBuilder keeper(CountdownGateway gateway, int number) {
        return CountdownKeeper.builder(gateway, Scope.underlying("U" + number), POLICY)
                .executor(Runnable::run);
    }

    private CountdownGateway recorded(String user) {
        CountdownGateway real = exchange.gateway(user);
        return (countdown, deadline) -> {
            sentAt.add(time.nanoTime() / 1_000_000);
            return real.submit(countdown, deadline);
        };
    }

    private void pass(long millis) {
        time.advance(Duration.ofMillis(millis));
    }

    @Test
    void spreadsTheRenewalsOverTheInterval() {
        CountdownGateway gateway = recorded("a");
        for (int i = 0; i < 10; i++) {
            fleet.add("a", keeper(gateway, i));
        }
        pass(10_000);
        assertThat(fleet.mayQuote()).isTrue();
        sentAt.clear();
        pass(10_000);
        assertThat(sentAt).hasSizeBetween(9, 11);
        for (int i = 1; i < sentAt.size(); i++) {
            assertThat(sentAt.get(i) - sentAt.get(i - 1)).isBetween(300L, 2_500L);
        }
    }

    @Test
    void refusesWhatNeedsMoreThanFourFifthsOfTheBudget() {
        CountdownGateway gateway = recorded("a");
        for (int i = 0; i < 16; i++) {
            fleet.add("a", keeper(gateway, i));
        }
        assertThatThrownBy(() -> fleet.add("a", keeper(gateway, 16)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("renewals of account a must need at most 80 % of its budget of 20 requests in 10 s: "
                        + "17.00, allowed are 16.00");
        fleet.add("b", keeper(recorded("b"), 0));
    }

    @Test
    void setsThePaceOfTheMinimumTimeoutAsideForExpireSoon() {
        CountdownGateway gateway = recorded("a");
        RenewalPolicy expiresSoon = POLICY.withOnDead(OnDead.EXPIRE_SOON);
        for (int i = 0; i < 2; i++) {
            fleet.add("a", CountdownKeeper.builder(gateway, Scope.underlying("U" + i), expiresSoon));
        }
        assertThatThrownBy(() -> fleet.add("a", keeper(gateway, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("account a")
                .hasMessageContaining("17.00, allowed are 16.00");
        assertThatThrownBy(() -> fleet.add("a", CountdownKeeper.builder(gateway, Scope.underlying("U3"), expiresSoon)))
                .hasMessageEndingWith("24.00, allowed are 16.00 (expire-soon needs the pace of a timeout of 5s)");
    }

    @Tag("slow")
    @Test
    void aThousandThatStartTogetherSendNoWave() {
        KeeperFleet large = KeeperFleet.on(time, RequestBudget.GATE_OPTIONS);
        RecordingListener told = new RecordingListener();
        List<Integer> underWay = new ArrayList<>();
        int[] unanswered = {0};
        for (int account = 0; account < 10; account++) {
            CountdownGateway real = recorded("user" + account);
            CountdownGateway slow = (countdown, deadline) -> {
                underWay.add(++unanswered[0]);
                CompletableFuture<Outcome> reply = new CompletableFuture<>();
                time.schedule(Duration.ofMillis(200), () -> {
                    unanswered[0]--;
                    real.submit(countdown, deadline).thenAccept(reply::complete);
                });
                return reply;
            };
            for (int i = 0; i < 100; i++) {
                large.add("account" + account, keeper(slow, i).listener(told));
            }
        }
        pass(8_000);
        assertThat(large.mayQuote()).isTrue();
        assertThat(underWay).allMatch(requests -> requests <= 130);
        pass(60_000);
        assertThat(told.names()).doesNotContain("failed", "unknown", "at_risk");
    }

    /** 60 keepers that stay and 60 that are closed and started again every second, in the order of a file: T = 30 s. */
    @Test
    void aStormOfReloadsTakesNothingFromRenewalsAndLetsNothingFire() {
        KeeperFleet large = KeeperFleet.on(time, RequestBudget.GATE_OPTIONS);
        CountdownGateway gateway = recorded("a");
        RecordingListener stay = new RecordingListener();
        RenewalPolicy policy = RenewalPolicy.forTimeout(Timeout.ofSeconds(30));
        List<CountdownKeeper> reloaded = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            CountdownKeeperBuilder builder = CountdownKeeper.builder(gateway, Scope.underlying("U" + i), policy)
                    .executor(Runnable::run);
            if (i % 2 == 0) {
                large.add("a", builder.listener(stay));
            } else {
                reloaded.add(large.add("a", builder));
            }
        }
        pass(10_000);
        for (int second = 0; second < 60; second++) {
            reloaded.replaceAll(keeper -> {
                keeper.close();
                return large.add(
                        "a",
                        CountdownKeeper.builder(gateway, keeper.scope(), policy).executor(Runnable::run));
            });
            pass(1_000);
        }
        pass(10_000);
        assertThat(stay.names()).containsOnly("arming", "armed", "renewed");
        assertThat(exchange.firings()).isEmpty();
        assertThat(large.mayQuote()).isTrue();
        for (int i = 200; i < sentAt.size(); i++) {
            assertThat(sentAt.get(i) - sentAt.get(i - 200)).isGreaterThanOrEqualTo(10_000);
        }
    }

    @Tag("slow")
    @Test
    void neverSendsMoreThanTheBudgetAndRecoversAfterAnOutage() {
        boolean[] down = {false};
        List<Countdown> sent = new ArrayList<>();
        CountdownGateway real = recorded("a");
        CountdownGateway flaky = (countdown, deadline) -> {
            sent.add(countdown);
            return down[0]
                    ? CompletableFuture.completedFuture(Outcome.NotApplied.notSent("no route"))
                    : real.submit(countdown, deadline);
        };
        for (int i = 0; i < 16; i++) {
            fleet.add("a", keeper(flaky, i));
        }
        pass(20_000);
        down[0] = true;
        pass(20_000);
        sent.clear();
        pass(10_000);
        assertThat(sent).hasSizeLessThanOrEqualTo(20);
        down[0] = false;
        pass(30_000);
        assertThat(fleet.protection().keepers().keySet())
                .containsAnyOf(KeeperState.ARMED, KeeperState.LAPSED)
                .doesNotContain(KeeperState.AT_RISK, KeeperState.ARMING);
    }

    @Test
    void oneFailingAccountDelaysNoOther() {
        CountdownGateway dead = (countdown, deadline) -> new CompletableFuture<>();
        for (int i = 0; i < 10; i++) {
            fleet.add("dead", keeper(dead, i));
            fleet.add("alive", keeper(exchange.gateway("alive"), i));
        }
        pass(100_000);
        assertThat(fleet.protection().keepers())
                .containsEntry(KeeperState.ARMED, 10)
                .containsEntry(KeeperState.ARMING, 10);
        assertThat(fleet.protection().protectedFor()).isZero();
        assertThat(fleet.mayQuote()).isFalse();
    }

    @Test
    void renewsAllAtOnceAfterASuspend() {
        CountdownGateway gateway = recorded("a");
        for (int i = 0; i < 5; i++) {
            fleet.add("a", keeper(gateway, i));
        }
        pass(11_000);
        sentAt.clear();
        time.suspend(Duration.ofSeconds(5));
        pass(3_000);
        assertThat(sentAt).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void looksAtTheClocksUntilItsLastKeeperHasClosed() {
        List<CompletableFuture<Outcome>> unanswered = new ArrayList<>();
        CountdownKeeper keeper = fleet.add(
                "a",
                keeper(
                        (countdown, deadline) -> {
                            CompletableFuture<Outcome> reply = new CompletableFuture<>();
                            unanswered.add(reply);
                            return reply;
                        },
                        1));
        pass(100);
        fleet.close(CloseMode.DISARM);
        pass(2_000);
        assertThat(keeper.protection().state()).isEqualTo(KeeperState.DISARMING);
        assertThat(time.pendingTimers()).isEqualTo(2);
        unanswered.forEach(reply -> reply.complete(Outcome.NotApplied.notSent("no route")));
        pass(300_000);
        assertThat(keeper.protection().state()).isEqualTo(KeeperState.CLOSED);
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void aMemberIsExpiringWhenItsOwnWatchdogSaysSo() {
        CountdownKeeper watched =
                fleet.add("a", keeper(recorded("a"), 1).liveness(new Watchdog(time, Duration.ofSeconds(3))));
        CountdownKeeper unwatched = fleet.add("a", keeper(recorded("a"), 2));
        pass(4_000);
        assertThat(watched.protection().state()).isEqualTo(KeeperState.EXPIRING);
        assertThat(unwatched.mayQuote()).isTrue();
        assertThat(fleet.mayQuote()).isFalse();
    }

    @Test
    void protectionIsThatOfTheKeeperThatIsGuardedLeast() {
        fleet.add("a", keeper(recorded("a"), 1));
        pass(3_000);
        CountdownKeeper later = fleet.add("a", keeper(recorded("a"), 2));
        pass(100);
        assertThat(fleet.protection().protectedFor())
                .isLessThan(later.protection().protectedFor())
                .isPositive();
    }

    @Test
    void aKeeperThatClosesLeavesAndGivesItsShareBack() {
        CountdownGateway gateway = recorded("a");
        for (int i = 0; i < 100; i++) {
            CountdownKeeper keeper = fleet.add("a", keeper(gateway, 1));
            assertThatThrownBy(() -> fleet.add("a", keeper(gateway, 1))).isInstanceOf(IllegalStateException.class);
            keeper.close();
        }
        assertThat(fleet.protection().keepers()).isEqualTo(Map.of());
        assertThat(fleet.mayQuote()).isFalse();
    }

    /**
     * Two keepers of an account that allows a request a second. The first one is refused at 0 s and at 1 s; the second one
     * starts at 1.25 s, and its request waits until 2 s.
     */
    @Nested
    class WhileARequestWaitsForTheBudget {

        private final KeeperFleet narrow = KeeperFleet.on(time, new RequestBudget(1, Duration.ofSeconds(1)));
        private final RecordingListener told = new RecordingListener();
        private Verdict verdict = Verdict.alive();
        private Duration askAgainWithin = Duration.ofMillis(500);

        private final Liveness strategy = new Liveness() {
            @Override
            public Verdict check() {
                return verdict;
            }

            @Override
            public Duration askAgainWithin() {
                return askAgainWithin;
            }
        };

        private CountdownKeeper waiting() {
            CountdownKeeper first = narrow.add(
                    "a",
                    keeper(
                            (countdown, deadline) -> CompletableFuture.completedFuture(NotApplied.notSent("no route")),
                            0));
            CountdownKeeper second =
                    narrow.add("a", keeper(recorded("a"), 1).listener(told).liveness(strategy));
            pass(1_300);
            first.close();
            assertThat(sentAt).isEmpty();
            return second;
        }

        private CloseResult close(CountdownKeeper keeper, CloseMode mode) {
            CompletableFuture<CloseResult> result = keeper.close(mode);
            pass(0);
            assertThat(result).isCompleted();
            return result.join();
        }

        private void assertNothingElseIsSent() {
            pass(5_000);
            assertThat(sentAt).isEmpty();
        }

        @Test
        void itIsSentWhenItsTurnComes() {
            waiting();
            pass(700);
            assertThat(sentAt).containsExactly(2_000L);
        }

        @ParameterizedTest
        @EnumSource
        void aCloseTakesItOut(CloseMode mode) {
            assertThat(close(waiting(), mode)).isEqualTo(new CloseResult(mode, true, Duration.ZERO));
            assertNothingElseIsSent();
        }

        @Test
        void aVerdictTakesItOut() {
            waiting();
            verdict = Verdict.dead("hangs");
            assertNothingElseIsSent();
            assertThat(told.names()).containsExactly("arming", "failed", "expiring");
        }

        @Test
        void aDeathThatNobodyAskedAboutInTheMeantimeTakesItOut() {
            askAgainWithin = Duration.ofHours(1);
            waiting();
            pass(690);
            verdict = Verdict.dead("hangs");
            assertNothingElseIsSent();
        }

        @Test
        void whatIsTakenOutTakesNothingFromTheBudget() {
            askAgainWithin = Duration.ofHours(1);
            waiting();
            CountdownKeeper third = narrow.add("a", keeper(recorded("a"), 2));
            verdict = Verdict.dead("hangs");
            pass(2_000);
            assertThat(sentAt).containsExactly(2_500L);
            assertThat(third.mayQuote()).isTrue();
        }
    }

    @Test
    void aShareIsFreeOnceACloseOfItsKeeperBegins() {
        boolean[] silent = {false};
        CountdownGateway real = exchange.gateway();
        CountdownGateway gateway =
                (countdown, deadline) -> silent[0] ? new CompletableFuture<>() : real.submit(countdown, deadline);
        CountdownKeeper closing = fleet.add("a", keeper(gateway, 0));
        for (int i = 1; i < 16; i++) {
            fleet.add("a", keeper(gateway, i));
        }
        pass(1_000);
        silent[0] = true;
        for (int i = 0; i < 3; i++) { // given back once
            closing.close(CloseMode.DISARM);
        }
        assertThat(closing.protection().state()).isEqualTo(KeeperState.DISARMING);
        fleet.add("a", keeper(gateway, 16));
        assertThatThrownBy(() -> fleet.add("a", keeper(gateway, 17))).isInstanceOf(IllegalArgumentException.class);
    }

    @Nested
    class Asked {

        private static final String CALL = "BTC_USDT-20301227-90000-C";
        private static final Duration MARGIN = Duration.ofMillis(200);

        private final CountdownKeeper all = add("a", Scope.all());
        private final CountdownKeeper bitcoin = add("a", Scope.underlying("BTC_USDT"));
        private final CountdownKeeper elsewhere = add("b", Scope.underlying("ETH_USDT"));

        private CountdownKeeper add(String account, Scope scope) {
            return fleet.add(
                    account,
                    CountdownKeeper.builder(exchange.gateway(account), scope, POLICY)
                            .executor(Runnable::run));
        }

        @Test
        void listsItsMembersAndFindsOneByAccountAndScope() {
            assertThat(fleet.keepers()).containsExactlyInAnyOrder(all, bitcoin, elsewhere);
            assertThat(fleet.find("a", Scope.underlying("BTC_USDT"))).containsSame(bitcoin);
            assertThat(fleet.find("b", Scope.underlying("BTC_USDT"))).isEmpty();
            assertThat(fleet.find("c", Scope.all())).isEmpty();
            bitcoin.close();
            assertThat(fleet.find("a", Scope.underlying("BTC_USDT"))).isEmpty();
            assertThat(fleet.find("a", Scope.underlying("BTC_USDT"))).isEmpty();
            CountdownKeeper next = add("a", Scope.underlying("BTC_USDT"));
            assertThat(fleet.find("a", Scope.underlying("BTC_USDT"))).containsSame(next);
        }

        @Test
        void anOrderIsGuardedWhereEveryKeeperThatCoversItIs() {
            pass(1_000);
            assertThat(fleet.covering("a", CALL)).containsExactlyInAnyOrder(all, bitcoin);
            assertThat(fleet.mayQuote("a", CALL, MARGIN)).isTrue();
            assertThat(fleet.mayQuote("b", CALL, MARGIN))
                    .as("guarded on the other account alone")
                    .isFalse();
            assertThat(fleet.mayQuote("a", CALL, Duration.ofSeconds(50))).isFalse();
            assertThat(fleet.mayQuote(MARGIN)).isTrue();
            assertThat(fleet.mayQuote(Duration.ofSeconds(50))).isFalse();
        }

        @Test
        void oneOfTwoOverlappingScopesThatIsNotArmedShutsTheGate() {
            CountdownGateway silent = new CountdownGateway() {
                @Override
                public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
                    return new CompletableFuture<>();
                }

                @Override
                public String market() {
                    return exchange.gateway("b").market();
                }
            };
            fleet.add("b", CountdownKeeper.builder(silent, Scope.all(), POLICY).executor(Runnable::run));
            pass(1_000);
            assertThat(elsewhere.mayQuote()).isTrue();
            assertThat(fleet.mayQuote("b", "ETH_USDT-20301227-4000-P", MARGIN)).isFalse();
            assertThat(fleet.mayQuote("a", CALL, MARGIN)).isTrue();
        }

        @Test
        void soDoesOneThatWasClosedUntilItsSwitchHasFired() {
            pass(1_000);
            all.close();
            assertThat(fleet.keepers()).doesNotContain(all);
            assertThat(fleet.mayQuote("a", CALL, MARGIN))
                    .as("the switch of all orders would cancel the order")
                    .isFalse();
            for (int second = 0; second < 70; second++) {
                pass(1_000);
            }
            assertThat(exchange.firings()).isNotEmpty();
            assertThat(fleet.mayQuote("a", CALL, MARGIN)).isTrue();
        }

        @Test
        void oneThatWasDisarmedForCertainDoesNot() {
            pass(1_000);
            all.close(CloseMode.DISARM);
            pass(1_000);
            assertThat(fleet.mayQuote("a", CALL, MARGIN)).isTrue();
        }

        @Test
        void norDoesOneWhoseSuccessorIsArmed() {
            pass(1_000);
            all.close();
            CountdownKeeper next = add("a", Scope.all());
            for (int second = 0; second < 30 && !next.mayQuote(); second++) {
                pass(1_000);
            }
            assertThat(exchange.firings()).isEmpty();
            assertThat(fleet.mayQuote("a", CALL, MARGIN)).isTrue();
        }

        @Test
        void namesWhoIsNotArmed() {
            assertThat(fleet.protection().notArmed())
                    .containsExactly("a all ARMING", "a underlying:BTC_USDT ARMING", "b underlying:ETH_USDT ARMING");
            pass(1_000);
            assertThat(fleet.protection().notArmed()).isEmpty();
            assertThat(fleet.protection().isArmed()).isTrue();
        }

        @Test
        void aListenerHearsEveryMemberAlsoOneThatIsAddedLater() {
            List<String> heard = new ArrayList<>();
            KeeperListener listener = (self, event) -> heard.add(self + " " + event.name());
            fleet.addListener(listener);
            add("c", Scope.all());
            pass(1_000);
            assertThat(heard).contains("a all armed", "b underlying:ETH_USDT armed", "c all arming", "c all armed");
            fleet.removeListener(listener);
            heard.clear();
            add("d", Scope.all());
            pass(20_000);
            assertThat(heard).isEmpty();
        }

        @Test
        void aKeeperIsNamedByTheFleetUnlessItHasAName() {
            CountdownKeeper named = fleet.add(
                    "key-of-c",
                    CountdownKeeper.builder(exchange.gateway("c"), Scope.all(), POLICY)
                            .account("market making")
                            .executor(Runnable::run));
            assertThat(named.account()).isEqualTo("market making");
            assertThat(all.account()).isEqualTo("a");
            assertThat(fleet.find("key-of-c", Scope.all())).containsSame(named);
        }

        @Test
        void oneThatIsRefusedIsNoMember() {
            assertThatThrownBy(
                            () -> fleet.add("a", CountdownKeeper.builder(exchange.gateway("a"), Scope.all(), POLICY)))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(fleet.keepers()).hasSize(3);
        }
    }

    @Test
    void closesAllAndTakesNoMore() {
        CountdownGateway gateway = recorded("a");
        for (int i = 0; i < 5; i++) {
            fleet.add("a", keeper(gateway, i));
        }
        pass(100);
        assertThat(fleet.protection().isArmed()).isTrue();
        assertThat(fleet.protection().protectedFor()).isGreaterThan(Duration.ofSeconds(38));
        var closing = fleet.close(CloseMode.DISARM);
        pass(1_000);
        assertThat(closing.join().values()).hasSize(5).allMatch(result -> result.certain());
        assertThat(exchange.countdowns()).isEmpty();
        assertThatThrownBy(() -> fleet.add("a", keeper(gateway, 9))).isInstanceOf(IllegalStateException.class);
        fleet.close();
        pass(1_000);
        assertThat(time.pendingTimers()).isZero();
    }
}
