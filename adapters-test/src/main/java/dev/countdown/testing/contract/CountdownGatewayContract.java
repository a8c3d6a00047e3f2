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
import dev.countdown.testing.ExchangeMarket;
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

    private static final String ONCE = "requests sent: send each once, the keeper repeats it";

    private static final Countdown ARM = Countdown.arm(Scope.all(), Timeout.ofSeconds(60));

    private @Nullable ContractFixture fixture;

    /** For subclasses. */
    protected CountdownGatewayContract() {}

    /**
     * A new gateway to this exchange. If it is {@link AutoCloseable} it is closed after the test; the subclass closes all
     * else that was opened for it.
     *
     * @param exchange where it leads, to the market that {@link #market()} names; any one user
     * @param faults what its requests meet on the way, as {@link UnreliableGateway} and {@link ExchangeSimulator} have it
     * @return the gateway under test
     * @throws Exception if it cannot be made; the test fails
     */
    protected abstract CountdownGateway gatewayTo(InMemoryExchange exchange, FaultPlan faults) throws Exception;

    /**
     * Which market the gateway serves. The exchange that {@link #gatewayTo} is given is of that market.
     *
     * @return options, unless overridden
     */
    protected ExchangeMarket market() {
        return ExchangeMarket.OPTIONS;
    }

    /**
     * What no outcome may show: the secret that the gateway signs with, and what else is confidential.
     *
     * @return none, unless overridden
     */
    protected List<String> secrets() {
        return List.of();
    }

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
        fixture().close();
    }

    @Test
    void anArmIsAppliedAndAcknowledgedAsAsked() {
        Outcome.Applied applied = fixture().applied(fixture().submit(ARM, PLENTY));
        assertEquals(ARM, applied.acknowledgement().countdown());
        assertEquals(List.of(ARM), fixture().armed());
    }

    @Test
    void theTriggerTimeIsOnTheClockOfTheExchange() {
        fixture().exchange().clockOffset(Duration.ofSeconds(20));
        Outcome.Applied applied = fixture().applied(fixture().submit(ARM, PLENTY));
        assertEquals(
                Optional.of(fixture().truth(ARM).triggerTime()),
                applied.acknowledgement().triggerTime());
    }

    @Test
    void everyKindOfScopeReachesTheExchangeUnchanged() {
        List<Scope> scopes = scopes();
        List<Countdown> countdowns = IntStream.range(0, scopes.size())
                .mapToObj(i -> Countdown.arm(scopes.get(i), Timeout.ofSeconds(300 + 100 * i)))
                .toList();
        countdowns.forEach(countdown -> fixture().applied(fixture().submit(countdown, PLENTY)));
        assertEquals(countdowns, fixture().armed());
    }

    @Test
    void aScopeThatTheMarketDoesNotHaveIsRefusedWithoutARequest() {
        for (Scope scope : List.of(
                Scope.all(),
                Scope.underlying("BTC_USDT"),
                Scope.contract("BTC_USDT-20241001-46000-C"),
                Scope.pair("BTC_USDT"))) {
            boolean has = market().has(scope);
            assertEquals(
                    has,
                    fixture().refusal(scope).isEmpty(),
                    "refusal says why " + market() + " has no " + scope + ", so that no keeper is built for it");
            if (!has) {
                Outcome.NotApplied refused =
                        fixture().notApplied(fixture().submit(Countdown.arm(scope, Timeout.MINIMUM), PLENTY));
                assertFalse(refused.retry().allowed(), "the market will not have it later: say Retry.NEVER");
            }
        }
        assertEquals(0, fixture().requests(), "requests sent: without the name the exchange may guard all orders");
    }

    @Test
    void aDisarmClearsItsOwnScopeAndHasNoTriggerTime() {
        Countdown other = Countdown.arm(one(), Timeout.ofSeconds(600));
        fixture().applied(fixture().submit(other, PLENTY));
        fixture().applied(fixture().submit(ARM, PLENTY));
        Outcome.Applied disarmed = fixture().applied(fixture().submit(Countdown.disarm(Scope.all()), PLENTY));
        assertTrue(disarmed.acknowledgement().countdown().isDisarm());
        assertTrue(disarmed.acknowledgement().triggerTime().isEmpty());
        assertEquals(List.of(other), fixture().armed());
    }

    @Test
    void aRefusalIsNotAppliedAndNamesItsLabel() {
        fixture().faults(FaultScript.of().on(1, new Fault.Refuse(400, "CONTRACT_NOT_FOUND")));
        Outcome.NotApplied refused = fixture().notApplied(fixture().submit(ARM, PLENTY));
        assertEquals("CONTRACT_NOT_FOUND", refused.label());
        assertFalse(refused.retry().allowed(), "the same request will be refused again: say Retry.NEVER");
        assertEquals(1, fixture().requests());
    }

    @Test
    void anExpiredRequestMayBeTriedAgain() {
        fixture().faults(FaultScript.of().from(1, new Fault.Refuse(403, "REQUEST_EXPIRED")));
        Outcome.NotApplied refused = fixture().notApplied(fixture().submit(ARM, PLENTY));
        assertEquals("REQUEST_EXPIRED", refused.label());
        assertTrue(refused.retry().allowed(), "another request has another time: say Retry.NOW");
    }

    @Test
    void aThrottledRequestIsNotAppliedAndSaysWhenToComeBack() {
        fixture().faults(FaultScript.of().on(1, new Fault.Throttle(Duration.ofSeconds(3))));
        Outcome.NotApplied throttled = fixture().notApplied(fixture().submit(ARM, PLENTY));
        assertEquals("TOO_MANY_REQUESTS", throttled.label());
        assertTrue(throttled.retry().allowed());
        Duration delay = throttled.retry().delay();
        assertTrue(
                delay.compareTo(Duration.ofSeconds(1)) >= 0 && delay.compareTo(Duration.ofSeconds(5)) <= 0,
                "the limit resets in 3 s, but the reply says " + delay + ": take it from the rate limit's own header");
    }

    @Test
    void aServerErrorIsUnknown() {
        fixture().faults(FaultScript.of().on(1, new Fault.Refuse(503, "TOO_BUSY")));
        fixture().unknown(fixture().submit(ARM, PLENTY));
        assertEquals(1, fixture().requests(), ONCE);
    }

    @Test
    void anUnreadableReplyIsUnknown() {
        fixture()
                .faults(FaultScript.of()
                        .on(1, new Fault.Html())
                        .on(2, new Fault.Truncate())
                        .on(3, new Fault.Reset(5))
                        .on(4, new Fault.Reset(0)));
        for (int i = 1; i <= 4; i++) {
            fixture().unknown(fixture().submit(ARM, PLENTY));
            assertEquals(i, fixture().requests(), ONCE);
        }
    }

    @Test
    void aLostRequestIsUnknownByTheDeadlineAndNotSentAgain() {
        warmUp();
        fixture().faults(FaultScript.of().on(1, new Fault.LoseBefore()));
        fixture().unknown(fixture().submit(ARM, SHORT));
        assertEquals(2, fixture().requests(), ONCE);
        assertEquals(List.of(), fixture().armed());
    }

    @Test
    void aReplyWhoseBodyStallsIsUnknownByTheDeadline() {
        warmUp();
        for (int bytes : new int[] {5, 0}) {
            fixture().faults(FaultScript.of().from(1, new Fault.Stall(bytes)));
            fixture().unknown(fixture().submit(ARM, SHORT));
        }
    }

    @Test
    void noOutcomeShowsASecret() {
        fixture()
                .faults(FaultScript.of()
                        .on(1, new Fault.Refuse(401, "INVALID_KEY"))
                        .on(2, new Fault.Refuse(503, "TOO_BUSY"))
                        .on(3, new Fault.Html())
                        .on(4, new Fault.Truncate())
                        .on(5, new Fault.Reset(0)));
        for (int i = 1; i <= 6; i++) {
            String shown = fixture().await(fixture().submit(ARM, PLENTY)).toString();
            secrets()
                    .forEach(secret -> assertFalse(
                            shown.contains(secret),
                            "an outcome shows a secret, and is logged: take message and cause from the exchange's label, never"
                                    + " from a request or an exception: "
                                    + shown.replace(secret, "***")));
        }
    }

    @Test
    void aLostReplyIsUnknownByTheDeadlineThoughTheRequestWasApplied() {
        warmUp();
        fixture().faults(FaultScript.of().on(1, new Fault.LoseAfter()));
        fixture().unknown(fixture().submit(ARM, SHORT));
        assertEquals(2, fixture().requests(), ONCE);
        assertEquals(List.of(ARM), fixture().armed());
    }

    @Test
    void afterAnUnknownOutcomeTheNextRequestGetsThrough() {
        fixture().faults(FaultScript.of().on(2, new Fault.LoseAfter()).on(4, new Fault.Reset(0)));
        fixture().applied(fixture().submit(ARM, PLENTY));
        fixture().unknown(fixture().submit(ARM, SHORT));
        fixture().applied(fixture().submit(ARM, PLENTY));
        fixture().unknown(fixture().submit(ARM, PLENTY));
        fixture().applied(fixture().submit(ARM, PLENTY));
    }

    @Test
    void anAcknowledgementOfAnotherRequestProvesNothing() {
        fixture().faults(FaultScript.of().during(2, 3, new Fault.Replay()).on(4, new Fault.Lag()));
        fixture().applied(fixture().submit(ARM, PLENTY));
        fixture().unknown(fixture().submit(ARM, PLENTY));
        fixture().unknown(fixture().submit(Countdown.arm(one(), Timeout.ofSeconds(60)), PLENTY));
        fixture().unknown(fixture().submit(ARM, PLENTY));
        assertEquals(4, fixture().requests(), ONCE);
        assertEquals(
                List.of(ARM),
                fixture().armed(),
                "what is replayed does not arrive: compare the reply with the request, and remember its marks");
    }

    @Test
    void aRefusalOfAnotherRequestProvesNothing() {
        fixture()
                .faults(FaultScript.of()
                        .on(1, new Fault.Refuse(400, "CONTRACT_NOT_FOUND"))
                        .on(2, new Fault.Replay())
                        .on(3, new Fault.Lag()));
        fixture().notApplied(fixture().submit(ARM, PLENTY));
        fixture().unknown(fixture().submit(ARM, PLENTY));
        fixture().unknown(fixture().submit(ARM, PLENTY));
        assertEquals(List.of(ARM), fixture().armed(), "a request whose reply is late was applied");
    }

    @Test
    void theTimeThatItTellsIsThatOfTheExchange() {
        fixture().exchange().clockOffset(Duration.ofSeconds(20));
        Instant before = fixture().exchange().now();
        Optional<Instant> told = fixture().exchangeTime(PLENTY);
        Instant after = fixture().exchange().now();
        told.ifPresent(time -> assertFalse(
                time.isBefore(before) || time.isAfter(after),
                "it was " + before + " to " + after + " at the exchange, not " + time));
    }

    @Test
    void aQuestionForTheTimeIsAnsweredByTheDeadline() {
        fixture().exchangeTime(Duration.ofMillis(1));
    }

    @Test
    void aGatewayIsReadyWithinFiveSeconds() {
        fixture().becomesReady(Duration.ofSeconds(5));
    }

    @Test
    void aRequestOfUnknownOutcomeIsNeverAppliedLaterThanSaid() {
        fixture().exchangeInVirtualTime();
        fixture().faults(FaultScript.of().on(2, new Fault.Reorder(Duration.ofDays(1))));
        Countdown disarm = Countdown.disarm(one());
        fixture().applied(fixture().submit(disarm, PLENTY));
        Duration mayApplyFor = fixture().unknown(fixture().submit(ARM, SHORT)).mayApplyFor();
        fixture().letTheExchangeLive(mayApplyFor.plusMillis(1));
        fixture().await(fixture().submit(disarm, PLENTY));
        assertTrue(fixture().requests() >= 3, "another request has let the held one pass");
        assertEquals(
                List.of(),
                fixture().armed(),
                "applied later than " + mayApplyFor
                        + ": mayApplyFor must reach as far as the exchange accepts the request");
    }

    @Test
    void aSlowReplyDelaysNoOther() {
        fixture().faults(FaultScript.of().on(1, new Fault.LoseBefore()));
        ContractFixture.Sent slow = fixture().submit(ARM, PLENTY);
        fixture().awaitArrival(PLENTY);
        Duration less = PLENTY.minusSeconds(2);
        fixture().applied(fixture().submit(Countdown.arm(one(), Timeout.MINIMUM), less));
        assertFalse(slow.reply().isDone(), "the lost one is still under way");
    }

    @Test
    void eachOfManyRequestsAtOnceGetsItsOwnReply() {
        List<Countdown> countdowns = IntStream.range(0, 100)
                .mapToObj(i -> Countdown.arm(market().scopeOf("BTC" + i + "_USDT"), Timeout.ofSeconds(600 + i)))
                .toList();
        List<ContractFixture.Sent> sent =
                countdowns.stream().map(each -> fixture().submit(each, PLENTY)).toList();
        for (int i = 0; i < countdowns.size(); i++) {
            Outcome.Applied reply = fixture().applied(sent.get(i));
            assertEquals(countdowns.get(i), reply.acknowledgement().countdown());
            assertEquals(
                    Optional.of(fixture().truth(countdowns.get(i)).triggerTime()),
                    reply.acknowledgement().triggerTime());
        }
    }

    @Test
    void aRequestMayBeMadeAsAnotherEnds() {
        fixture().faults(FaultScript.of().on(1, new Fault.Delay(Duration.ofMillis(10), Duration.ofMillis(10))));
        Countdown disarm = Countdown.disarm(Scope.all());
        ContractFixture.Sent first = fixture().submit(ARM, PLENTY);
        fixture()
                .applied(new ContractFixture.Sent(
                        first.reply()
                                .thenCompose(
                                        done -> fixture().submit(disarm, PLENTY).reply()),
                        PLENTY));
        assertEquals(List.of(), fixture().armed());
    }

    @Test
    void theShortestDeadlineEndsWithAValueToo() {
        fixture().faults(FaultScript.of().on(1, new Fault.LoseAfter()));
        Outcome reply = fixture().await(fixture().submit(ARM, Duration.ofMillis(1)));
        assertFalse(reply instanceof Outcome.Applied, "nobody acknowledged it: say Outcome.Unknown");
    }

    private List<Scope> scopes() {
        return market() == ExchangeMarket.OPTIONS
                ? List.of(
                        Scope.all(),
                        one(),
                        Scope.contract("DOGE_USDT-20260519-0.106-C"),
                        Scope.contract("BTC-WEEKLY-200824-11000-P", "BTC_USDT"))
                : List.of(Scope.all(), one(), market().scopeOf("1INCH_USDT"));
    }

    /** A scope beside all orders. */
    private Scope one() {
        return market().scopeOf("BTC_USDT");
    }

    /** The first request of all is slow; what must arrive within a short deadline is not that one. */
    private void warmUp() {
        fixture().applied(fixture().submit(Countdown.disarm(one()), PLENTY));
    }

    /** Made at first use, when the subclass is complete. */
    private ContractFixture fixture() {
        if (fixture == null) {
            fixture = new ContractFixture(market(), this::scheduler, this::gatewayTo);
        }
        return fixture;
    }
}
