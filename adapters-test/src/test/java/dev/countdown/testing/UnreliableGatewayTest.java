package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnreliableGatewayTest {

    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final Countdown ARM = Countdown.arm(Scope.all(), Timeout.ofSeconds(30));

    private final ManualScheduler time = new ManualScheduler();
    private final InMemoryExchange exchange = InMemoryExchange.on(time);

    private UnreliableGateway gateway(FaultPlan faults) {
        return UnreliableGateway.to(exchange, "demo", faults, time);
    }

    private static CompletableFuture<Outcome> arm(UnreliableGateway gateway) {
        return gateway.submit(ARM, DEADLINE).toCompletableFuture();
    }

    private List<Duration> applications() {
        return exchange.renewals("demo").stream()
                .map(armed -> Duration.between(ManualScheduler.START, armed.at()))
                .toList();
    }

    @Nested
    class StepByStep {

        @Test
        void aRequestIsAppliedAndItsReplyDelayed() {
            CompletableFuture<Outcome> reply = arm(
                    gateway(FaultScript.of().on(1, new Fault.Delay(Duration.ofMillis(200), Duration.ofMillis(300)))));
            time.advance(Duration.ofMillis(499));
            assertThat(applications()).containsExactly(Duration.ofMillis(200));
            assertThat(reply).isNotDone();
            time.advance(Duration.ofMillis(1));
            assertThat(reply.join()).isInstanceOf(Outcome.Applied.class);
            assertThat(time.pendingTimers()).isZero();
        }

        @Test
        void aLateRequestIsUnknownAtTheDeadlineAndAppliedNevertheless() {
            CompletableFuture<Outcome> reply =
                    arm(gateway(FaultScript.of().on(1, new Fault.Delay(Duration.ofSeconds(40), Duration.ZERO))));
            time.advance(DEADLINE);
            assertThat(reply.join()).isEqualTo(new Outcome.Unknown("no reply within PT1S", DEADLINE.plusSeconds(60)));
            assertThat(applications()).isEmpty();
            time.advance(Duration.ofSeconds(60));
            assertThat(applications()).containsExactly(Duration.ofSeconds(40));
        }

        @Test
        void onlyTheThirdReplyIsLost() {
            UnreliableGateway gateway = gateway(FaultScript.of().on(3, new Fault.LoseAfter()));
            List<CompletableFuture<Outcome>> replies =
                    IntStream.range(0, 4).mapToObj(i -> arm(gateway)).toList();
            assertThat(replies).extracting(CompletableFuture::isDone).containsExactly(true, true, false, true);
            assertThat(applications()).hasSize(4);
        }

        @Test
        void aRequestIsAppliedTwice() {
            arm(gateway(FaultScript.of().on(1, new Fault.Duplicate(Duration.ofSeconds(7)))));
            time.advance(Duration.ofSeconds(7));
            assertThat(applications()).containsExactly(Duration.ZERO, Duration.ofSeconds(7));
        }

        @Test
        void aRequestIsOvertakenByTheNext() {
            UnreliableGateway gateway = gateway(FaultScript.of().on(1, new Fault.Reorder(Duration.ofSeconds(9))));
            Countdown disarm = Countdown.disarm(Scope.all());
            CompletableFuture<Outcome> first = arm(gateway);
            time.advance(Duration.ofMillis(100));
            CompletableFuture<Outcome> second = gateway.submit(disarm, DEADLINE).toCompletableFuture();
            assertThat(second.join()).isInstanceOf(Outcome.Applied.class);
            assertThat(first.join()).isInstanceOf(Outcome.Applied.class);
            assertThat(exchange.history())
                    .hasExactlyElementsOfTypes(ExchangeEvent.Disarmed.class, ExchangeEvent.Armed.class);
        }

        @Test
        void aRequestThatNothingOvertakesGoesOnAlone() {
            arm(gateway(FaultScript.of().on(1, new Fault.Reorder(Duration.ofSeconds(9)))));
            time.advance(Duration.ofSeconds(20));
            assertThat(applications()).containsExactly(Duration.ofSeconds(9));
        }

        @Test
        void aSilenceSwallowsWhatIsSentWhileItLasts() {
            UnreliableGateway gateway = gateway(FaultScript.of().on(2, new Fault.Silence(Duration.ofSeconds(10))));
            arm(gateway);
            arm(gateway);
            time.advance(Duration.ofSeconds(9));
            arm(gateway);
            time.advance(Duration.ofSeconds(1));
            arm(gateway);
            assertThat(applications()).containsExactly(Duration.ZERO, Duration.ofSeconds(10));
        }

        @Test
        void theExchangeRestartsAndForgets() {
            UnreliableGateway gateway =
                    gateway(FaultScript.of().on(2, new Fault.Restart(false), new Fault.LoseBefore()));
            arm(gateway);
            arm(gateway);
            assertThat(exchange.countdowns()).isEmpty();
        }

        @Test
        void aServerErrorIsUnknownAndARefusalIsNot() {
            UnreliableGateway gateway = gateway(FaultScript.of()
                    .on(1, new Fault.Refuse(500, "INTERNAL"))
                    .on(2, new Fault.Refuse(401, "INVALID_KEY")));
            assertThat(arm(gateway).join()).isInstanceOf(Outcome.Unknown.class);
            assertThat(arm(gateway).join()).isInstanceOf(Outcome.NotApplied.class);
            assertThat(applications()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"408, BAD_REQUEST", "499, BAD_REQUEST", "400, SERVER_TIMEOUT", "400, ''"})
        void whatProvesNoRefusalIsUnknown(int status, String label) {
            UnreliableGateway gateway = gateway(FaultScript.of().on(1, new Fault.Refuse(status, label)));
            assertThat(arm(gateway).join()).isInstanceOf(Outcome.Unknown.class);
        }

        @Test
        void aDuplicateThatIsTooOldLeavesTheFirstAnswerAlone() {
            UnreliableGateway gateway = gateway(FaultScript.of()
                    .on(
                            1,
                            new Fault.Delay(Duration.ZERO, Duration.ofSeconds(80)),
                            new Fault.Duplicate(Duration.ofSeconds(61))));
            CompletableFuture<Outcome> reply =
                    gateway.submit(ARM, Duration.ofSeconds(100)).toCompletableFuture();
            time.advance(Duration.ofSeconds(80));
            assertThat(reply.join()).isInstanceOf(Outcome.Applied.class);
        }

        @Test
        void aStepBeforeTheFirstRequestIsRefused() {
            assertThatThrownBy(() -> FaultScript.of().on(0, new Fault.LoseAfter()))
                    .hasMessage("requests are counted from 1: 0 to 0");
            assertThatThrownBy(() -> FaultScript.of().during(3, 2)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class FromASeed {

        private List<List<Fault>> draw(FaultPlan plan) {
            return IntStream.range(0, 1000).mapToObj(i -> plan.next()).toList();
        }

        private RandomFaults faults(long seed) {
            return RandomFaults.seeded(seed)
                    .loseBefore(0.1)
                    .loseAfter(0.2)
                    .withDelay(Duration.ofMillis(100), Duration.ofMillis(50));
        }

        @Test
        void theSameSeedGivesTheSameFaults() {
            assertThat(draw(faults(7))).isEqualTo(draw(faults(7))).isNotEqualTo(draw(faults(8)));
        }

        @Test
        void faultsComeAboutAsOftenAsAsked() {
            assertThat(draw(faults(1)).stream().filter(faults -> faults.contains(new Fault.LoseAfter())))
                    .hasSizeBetween(150, 250);
        }

        @Test
        void aRoundTripTakesTheDelayAndAtMostTheJitter() {
            assertThat(draw(faults(1))).allSatisfy(faults -> {
                Fault.Delay delay = (Fault.Delay) faults.get(0);
                assertThat(delay.before().plus(delay.after())).isBetween(Duration.ofMillis(99), Duration.ofMillis(150));
            });
        }

        @Test
        void aProbabilityBeyondOneIsRefused() {
            assertThatThrownBy(() -> faults(1).loseBefore(1.1)).hasMessage("probability must be 0 to 1: 1.1");
            assertThatThrownBy(() -> faults(1).loseBefore(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class AroundAnotherGateway {

        private final UnreliableGateway inner =
                gateway(FaultScript.of().on(1, new Fault.Delay(Duration.ofSeconds(59), Duration.ZERO)));

        private UnreliableGateway around(Fault... faults) {
            return UnreliableGateway.around(inner, FaultScript.of().on(1, faults), time);
        }

        private void assertAppliedBefore(Outcome.Unknown reply) {
            time.advance(Duration.ofMinutes(10));
            assertThat(applications()).hasSize(1);
            assertThat(reply.mayApplyFor())
                    .isGreaterThanOrEqualTo(applications().get(0));
        }

        @Test
        void aRequestThatWasSlowOnBothWaysIsNotAppliedLaterThanSaid() {
            CompletableFuture<Outcome> reply = arm(around(new Fault.Delay(Duration.ofSeconds(59), Duration.ZERO)));
            time.advance(DEADLINE);
            assertAppliedBefore((Outcome.Unknown) reply.join());
        }

        @Test
        void anUnknownOfTheOtherGatewayCountsFromTheTimeWhenItWasGivenTheRequest() {
            Outcome.Unknown broken = new Outcome.Unknown("broken", Duration.ofSeconds(100));
            FaultPlan slow = FaultScript.of().on(1, new Fault.Delay(Duration.ofSeconds(30), Duration.ZERO));
            CompletableFuture<Outcome> reply = UnreliableGateway.around(
                            (countdown, deadline) -> CompletableFuture.completedFuture(broken), slow, time)
                    .submit(ARM, Duration.ofSeconds(40))
                    .toCompletableFuture();
            time.advance(Duration.ofSeconds(30));
            assertThat(reply.join()).isEqualTo(new Outcome.Unknown("broken", Duration.ofSeconds(130)));
        }

        @Test
        void anUnreadableReplyMayApplyForAsLongAsItsRequest() {
            CompletableFuture<Outcome> reply =
                    around(new Fault.Html()).submit(ARM, DEADLINE).toCompletableFuture();
            time.advance(DEADLINE);
            assertAppliedBefore((Outcome.Unknown) reply.join());
        }
    }

    @Nested
    class RepliesToOtherRequests {

        private static final Countdown OTHER = Countdown.arm(Scope.underlying("BTC_USDT"), Timeout.ofSeconds(60));

        private Outcome reply(UnreliableGateway gateway, Countdown countdown) {
            return gateway.submit(countdown, DEADLINE).toCompletableFuture().join();
        }

        @Test
        void areRecognised() {
            UnreliableGateway gateway =
                    gateway(FaultScript.of().on(2, new Fault.Replay()).on(3, new Fault.Lag()));
            assertThat(reply(gateway, ARM)).isInstanceOf(Outcome.Applied.class);
            assertThat(reply(gateway, ARM)).isInstanceOf(Outcome.Unknown.class);
            assertThat(applications()).as("a replayed request").hasSize(1);
            assertThat(reply(gateway, ARM)).isInstanceOf(Outcome.Unknown.class);
            assertThat(applications()).as("a request with a late reply").hasSize(2);
            assertThat(reply(gateway, ARM)).isInstanceOf(Outcome.Applied.class);
        }

        @Test
        void areReplayedForEverToWhoBelievesThem() {
            UnreliableGateway gateway =
                    gateway(FaultScript.of().from(2, new Fault.Replay())).believingEveryReply();
            Outcome.Applied first = (Outcome.Applied) reply(gateway, ARM);
            for (Countdown countdown : List.of(ARM, OTHER)) {
                time.advance(Duration.ofSeconds(9));
                assertThat(reply(gateway, countdown))
                        .isEqualTo(new Outcome.Applied(new Acknowledgement(
                                countdown,
                                first.acknowledgement().triggerTime(),
                                first.acknowledgement().appliedAt())));
            }
            assertThat(applications()).hasSize(1);
        }

        @Test
        void areEachOneLateForWhoBelievesThem() {
            UnreliableGateway gateway =
                    gateway(FaultScript.of().from(2, new Fault.Lag())).believingEveryReply();
            for (int seconds : new int[] {0, 0, 9}) {
                Outcome.Applied late = (Outcome.Applied) reply(gateway, ARM);
                assertThat(late.acknowledgement().appliedAt()).contains(ManualScheduler.START.plusSeconds(seconds));
                time.advance(Duration.ofSeconds(9));
            }
            assertThat(applications()).hasSize(3);
        }

        @Test
        void mayBeRefusals() {
            UnreliableGateway gateway = gateway(FaultScript.of()
                            .on(1, new Fault.Refuse(400, "BAD_REQUEST"))
                            .on(2, new Fault.Lag())
                            .on(3, new Fault.Throttle(Duration.ofSeconds(1)))
                            .on(4, new Fault.Replay())
                            .on(5, new Fault.Refuse(503, "TOO_BUSY"))
                            .on(6, new Fault.Replay()))
                    .believingEveryReply();
            reply(gateway, ARM);
            assertThat(((Outcome.NotApplied) reply(gateway, ARM)).label()).isEqualTo("BAD_REQUEST");
            reply(gateway, ARM);
            assertThat(((Outcome.NotApplied) reply(gateway, ARM)).label()).isEqualTo("TOO_MANY_REQUESTS");
            reply(gateway, ARM);
            assertThat(reply(gateway, ARM)).isInstanceOf(Outcome.Unknown.class);
        }

        @Test
        void comeOnlyOnceThereWasAnother() {
            for (Fault first : List.of(new Fault.Replay(), new Fault.Lag())) {
                assertThat(reply(gateway(FaultScript.of().on(1, first)), ARM)).isInstanceOf(Outcome.Applied.class);
            }
        }
    }

    @Test
    void theTimeIsTheExchangesAndComesByTheDeadline() {
        exchange.clockOffset(Duration.ofSeconds(20));
        assertThat(gateway(FaultPlan.NONE).exchangeTime(DEADLINE).toCompletableFuture())
                .isCompletedWithValue(Optional.of(ManualScheduler.START.plusSeconds(20)));
        CountdownGateway silent = new CountdownGateway() {
            @Override
            public CompletableFuture<Outcome> submit(Countdown countdown, Duration deadline) {
                return new CompletableFuture<>();
            }

            @Override
            public CompletableFuture<Optional<Instant>> exchangeTime(Duration deadline) {
                return new CompletableFuture<>();
            }
        };
        CompletableFuture<Optional<Instant>> never = UnreliableGateway.around(silent, FaultPlan.NONE, time)
                .exchangeTime(DEADLINE)
                .toCompletableFuture();
        assertThat(never).isNotDone();
        time.advance(DEADLINE);
        assertThat(never).isCompletedExceptionally();
    }

    @Test
    void faultsMayBeChangedOnTheWay() {
        UnreliableGateway gateway = gateway(FaultScript.of().from(1, new Fault.Silence(Duration.ofDays(1))));
        assertThat(arm(gateway)).isNotDone();
        gateway.faults(FaultPlan.NONE);
        assertThat(arm(gateway)).isDone();
    }
}
