package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Liveness.Verdict;
import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Retry;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gateways of a platform's own that hand on what is not true: the keeper must not be fooled. */
class UntrueRepliesTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final ManualScheduler time = new ManualScheduler();
    private final List<String> events = new ArrayList<>();

    /** When the exchange last applied a request, on the wall clock; it is one that keeps its word. */
    private Instant applied = Instant.EPOCH;

    private Instant now() {
        return Instant.ofEpochMilli(time.wallMillis());
    }

    private Acknowledgement apply(Countdown countdown, Shown shown) {
        applied = now();
        Instant trigger = applied.plus(countdown.timeout().toDuration());
        Instant named = shown.wholeSeconds ? Instant.ofEpochSecond(trigger.getEpochSecond()) : trigger;
        return new Acknowledgement(
                countdown,
                Optional.of(named).filter(t -> !countdown.isDisarm()),
                Optional.of(applied).filter(t -> shown.inTime));
    }

    /** What a reply shows. */
    enum Shown {
        TRIGGER_AND_IN_TIME(true, false),
        TRIGGER(false, false),
        WHOLE_SECONDS(false, true);

        private final boolean inTime;
        private final boolean wholeSeconds;

        Shown(boolean inTime, boolean wholeSeconds) {
            this.inTime = inTime;
            this.wholeSeconds = wholeSeconds;
        }
    }

    private CountdownKeeper keep(CountdownGateway gateway, int timeout) {
        return keep(gateway, RenewalPolicy.forTimeout(Timeout.ofSeconds(timeout)));
    }

    private CountdownKeeper keep(CountdownGateway gateway, RenewalPolicy policy) {
        return CountdownKeeper.builder(gateway, Scope.underlying("BTC_USDT"), policy)
                .scheduler(time)
                .executor(Runnable::run)
                .listener((from, event) -> events.add(event.name()))
                .build()
                .start();
    }

    private static CompletionStage<Outcome> answer(Acknowledgement acknowledgement) {
        return CompletableFuture.completedFuture(new Outcome.Applied(acknowledgement));
    }

    /** Watches every 50 ms that no claim is longer than the truth. */
    private void watch(CountdownKeeper keeper, int timeout, Duration span) {
        for (Duration passed = Duration.ZERO; passed.compareTo(span) < 0; passed = passed.plusMillis(50)) {
            time.advance(Duration.ofMillis(50));
            Duration left = Duration.between(now(), applied.plusSeconds(timeout));
            assertThat(keeper.protection().protectedFor())
                    .isLessThanOrEqualTo(left.isNegative() ? Duration.ZERO : left);
            assertThat(keeper.mayQuote() && left.isNegative()).isFalse();
        }
    }

    @Nested
    class OneOldReply {

        @ParameterizedTest
        @CsvSource({
            "5, TRIGGER_AND_IN_TIME", "5, TRIGGER", "5, WHOLE_SECONDS",
            "30, TRIGGER_AND_IN_TIME", "30, TRIGGER", "30, WHOLE_SECONDS"
        })
        void repeatedForEverGuardsNothing(int timeout, Shown shown) {
            List<Acknowledgement> replies = new ArrayList<>();
            CountdownKeeper keeper = keep(
                    (countdown, deadline) -> {
                        if (replies.size() < 4) {
                            replies.add(apply(countdown, shown));
                        }
                        return answer(replies.get(replies.size() - 1));
                    },
                    timeout);
            watch(keeper, timeout, Duration.ofSeconds(6L * timeout));
            assertThat(keeper.mayQuote()).isFalse();
            assertThat(events.stream().filter("renewed"::equals)).hasSize(3);
        }

        @ParameterizedTest
        @ValueSource(ints = {5, 30})
        void nowAndThenIsNoRenewalAndTheNextOneIs(int timeout) {
            List<Acknowledgement> replies = new ArrayList<>();
            int[] asked = new int[1];
            CountdownKeeper keeper = keep(
                    (countdown, deadline) -> {
                        if (asked[0]++ % 4 != 3) {
                            replies.add(apply(countdown, Shown.TRIGGER));
                        }
                        return answer(replies.get(replies.size() - 1));
                    },
                    timeout);
            watch(keeper, timeout, Duration.ofSeconds(20L * timeout));
            assertThat(keeper.mayQuote()).isTrue();
            assertThat(events).doesNotContain("lapsed", "fired").contains("unknown");
        }

        @ParameterizedTest
        @CsvSource({"5, 1", "5, 2", "30, 1", "30, 3"})
        void ofAStreamThatLagsGuardsNoLongerThanTheTruth(int timeout, int lag) {
            List<Acknowledgement> replies = new ArrayList<>();
            CountdownKeeper keeper = keep(
                    (countdown, deadline) -> {
                        if (replies.size() < 30) {
                            replies.add(apply(countdown, Shown.TRIGGER));
                        } else {
                            replies.add(replies.get(replies.size() - 1)); // nothing gets there any more
                        }
                        return answer(replies.get(replies.size() < 6 ? replies.size() - 1 : replies.size() - 1 - lag));
                    },
                    timeout);
            watch(keeper, timeout, Duration.ofSeconds(30L * timeout));
            assertThat(keeper.mayQuote()).isFalse();
        }
    }

    @Nested
    class ASpanThatIsTooLong {

        @ParameterizedTest
        @ValueSource(longs = {Long.MAX_VALUE, 36_525L * 24 * 3600 * 1_000_000_000L})
        void ofLateApplicationIsNoShortOne(long nanos) {
            mayApplyFor(Duration.ofNanos(nanos));
        }

        @Test
        void evenOfThreeHundredYearsIsNoShortOne() {
            mayApplyFor(Duration.ofDays(300 * 365));
            mayApplyFor(Duration.ofSeconds(Long.MAX_VALUE));
        }

        private void mayApplyFor(Duration mayApplyFor) {
            boolean[] alive = {true};
            RenewalPolicy policy =
                    RenewalPolicy.forTimeout(Timeout.ofSeconds(60)).withOnDead(RenewalPolicy.OnDead.EXPIRE_SOON);
            CountdownKeeper keeper = CountdownKeeper.builder(
                            (countdown, deadline) -> countdown.timeout().equals(Timeout.MINIMUM)
                                    ? CompletableFuture.completedFuture(new Outcome.Unknown("lost", mayApplyFor))
                                    : answer(Acknowledgement.of(countdown)),
                            Scope.all(),
                            policy)
                    .scheduler(time)
                    .executor(Runnable::run)
                    .liveness(() -> alive[0] ? Verdict.alive() : Verdict.dead("hung"))
                    .build()
                    .start();
            time.advance(Duration.ofSeconds(1));
            alive[0] = false;
            time.advance(Duration.ofSeconds(1));
            alive[0] = true;
            time.advance(Duration.ofSeconds(20));
            // What was sent for 5 s may still be applied: nobody may claim more than that.
            assertThat(keeper.protection().protectedFor()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(5));
            keeper.close();
        }

        @Test
        void ofARetryIsNoReasonToStop() {
            int[] asked = new int[1];
            CountdownKeeper keeper = keep(
                    (countdown, deadline) -> asked[0]++ == 0
                            ? CompletableFuture.completedFuture(new Outcome.NotApplied(
                                    "TOO_MANY_REQUESTS", "", Retry.after(Duration.ofSeconds(Long.MAX_VALUE))))
                            : answer(Acknowledgement.of(countdown)),
                    30);
            time.advance(Duration.ofMinutes(2));
            assertThat(keeper.mayQuote()).isTrue();
        }
    }

    @Tag("slow")
    @Test
    void aTriggerTimeInTheWrongUnitDoesNotStopTheRenewals() {
        int[] asked = new int[1];
        CountdownKeeper keeper = keep(
                (countdown, deadline) -> {
                    asked[0]++;
                    Instant wrong = Instant.ofEpochMilli(1_000 * (time.wallMillis() + 30_000));
                    return answer(
                            asked[0] % 10 == 9
                                    ? apply(countdown, Shown.TRIGGER_AND_IN_TIME)
                                    : new Acknowledgement(countdown, Optional.of(wrong), Optional.of(now())));
                },
                30);
        time.advance(Duration.ofMinutes(10));
        assertThat(asked[0]).isGreaterThan(80);
        assertThat(events).contains("armed", "unknown");
    }

    @Test
    void firedHasCertainlyFiredAlsoWhileARequestIsInFlight() {
        List<CompletableFuture<Outcome>> stages = new ArrayList<>();
        CountdownKeeper keeper = keep(
                (countdown, deadline) -> {
                    stages.add(new CompletableFuture<>());
                    return stages.size() == 1
                            ? answer(Acknowledgement.of(countdown))
                            : CompletableFuture.completedFuture(Outcome.NotApplied.notSent("no network"));
                },
                5);
        for (int i = 0; i < 400; i++) {
            time.advance(Duration.ofMillis(50));
            if (keeper.protection().state() == KeeperState.FIRED) {
                assertThat(keeper.protection().certainlyFiredAfter()).contains(Duration.ZERO);
            }
        }
        assertThat(keeper.protection().state()).isEqualTo(KeeperState.FIRED);
    }

    @Test
    void firedHasCertainlyFiredThoughNobodyAnswers() {
        int[] asked = new int[1];
        CountdownKeeper keeper = keep(
                (countdown, deadline) -> asked[0]++ == 0
                        ? answer(Acknowledgement.of(countdown))
                        : asked[0] < 12
                                ? CompletableFuture.completedFuture(Outcome.NotApplied.notSent("no network"))
                                : new CompletableFuture<>(),
                5);
        boolean[] seen = new boolean[1];
        for (int i = 0; i < 400; i++) {
            time.advance(Duration.ofMillis(50));
            if (keeper.protection().state() == KeeperState.FIRED) {
                seen[0] = true;
                assertThat(keeper.protection().certainlyFiredAfter()).contains(Duration.ZERO);
            }
        }
        assertThat(seen[0]).isTrue();
    }

    @Test
    void aCertainDisarmIsNotSettledWhileAnEarlierOneCanBeAppliedLate() {
        int[] disarms = new int[1];
        CountdownKeeper keeper = keep(
                (countdown, deadline) -> countdown.isDisarm() && disarms[0]++ == 0
                        ? CompletableFuture.completedFuture(new Outcome.Unknown("lost", Duration.ofSeconds(63)))
                        : answer(Acknowledgement.of(countdown)),
                30);
        time.advance(Duration.ofSeconds(1));
        CompletableFuture<CloseResult> closed = keeper.close(CloseMode.DISARM);
        time.advance(DAY);
        assertThat(closed.join().certain()).isTrue();
        assertThat(closed.join().settledAfter()).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(64));
    }

    @Test
    void aLooseRequestForFiveSecondsBesideALongTimeoutDoesNotFlap() {
        boolean[] alive = {true};
        RenewalPolicy policy =
                RenewalPolicy.forTimeout(Timeout.ofSeconds(30)).withOnDead(RenewalPolicy.OnDead.EXPIRE_SOON);
        CountdownKeeper keeper = CountdownKeeper.builder(
                        (countdown, deadline) -> {
                            CompletableFuture<Outcome> reply = new CompletableFuture<>();
                            time.schedule(
                                    Duration.ofMillis(400),
                                    () -> reply.complete(
                                            countdown.timeout().equals(Timeout.MINIMUM)
                                                    ? new Outcome.Unknown("lost", Duration.ofSeconds(63))
                                                    : new Outcome.Applied(Acknowledgement.of(countdown))));
                            return reply;
                        },
                        Scope.all(),
                        policy)
                .scheduler(time)
                .executor(Runnable::run)
                .liveness(() -> alive[0] ? Verdict.alive() : Verdict.dead("hung"))
                .listener((from, event) -> events.add(event.name()))
                .build()
                .start();
        time.advance(Duration.ofSeconds(1));
        alive[0] = false;
        time.advance(Duration.ofMillis(600));
        alive[0] = true;
        time.advance(Duration.ofSeconds(2));
        events.clear();
        for (int i = 0; i < 3_000; i++) {
            time.advance(Duration.ofMillis(10));
            keeper.protection().openLapse().ifPresent(keeper::reconciled);
            assertThat(keeper.protection().state()).isEqualTo(KeeperState.ARMED);
        }
        assertThat(events).doesNotContain("at_risk", "unknown");
    }

    /** A reply and the exchange's time together take longer than an attempt may. */
    @Test
    void afterASuspendASlowNetworkIsBelievedAgain() {
        CountdownKeeper keeper = keep(
                new CountdownGateway() {
                    private <R> CompletionStage<R> later(R said) {
                        CompletableFuture<R> reply = new CompletableFuture<>();
                        time.schedule(Duration.ofMillis(250), () -> reply.complete(said));
                        return reply;
                    }

                    @Override
                    public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
                        CompletableFuture<Outcome> reply = new CompletableFuture<>();
                        time.schedule(
                                Duration.ofMillis(250),
                                () -> later(apply(countdown, Shown.TRIGGER))
                                        .thenAccept(told -> reply.complete(new Outcome.Applied(told))));
                        return reply;
                    }

                    @Override
                    public CompletionStage<Optional<Instant>> exchangeTime(Duration deadline) {
                        CompletableFuture<Optional<Instant>> told = new CompletableFuture<>();
                        time.schedule(deadline, () -> told.completeExceptionally(new TimeoutException()));
                        time.schedule(
                                Duration.ofMillis(250),
                                () -> later(Optional.of(now())).thenAccept(told::complete));
                        return told;
                    }
                },
                5);
        time.advance(Duration.ofSeconds(10));
        time.suspend(Duration.ofMinutes(1));
        time.advance(Duration.ofSeconds(4));
        assertThat(events).containsOnlyOnce("lapsed");
        keeper.reconciled(1);
        assertThat(keeper.mayQuote()).isTrue();
    }
}
