package dev.countdown.testing;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Any gateway with faults around it. It keeps a gateway's promises nevertheless: what is lost becomes {@link Outcome.Unknown}
 * at the deadline, so does at once a request that was answered with the reply to another, and a request older than 60 s is
 * refused instead of applied (unless {@link Deviation#AGE_CHECKED_ON_ARRIVAL} says that the exchange does not notice). Its
 * {@code mayApplyFor} counts from when it was given the request, also where it was delayed on the way. Safe for use by many threads.
 */
public final class UnreliableGateway implements CountdownGateway {

    /** Beyond this age the exchange refuses a request. */
    public static final Duration MAX_AGE = Duration.ofSeconds(60);

    final CountdownGateway gateway;
    final FaultyLine line;
    final BooleanSupplier agesUnnoticed;
    final AtomicReference<@Nullable Outcome> latest = new AtomicReference<>();
    final boolean believesAll;
    private final Scheduler scheduler;
    private final Duration mayApplyAfterDeadline;

    private UnreliableGateway(
            CountdownGateway gateway,
            Scheduler scheduler,
            FaultyLine line,
            Duration mayApplyAfterDeadline,
            BooleanSupplier agesUnnoticed,
            boolean believesAll) {
        this.gateway = gateway;
        this.scheduler = scheduler;
        this.line = line;
        this.mayApplyAfterDeadline = mayApplyAfterDeadline;
        this.agesUnnoticed = agesUnnoticed;
        this.believesAll = believesAll;
    }

    /**
     * Puts faults around a gateway. {@link Fault.Restart} does nothing here. What is lost may be applied until 180 s after the
     * deadline: 60 s in which the request may be held back, and then the deadline and at most 120 s of the other gateway.
     *
     * @param gateway what the requests that get through are given to; its own {@code mayApplyFor} is at most 120 s longer than the deadline
     * @param faults which request meets which faults
     * @param scheduler for delays and deadlines
     * @return the gateway
     */
    public static UnreliableGateway around(CountdownGateway gateway, FaultPlan faults, Scheduler scheduler) {
        FaultyLine line = new FaultyLine(ExchangeClock.elsewhere(scheduler), faults, keepTimers -> {});
        return new UnreliableGateway(gateway, scheduler, line, MAX_AGE.multipliedBy(3), () -> false, false);
    }

    /**
     * Puts faults on the way to an exchange in memory, {@link Fault.Restart} included. The exchange's time goes on while
     * the client is suspended.
     *
     * @param exchange where the requests that get through are applied
     * @param user for whom
     * @param faults which request meets which faults
     * @param scheduler the client's, for deadlines
     * @return the gateway
     */
    public static UnreliableGateway to(InMemoryExchange exchange, String user, FaultPlan faults, Scheduler scheduler) {
        FaultyLine line = new FaultyLine(exchange.clock().scheduler(), faults, exchange::restart);
        return new UnreliableGateway(
                exchange.gateway(user),
                scheduler,
                line,
                MAX_AGE,
                () -> exchange.assumptions().has(Deviation.AGE_CHECKED_ON_ARRIVAL),
                false);
    }

    /**
     * The same gateway, but it believes every reply: what {@link Fault.Replay} and {@link Fault.Lag} bring back becomes an
     * acknowledgement, or a refusal, of the request that it came for. Shows what a keeper makes of such a gateway.
     *
     * @return a view of this gateway; both share faults and replies
     */
    public UnreliableGateway believingEveryReply() {
        return new UnreliableGateway(gateway, scheduler, line, mayApplyAfterDeadline, agesUnnoticed, true);
    }

    /**
     * Changes the faults from the next request on; a silence ends.
     *
     * @param faults which request meets which faults
     */
    public void faults(FaultPlan faults) {
        line.plan(faults);
    }

    @Override
    public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
        if (refusal(countdown.scope()).isPresent()) {
            return gateway.submit(countdown, deadline); // which sends nothing, so nothing meets a fault
        }
        CompletableFuture<Outcome> reply = new CompletableFuture<>();
        Duration mayApplyFor = deadline.plus(mayApplyAfterDeadline);
        Scheduler.Timer timer = scheduler.schedule(
                deadline, () -> reply.complete(new Outcome.Unknown("no reply within " + deadline, mayApplyFor)));
        line.carry(new GatewayRequest(this, countdown, deadline, mayApplyFor, reply));
        return reply.whenComplete((value, failure) -> timer.cancel());
    }

    /** As the other gateway answers, and by the deadline at the latest: faults meet countdowns only. */
    @Override
    public CompletionStage<Optional<Instant>> exchangeTime(Duration deadline) {
        CompletableFuture<Optional<Instant>> time = new CompletableFuture<>();
        Scheduler.Timer timer = scheduler.schedule(
                deadline, () -> time.completeExceptionally(new TimeoutException("no answer within " + deadline)));
        gateway.exchangeTime(deadline).whenComplete((value, failure) -> {
            if (failure == null) {
                time.complete(value);
            } else {
                time.completeExceptionally(failure);
            }
        });
        return time.whenComplete((value, failure) -> timer.cancel());
    }

    @Override
    public CompletionStage<@Nullable Void> ready() {
        return gateway.ready();
    }

    @Override
    public String market() {
        return gateway.market();
    }

    @Override
    public Optional<String> refusal(Scope scope) {
        return gateway.refusal(scope);
    }
}
