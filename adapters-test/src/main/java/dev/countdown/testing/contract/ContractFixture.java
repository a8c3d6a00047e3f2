package dev.countdown.testing.contract;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.testing.ArmedCountdown;
import dev.countdown.testing.ExchangeMarket;
import dev.countdown.testing.Fault;
import dev.countdown.testing.FaultPlan;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a test of {@link CountdownGatewayContract} stands on: an exchange, faults that can be changed, and the gateway. */
final class ContractFixture {

    /** How late a stage may complete in real time; on virtual time it must not. It is no measure: the machine may be busy. */
    private static final Duration LATENESS = Duration.ofMinutes(1);

    private final ExchangeMarket market;
    private final Supplier<Scheduler> scheduler;
    private final Maker maker;
    private final AtomicLong requests = new AtomicLong();
    private final Semaphore arrivals = new Semaphore(0);
    private volatile FaultPlan faults = FaultPlan.NONE;
    private @Nullable InMemoryExchange exchange;
    private @Nullable ManualScheduler exchangeTime;
    private @Nullable CountdownGateway gateway;

    /** Makes the gateway under test. */
    interface Maker {
        CountdownGateway make(InMemoryExchange exchange, FaultPlan faults) throws Exception;
    }

    ContractFixture(ExchangeMarket market, Supplier<Scheduler> scheduler, Maker maker) {
        this.market = market;
        this.scheduler = scheduler;
        this.maker = maker;
    }

    InMemoryExchange exchange() {
        if (exchange == null) {
            exchange = InMemoryExchange.on(scheduler.get()).market(market);
        }
        return exchange;
    }

    void exchangeInVirtualTime() {
        exchangeTime = scheduler.get() instanceof ManualScheduler manual ? manual : new ManualScheduler(realNow());
        exchange = InMemoryExchange.on(exchangeTime).market(market);
    }

    void letTheExchangeLive(Duration span) {
        Objects.requireNonNull(exchangeTime, "not in virtual time").advance(span);
    }

    void faults(FaultPlan next) {
        faults = next;
    }

    /** How many requests were sent; each of them asked the plan for its faults. */
    long requests() {
        return requests.get();
    }

    /** Waits until a request has met its faults, so that the next one meets its own; in virtual time it has at once. */
    void awaitArrival(Duration patience) {
        try {
            boolean arrived = scheduler.get() instanceof ManualScheduler
                    || arrivals.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
            assertTrue(
                    arrived,
                    "no request met its faults within " + patience
                            + ": the plan that gatewayTo is given is asked once for each request");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted", e);
        }
    }

    List<Countdown> armed() {
        return exchange().countdowns().stream().map(ArmedCountdown::countdown).toList();
    }

    ArmedCountdown truth(Countdown countdown) {
        return exchange().countdowns().stream()
                .filter(armed -> armed.countdown().equals(countdown))
                .findFirst()
                .orElseGet(() -> fail("the exchange does not know of " + countdown
                        + ": send scope and timeout as they are given, for one user"));
    }

    Sent submit(Countdown countdown, Duration deadline) {
        CompletionStage<Outcome> reply = Objects.requireNonNull(
                gateway().submit(countdown, deadline),
                "submit returned null: return a stage at once, and complete it later");
        return new Sent(reply.toCompletableFuture(), deadline);
    }

    Optional<String> refusal(Scope scope) {
        return Objects.requireNonNull(gateway().refusal(scope), "refusal returned null: return an empty Optional");
    }

    Outcome.Applied applied(Sent sent) {
        return assertInstanceOf(
                Outcome.Applied.class,
                await(sent),
                "a complete, plausible 200 for this very request is Outcome.Applied");
    }

    Outcome.NotApplied notApplied(Sent sent) {
        return assertInstanceOf(
                Outcome.NotApplied.class,
                await(sent),
                "a refusal that proves that nothing was applied is Outcome.NotApplied with the exchange's label");
    }

    Outcome.Unknown unknown(Sent sent) {
        return assertInstanceOf(
                Outcome.Unknown.class,
                await(sent),
                "what may have been applied, or may yet be, is Outcome.Unknown: do not guess, and do not send it again");
    }

    /** The reply, which must come within the deadline and be a value. */
    Outcome await(Sent sent) {
        return await(sent.reply, sent.deadline);
    }

    /** What the gateway says of the exchange's time, or that it does not know it: either must come within the deadline. */
    Optional<Instant> exchangeTime(Duration deadline) {
        return await(
                Objects.requireNonNull(
                                gateway().exchangeTime(deadline),
                                "exchangeTime returned null: return a stage, of an empty Optional where the time can never be known")
                        .exceptionally(unknown -> Optional.empty())
                        .toCompletableFuture(),
                deadline);
    }

    void becomesReady(Duration within) {
        CompletionStage<?> ready = Objects.requireNonNull(gateway().ready(), "ready returned null");
        await(ready.thenApply(told -> true).toCompletableFuture(), within);
    }

    private <R> R await(CompletableFuture<R> reply, Duration deadline) {
        Duration patience = deadline.plus(LATENESS);
        if (scheduler.get() instanceof ManualScheduler manual) {
            patience = Duration.ZERO;
            if (!reply.isDone()) {
                manual.advance(deadline);
            }
        }
        try {
            return Objects.requireNonNull(
                    reply.get(patience.toNanos(), TimeUnit.NANOSECONDS),
                    "the stage was completed with null: complete it with an Outcome");
        } catch (TimeoutException e) {
            return fail("no reply within the deadline of " + deadline
                    + ": complete the stage with Outcome.Unknown when the deadline ends; it counts until the last byte of the"
                    + " body, not only until the headers");
        } catch (ExecutionException e) {
            return fail(
                    "the stage failed: complete it with Outcome.NotApplied if nothing was sent, else with Outcome.Unknown",
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted", e);
        }
    }

    /** A request under way. */
    record Sent(CompletableFuture<Outcome> reply, Duration deadline) {}

    void close() throws Exception {
        if (gateway instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    private CountdownGateway gateway() {
        if (gateway == null) {
            try {
                gateway = maker.make(exchange(), this::nextFaults);
            } catch (Exception e) {
                return fail("the gateway cannot be made", e);
            }
        }
        return gateway;
    }

    private List<Fault> nextFaults() {
        requests.incrementAndGet();
        List<Fault> next = faults.next();
        arrivals.release();
        return next;
    }

    /** An exchange in virtual time must nevertheless find real requests to be of today. */
    private Instant realNow() {
        return Instant.ofEpochMilli(scheduler.get().wallMillis());
    }
}
