package dev.countdown.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.testing.Fault;
import dev.countdown.testing.FaultPlan;
import dev.countdown.testing.FaultScript;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.ManualScheduler;
import dev.countdown.testing.UnreliableGateway;
import dev.countdown.testing.simulator.ExchangeSimulator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The rules that every {@link CountdownGateway} keeps, as tests named after them. A platform extends it for a gateway of its
 * own, or for one that it wraps:
 *
 * <pre>{@code
 * class AuditedGatewayTest extends CountdownGatewayContract {
 *     protected CountdownGateway gatewayTo(InMemoryExchange exchange, FaultPlan faults) {
 *         return new AuditedGateway(UnreliableGateway.to(exchange, "demo", faults, scheduler()));
 *     }
 * }
 * }</pre>
 *
 * It needs JUnit alone. JUnit makes a new instance for each test.
 */
public abstract class CountdownGatewayContract {

    /** In real time no test waits for so long, unless the machine is as slow. */
    private static final Duration PLENTY = Duration.ofMinutes(1);

    /** Until nothing comes back. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static final Countdown ARM = Countdown.arm(Scope.all(), Timeout.ofSeconds(60));

    private @Nullable ContractFixture bench;

    /** For subclasses. */
    protected CountdownGatewayContract() {}

    /**
     * A new gateway to this exchange. If it is {@link AutoCloseable} it is closed after the test; the subclass closes all
     * else that was opened for it.
     *
     * @param exchange where it leads; any one user
     * @param faults what its requests meet on the way, as {@link UnreliableGateway} and {@link ExchangeSimulator} have it
     * @return the gateway under test
     * @throws Exception if it cannot be made; the test fails
     */
    protected abstract CountdownGateway gatewayTo(InMemoryExchange exchange, FaultPlan faults) throws Exception;

    /**
     * The time that the gateway goes by. If it is a {@link ManualScheduler} the tests advance it; it must be the same at
     * each call then.
     *
     * @return real time, unless overridden
     */
    protected Scheduler scheduler() {
        return Scheduler.system();
    }

    @AfterEach
    final void closeTheGateway() throws Exception {
        bench().close();
    }

    @Test
    void anArmIsAppliedAndAcknowledgedAsAsked() {
        Outcome.Applied applied = bench().applied(bench().submit(ARM, PLENTY));
        assertEquals(ARM, applied.acknowledgement().countdown());
        assertEquals(List.of(ARM), bench().armed());
    }

    @Test
    void theTriggerTimeIsOnTheClockOfTheExchange() {
        bench().exchange().clockOffset(Duration.ofSeconds(20));
        Outcome.Applied applied = bench().applied(bench().submit(ARM, PLENTY));
        assertEquals(
                Optional.of(bench().truth(ARM).triggerTime()),
                applied.acknowledgement().triggerTime());
    }

    @Test
    void everyKindOfScopeReachesTheExchangeUnchanged() {
        List<Countdown> countdowns = List.of(
                ARM,
                Countdown.arm(Scope.underlying("BTC_USDT"), Timeout.ofSeconds(300)),
                Countdown.arm(Scope.contract("DOGE_USDT-20260519-0.106-C"), Timeout.ofSeconds(400)),
                Countdown.arm(Scope.contract("BTC-WEEKLY-200824-11000-P", "BTC_USDT"), Timeout.ofSeconds(500)));
        countdowns.forEach(countdown -> bench().applied(bench().submit(countdown, PLENTY)));
        assertEquals(countdowns, bench().armed());
    }

    @Test
    void aDisarmClearsItsOwnScopeAndHasNoTriggerTime() {
        Countdown other = Countdown.arm(Scope.underlying("BTC_USDT"), Timeout.ofSeconds(600));
        bench().applied(bench().submit(other, PLENTY));
        bench().applied(bench().submit(ARM, PLENTY));
        Outcome.Applied disarmed = bench().applied(bench().submit(Countdown.disarm(Scope.all()), PLENTY));
        assertTrue(disarmed.acknowledgement().countdown().isDisarm());
        assertTrue(disarmed.acknowledgement().triggerTime().isEmpty());
        assertEquals(List.of(other), bench().armed());
    }

    @Test
    void aRefusalIsNotAppliedAndNamesItsLabel() {
        bench().faults(FaultScript.of().on(1, new Fault.Refuse(400, "CONTRACT_NOT_FOUND")));
        Outcome.NotApplied refused = bench().notApplied(bench().submit(ARM, PLENTY));
        assertEquals("CONTRACT_NOT_FOUND", refused.label());
        assertFalse(refused.retry().allowed(), "the same request will be refused again");
        assertEquals(1, bench().requests());
    }

