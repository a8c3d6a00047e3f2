package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Liveness;
import dev.countdown.application.Liveness.Verdict;
import dev.countdown.application.Outcome;
import dev.countdown.application.Protection;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Retry;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Watchdog;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.application.keeper.CountdownKeeperBuilder;
import dev.countdown.application.keeper.KeeperFleet;
import dev.countdown.application.keeper.RequestBudget;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Spans that nanoseconds cannot count, and null, at every public door. */
class ExtremeArgumentsTest {

    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);
    private static final List<Duration> AGES = List.of(Duration.ofDays(999_999), Duration.ofDays(300 * 365), FOR_EVER);
    private static final Timeout THIRTY = Timeout.ofSeconds(30);
    private static final RenewalPolicy POLICY = RenewalPolicy.forTimeout(THIRTY);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualScheduler time = new ManualScheduler();
    private final InMemoryExchange exchange = InMemoryExchange.on(time);

    private CountdownKeeperBuilder builder(CountdownGateway gateway) {
        return CountdownKeeper.builder(gateway, Scope.all(), POLICY)
                .scheduler(time)
                .executor(Runnable::run);
    }

    private CountdownKeeper armed() {
        CountdownKeeper keeper = builder(exchange.gateway()).build().start();
        time.advance(SECOND);
        assertThat(keeper.mayQuote()).isTrue();
        return keeper;
    }

    private static void assertNamed(String argument, ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call).withMessage(argument);
    }

    @Test
    void noClaimLastsForAges() {
        CountdownKeeper keeper = armed();
        for (Duration margin : AGES) {
            assertThat(keeper.mayQuote(margin)).isFalse();
        }
    }

    @Test
    void whatIsDueAgesBeforeTheEndIsDueAtOnce() {
        CountdownKeeper keeper = armed();
        List<Duration> called = new ArrayList<>();
        AGES.forEach(before -> keeper.onExpiring(before, () -> called.add(before)));
        time.advance(Duration.ofMinutes(1));
        assertThat(called).containsExactlyElementsOf(AGES);
        assertThat(keeper.mayQuote()).isTrue();
    }

    @Test
    void aPolicyOfAgesIsRefused() {
        for (Duration ages : AGES) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RenewalPolicy.builder(THIRTY)
                            .interval(ages)
                            .attemptDeadline(SECOND)
                            .backoff(SECOND)
                            .build())
                    .withMessageContaining("interval");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RenewalPolicy.builder(THIRTY)
                            .interval(SECOND)
                            .attemptDeadline(ages)
                            .backoff(ages)
                            .build())
                    .withMessageContaining("two retries fit");
            assertThatIllegalArgumentException().isThrownBy(() -> RenewalPolicy.forTimeout(THIRTY, ages));
            assertThatIllegalArgumentException().isThrownBy(() -> RenewalPolicy.forTimeout(THIRTY, ages.negated()));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RenewalPolicy.forTimeout(THIRTY, FOR_EVER))
                .withMessageContaining(FOR_EVER.toString());
    }

    @Test
    void anAdviceToWaitForAgesIsTakenForAMinute() {
        List<Integer> submitted = new ArrayList<>();
        CountdownKeeper keeper = builder((countdown, deadline) -> {
                    submitted.add(1);
                    return CompletableFuture.completedFuture(
                            new Outcome.NotApplied("TOO_MANY_REQUESTS", "later", Retry.after(FOR_EVER)));
                })
                .build()
                .start();
        time.advance(Duration.ofSeconds(59));
        assertThat(submitted).hasSize(1);
        time.advance(Duration.ofSeconds(2));
        assertThat(submitted).hasSize(2);
        keeper.close();
    }

    @Test
    void whoNeedsNoPettingForAgesIsAlive() {
        for (Duration silence : AGES) {
            Watchdog watchdog = new Watchdog(time, silence);
            time.advance(SECOND);
            assertThat(watchdog.check().reason()).isEmpty();
            assertThat(watchdog.askAgainWithin()).isPositive();
        }
    }

    @Test
    void aProbeThatNeedNotBeAskedForAgesIsAskedNevertheless() {
        Liveness idle = new Liveness() {
            @Override
            public Verdict check() {
                return Verdict.alive();
            }

            @Override
            public Duration askAgainWithin() {
                return FOR_EVER;
            }
        };
        CountdownKeeper keeper =
                builder(exchange.gateway()).liveness(idle).build().start();
        time.advance(Duration.ofMinutes(1));
        assertThat(keeper.mayQuote()).isTrue();
    }

    @Test
    void aWindowOfAgesIsABudget() {
        KeeperFleet fleet = KeeperFleet.on(time, new RequestBudget(Integer.MAX_VALUE, FOR_EVER));
        CountdownKeeper keeper = fleet.add("a", builder(exchange.gateway()));
        time.advance(SECOND);
        assertThat(keeper.protection().state()).isEqualTo(KeeperState.ARMED);
    }

    @Test
    void aTimerInAgesIsATimer() {
        for (Duration ages : AGES) {
            Scheduler.system().schedule(ages, () -> {}).cancel();
        }
    }

    @Test
    void nullIsRefusedByName() {
        CountdownGateway gateway = exchange.gateway();
        CountdownKeeperBuilder builder = builder(gateway);
        assertNamed("gateway", () -> CountdownKeeper.builder(null, Scope.all(), POLICY));
        assertNamed("scope", () -> CountdownKeeper.builder(gateway, null, POLICY));
        assertNamed("policy", () -> CountdownKeeper.builder(gateway, Scope.all(), null));
        assertNamed("scheduler", () -> builder.scheduler(null));
        assertNamed("liveness", () -> builder.liveness(null));
        assertNamed("listener", () -> builder.listener(null));
        assertNamed("executor", () -> builder.executor(null));
        assertNamed("account", () -> builder.account(null));
        assertNamed("deadline", () -> builder.firstAttempts(null));
        CountdownKeeper keeper = armed();
        assertNamed("listener", () -> keeper.addListener(null));
        assertNamed("listener", () -> keeper.removeListener(null));
        KeeperFleet fleet = KeeperFleet.on(time, RequestBudget.GATE_OPTIONS);
        assertNamed("account", () -> fleet.add(null, builder));
        assertNamed("keeper", () -> fleet.add("a", null));
        assertNamed("account", () -> fleet.find(null, Scope.all()));
        assertNamed("scope", () -> fleet.find("a", null));
        assertNamed("contract", () -> fleet.covering("a", null));
        assertNamed("margin", () -> fleet.mayQuote(null));
        assertNamed("listener", () -> fleet.addListener(null));
        assertNamed("margin", () -> keeper.mayQuote(null));
        assertNamed("before", () -> keeper.onExpiring(null, () -> {}));
        assertNamed("action", () -> keeper.onExpiring(SECOND, null));
        assertNamed("mode", () -> keeper.close(null));
        assertThat(keeper.protection().state()).isEqualTo(KeeperState.ARMED);
    }

    @Test
    void nullIsRefusedByNameByAFleet() {
        RequestBudget budget = RequestBudget.GATE_OPTIONS;
        KeeperFleet fleet = KeeperFleet.on(time, budget);
        assertNamed("scheduler", () -> KeeperFleet.on(null, budget));
        assertNamed("budget", () -> KeeperFleet.on(time, null));
        assertNamed("account", () -> fleet.add(null, builder(exchange.gateway())));
        assertNamed("keeper", () -> fleet.add("a", null));
        assertNamed("mode", () -> fleet.close((CloseMode) null));
        assertThat(fleet.add("a", builder(exchange.gateway())).scope()).isEqualTo(Scope.all());
    }

    @Test
    void nullIsRefusedByNameByValues() {
        assertNamed("timeout", () -> RenewalPolicy.forTimeout(null));
        assertNamed("timeout", () -> RenewalPolicy.forTimeout(null, SECOND));
        assertNamed("interval", () -> RenewalPolicy.forTimeout(THIRTY, null));
        assertNamed(
                "attempt deadline",
                () -> RenewalPolicy.builder(THIRTY)
                        .interval(SECOND)
                        .attemptDeadline(null)
                        .backoff(SECOND)
                        .build());
        assertNamed(
                "backoff",
                () -> RenewalPolicy.builder(THIRTY)
                        .interval(SECOND)
                        .attemptDeadline(SECOND)
                        .backoff(null)
                        .build());
        assertNamed("onDead", () -> POLICY.withOnDead(null));
        assertNamed("timeout", () -> RenewalPolicy.builder(null));
        assertNamed("state", () -> Protection.builder(null));
        assertNamed("scheduler", () -> new Watchdog(null, SECOND));
        assertNamed("silence", () -> new Watchdog(time, null));
        assertNamed("window", () -> new RequestBudget(1, null));
        assertNamed("delay", () -> Retry.after(null));
        assertNamed("parts", () -> Liveness.all(null));
        assertNamed("scope", () -> Countdown.disarm(null));
        assertNamed("timeout", () -> Countdown.arm(Scope.all(), null));
        assertNamed("underlying", () -> Scope.underlying(null));
        assertNamed("contract", () -> Scope.contract(null));
        assertNamed("text", () -> Scope.parse(null));
        assertNamed("countdown", () -> Acknowledgement.of(null));
        assertNamed("acknowledgement", () -> new Outcome.Applied(null));
        assertNamed("label", () -> new Outcome.NotApplied(null, "refused", Retry.NEVER));
        assertNamed("message", () -> Outcome.NotApplied.notSent(null));
        assertNamed("retry", () -> new Outcome.NotApplied("INVALID_KEY", "refused", null));
        assertNamed("reason", () -> Liveness.Verdict.dead(null));
        assertNamed("user", () -> exchange.gateway(null));
        assertNamed("mayApplyFor", () -> new Outcome.Unknown("lost", null));
    }
}