    @Test
    void anExpiredRequestMayBeTriedAgain() {
        bench().faults(FaultScript.of().from(1, new Fault.Refuse(403, "REQUEST_EXPIRED")));
        Outcome.NotApplied refused = bench().notApplied(bench().submit(ARM, PLENTY));
        assertEquals("REQUEST_EXPIRED", refused.label());
        assertTrue(refused.retry().allowed(), "another request has another time");
    }

    @Test
    void aThrottledRequestIsNotAppliedAndSaysWhenToComeBack() {
        bench().faults(FaultScript.of().on(1, new Fault.Throttle(Duration.ofSeconds(3))));
        Outcome.NotApplied throttled = bench().notApplied(bench().submit(ARM, PLENTY));
        assertEquals("TOO_MANY_REQUESTS", throttled.label());
        assertTrue(throttled.retry().allowed());
        Duration delay = throttled.retry().delay();
        assertTrue(
                delay.compareTo(Duration.ofSeconds(1)) >= 0 && delay.compareTo(Duration.ofSeconds(5)) <= 0,
                "the limit resets in 3 s, but the reply says " + delay);
    }

    @Test
    void aServerErrorIsUnknown() {
        bench().faults(FaultScript.of().on(1, new Fault.Refuse(503, "TOO_BUSY")));
        bench().unknown(bench().submit(ARM, PLENTY));
        assertEquals(1, bench().requests(), "requests sent");
    }

    @Test
    void anUnreadableReplyIsUnknown() {
        bench().faults(FaultScript.of()
                .on(1, new Fault.Html())
                .on(2, new Fault.Truncate())
                .on(3, new Fault.Reset(5))
                .on(4, new Fault.Reset(0)));
        for (int i = 1; i <= 4; i++) {
            bench().unknown(bench().submit(ARM, PLENTY));
            assertEquals(i, bench().requests(), "requests sent");
        }
    }

    @Test
    void aLostRequestIsUnknownByTheDeadlineAndNotSentAgain() {
        warmUp();
        bench().faults(FaultScript.of().on(1, new Fault.LoseBefore()));
        bench().unknown(bench().submit(ARM, SHORT));
        assertEquals(2, bench().requests(), "requests sent");
        assertEquals(List.of(), bench().armed());
    }

    @Test
    void aLostReplyIsUnknownByTheDeadlineThoughTheRequestWasApplied() {
        warmUp();
        bench().faults(FaultScript.of().on(1, new Fault.LoseAfter()));
        bench().unknown(bench().submit(ARM, SHORT));
        assertEquals(2, bench().requests(), "requests sent");
        assertEquals(List.of(ARM), bench().armed());
    }

    @Test
    void afterAnUnknownOutcomeTheNextRequestGetsThrough() {
        bench().faults(FaultScript.of().on(2, new Fault.LoseAfter()).on(4, new Fault.Reset(0)));
        bench().applied(bench().submit(ARM, PLENTY));
        bench().unknown(bench().submit(ARM, SHORT));
        bench().applied(bench().submit(ARM, PLENTY));
        bench().unknown(bench().submit(ARM, PLENTY));
        bench().applied(bench().submit(ARM, PLENTY));
    }

    @Test
    void anAcknowledgementOfAnotherRequestProvesNothing() {
        bench().faults(FaultScript.of().during(2, 3, new Fault.Replay()).on(4, new Fault.Lag()));
        bench().applied(bench().submit(ARM, PLENTY));
        bench().unknown(bench().submit(ARM, PLENTY));
        bench().unknown(bench().submit(Countdown.arm(Scope.underlying("BTC_USDT"), Timeout.ofSeconds(60)), PLENTY));
        bench().unknown(bench().submit(ARM, PLENTY));
        assertEquals(4, bench().requests(), "requests sent");
        assertEquals(List.of(ARM), bench().armed(), "what is replayed does not arrive");
    }

    @Test
    void aRefusalOfAnotherRequestProvesNothing() {
        bench().faults(FaultScript.of()
                .on(1, new Fault.Refuse(400, "CONTRACT_NOT_FOUND"))
                .on(2, new Fault.Replay())
                .on(3, new Fault.Lag()));
        bench().notApplied(bench().submit(ARM, PLENTY));
        bench().unknown(bench().submit(ARM, PLENTY));
        bench().unknown(bench().submit(ARM, PLENTY));
        assertEquals(List.of(ARM), bench().armed(), "a request whose reply is late was applied");
    }

    @Test
    void theTimeThatItTellsIsThatOfTheExchange() {
        bench().exchange().clockOffset(Duration.ofSeconds(20));
        Instant before = bench().exchange().now();
        Optional<Instant> told = bench().exchangeTime(PLENTY);
        Instant after = bench().exchange().now();
        told.ifPresent(time -> assertFalse(
                time.isBefore(before) || time.isAfter(after),
                "it was " + before + " to " + after + " at the exchange, not " + time));
    }

    @Test
    void aQuestionForTheTimeIsAnsweredByTheDeadline() {
        bench().exchangeTime(Duration.ofMillis(1));
    }

    @Test
    void aRequestOfUnknownOutcomeIsNeverAppliedLaterThanSaid() {
        bench().exchangeInVirtualTime();
        bench().faults(FaultScript.of().on(2, new Fault.Reorder(Duration.ofDays(1))));
        Countdown disarm = Countdown.disarm(Scope.underlying("BTC_USDT"));
        bench().applied(bench().submit(disarm, PLENTY));
        Duration mayApplyFor = bench().unknown(bench().submit(ARM, SHORT)).mayApplyFor();
        bench().letTheExchangeLive(mayApplyFor.plusMillis(1));
        bench().await(bench().submit(disarm, PLENTY));
        assertTrue(bench().requests() >= 3, "another request has let the held one pass");
        assertEquals(List.of(), bench().armed(), "applied later than " + mayApplyFor);
    }

    @Test
    void aSlowReplyDelaysNoOther() {
        bench().faults(FaultScript.of().on(1, new Fault.LoseBefore()));
        ContractFixture.Sent slow = bench().submit(ARM, PLENTY);
        bench().awaitArrival(PLENTY);
        Duration less = PLENTY.minusSeconds(2);
        bench().applied(bench().submit(Countdown.arm(Scope.underlying("BTC_USDT"), Timeout.MINIMUM), less));
        assertFalse(slow.reply().isDone(), "the lost one is still under way");
    }

    @Test
    void eachOfManyRequestsAtOnceGetsItsOwnReply() {
        List<Countdown> countdowns = IntStream.range(0, 100)
                .mapToObj(i -> Countdown.arm(Scope.contract("BTC_USDT-" + i + "-C"), Timeout.ofSeconds(600 + i)))
                .toList();
        List<ContractFixture.Sent> sent =
                countdowns.stream().map(each -> bench().submit(each, PLENTY)).toList();
        for (int i = 0; i < countdowns.size(); i++) {
            Outcome.Applied reply = bench().applied(sent.get(i));
            assertEquals(countdowns.get(i), reply.acknowledgement().countdown());
            assertEquals(
                    Optional.of(bench().truth(countdowns.get(i)).triggerTime()),
                    reply.acknowledgement().triggerTime());
        }
    }

    @Test
    void aRequestMayBeMadeAsAnotherEnds() {
        bench().faults(FaultScript.of().on(1, new Fault.Delay(Duration.ofMillis(10), Duration.ofMillis(10))));
        Countdown disarm = Countdown.disarm(Scope.all());
        ContractFixture.Sent first = bench().submit(ARM, PLENTY);
        bench().applied(new ContractFixture.Sent(
                first.reply().thenCompose(done -> bench().submit(disarm, PLENTY).reply()), PLENTY));
        assertEquals(List.of(), bench().armed());
    }

    @Test
    void theShortestDeadlineEndsWithAValueToo() {
        bench().faults(FaultScript.of().on(1, new Fault.LoseAfter()));
        Outcome reply = bench().await(bench().submit(ARM, Duration.ofMillis(1)));
        assertFalse(reply instanceof Outcome.Applied, "nobody acknowledged it");
    }

    /** The first request of all is slow; what must arrive within a short deadline is not that one. */
    private void warmUp() {
        bench().applied(bench().submit(Countdown.disarm(Scope.underlying("BTC_USDT")), PLENTY));
    }

    /** Made at first use, when the subclass is complete. */
    private ContractFixture bench() {
        if (bench == null) {
            bench = new ContractFixture(this::scheduler, this::gatewayTo);
        }
        return bench;
    }
}
