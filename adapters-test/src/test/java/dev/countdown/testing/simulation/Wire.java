package dev.countdown.testing.simulation;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.Outcome.NotApplied;
import dev.countdown.application.Retry;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Timeout;
import dev.countdown.testing.simulation.Agenda.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/** The gateway and the network behind it, good and bad. */
final class Wire implements CountdownGateway {

    private static final NotApplied BAD_KEY = new NotApplied("INVALID_KEY", "no such key", Retry.NEVER);
    private static final NotApplied REFUSAL = new NotApplied("REQUEST_EXPIRED", "clock", Retry.NOW);
    private static final NotApplied CONTRADICTION = new NotApplied("INVALID_KEY", "never mind", Retry.NEVER);

    private final World world;
    private final Weather weather;
    private static final int MEMORY = 8;

    private long lastId;
    long outageUntil;
    boolean outageLosesRepliesOnly;

    /** Until when every request is answered with the last reply, and reaches nobody. */
    long oldReplyUntil;

    /** Until when every request is answered with the reply to an earlier one. */
    long lagUntil;

    /** The last replies of the exchange that show its time. */
    private final Deque<Said> said = new ArrayDeque<>();

    /** Until when an old reply is on its way to the keeper. */
    private long oldUnderWayUntil;

    /** The request whose reply the keeper doubts, while it asks for the time. */
    private Request doubted;

    private boolean asked;

    /** Keepers up to this one are of a process that was killed. */
    private int killedLife;

    /** What keepers before this one sent is lost: the one that runs has no record of them, and no client can know then. */
    private int unknownBefore;

    /** What the exchange said, and when. */
    private record Said(Acknowledgement acknowledgement, long at, long monotonic) {}

    Wire(World world) {
        this.world = world;
        this.weather = world.weather;
    }

    @Override
    public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
        Request request = new Request(
                ++lastId,
                world.life,
                countdown,
                world.now,
                world.host.nanoTime(),
                deadline.toNanos(),
                world.judge.newest());
        world.tally.attempts++;
        world.note(() -> "send " + request);
        world.judge.sent(request);
        Fault bad = world.isCalm() ? null : weather.ofGateway(isRare(request));
        return bad == null ? travel(request) : misbehave(request, bad);
    }

    private CompletionStage<Outcome> misbehave(Request request, Fault fault) {
        request.fate = fault;
        world.count(fault, 1);
        world.note(() -> request + " meets " + fault);
        boolean sent = world.random.nextBoolean();
        switch (fault) {
            case GATEWAY_IS_SYNCHRONOUS -> {
                request.stage = new Done(request);
                Outcome reply = new Outcome.Applied(apply(request));
                world.judge.answered(request, reply);
                request.stage.complete(reply);
                return request.stage;
            }
            case GATEWAY_COMPLETES_TWICE -> {
                request.stage = new Twice();
                return travel(request);
            }
            case GATEWAY_IS_LATE -> {
                applyAfter(request, way() + weather.span(request.deadline), way() + weather.span(request.deadline));
                return request.stage;
            }
            default -> {
                if (sent) {
                    applyAfter(request, anyTime(request), Request.NEVER);
                }
                if (fault != Fault.GATEWAY_NEVER_COMPLETES) {
                    world.judge.conduct().brokeOff(request);
                }
                if (fault == Fault.GATEWAY_THROWS) {
                    throw Trouble.of("gateway", world.random);
                }
                if (fault == Fault.GATEWAY_FAILS) {
                    return CompletableFuture.failedFuture(new IllegalStateException("gateway"));
                }
                return fault == Fault.GATEWAY_GIVES_NULL ? null : request.stage;
            }
        }
    }

    private CompletionStage<Outcome> travel(Request request) {
        Fault fault = fateOf(request);
        if (fault != null) {
            request.fate = fault;
            world.count(fault, 1);
            world.note(() -> request + " meets " + fault);
        }
        long there = way();
        long back = way();
        switch (fault == null ? Fault.DRIFT : fault) {
            case LOST_BEFORE_APPLYING -> {}
            case LOST_AFTER_APPLYING -> applyAfter(request, there, Request.NEVER);
            case DELAYED -> {
                there += weather.span(request.deadline / 2);
                applyAfter(request, there, back + weather.span(request.deadline / 2));
            }
            case DELIVERED_LATE -> applyAfter(request, anyTime(request), Request.NEVER);
            case DUPLICATED -> {
                // Of an acknowledged request both copies arrive together: what a later copy does no client can know.
                applyAfter(request, there, Request.NEVER);
                applyAfter(request, there, back);
                if (world.random.nextInt(4) == 0) {
                    applyAfter(request, anyTime(request), Request.NEVER);
                    reply(request, there, unknown("reset after a copy was made", request));
                }
            }
            case RESET, SERVER_ERROR -> {
                if (world.random.nextBoolean()) {
                    applyAfter(request, world.random.nextBoolean() ? there : anyTime(request), Request.NEVER);
                }
                reply(request, there + back, unknown(fault.name(), request));
            }
            case MALFORMED -> {
                applyAfter(request, there, Request.NEVER);
                reply(request, there + back, unknown("malformed", request));
            }
            case ANSWERED_FOR_ANOTHER -> {
                if (world.random.nextBoolean()) {
                    applyAfter(request, anyTime(request), Request.NEVER);
                }
                reply(request, there + back, new Outcome.Applied(Acknowledgement.of(another(request.countdown))));
            }
            case REPLAYED -> {
                Optional<Acknowledgement> old = earlier(request);
                long wait = there + back;
                old.ifPresent(reply -> {
                    oldUnderWayUntil = Math.max(oldUnderWayUntil, world.now + wait);
                    reply(request, wait, new Outcome.Applied(reply));
                });
                if (world.now < lagUntil || (world.now >= oldReplyUntil && world.random.nextBoolean())) {
                    applyAfter(request, there, Request.NEVER);
                }
            }
            case THROTTLED ->
                reply(request, there + back, new NotApplied("TOO_MANY_REQUESTS", "slow down", Retry.after(throttle())));
            case REFUSED -> reply(request, there + back, world.random.nextInt(4) == 0 ? BAD_KEY : REFUSAL);
            case NOT_SENT -> reply(request, there, NotApplied.notSent("connection refused"));
            default -> applyAfter(request, there, back);
        }
        world.at(Lane.HOST, request.deadline, () -> answer(request, unknown("no reply", request)));
        return request.stage;
    }

    private Fault fateOf(Request request) {
        if (world.now < outageUntil) {
            return outageLosesRepliesOnly ? Fault.LOST_AFTER_APPLYING : Fault.LOST_BEFORE_APPLYING;
        }
        if (world.exchange.isDown()) {
            return world.random.nextBoolean() ? Fault.NOT_SENT : Fault.LOST_BEFORE_APPLYING;
        }
        if (world.now < oldReplyUntil || world.now < lagUntil) {
            return Fault.REPLAYED;
        }
        return world.isCalm() ? null : weather.ofRequest(isRare(request));
    }

    /** A disarm, or a request to expire soon: there are few, and much hangs on them. */
    private boolean isRare(Request request) {
        return request.timeout != weather.timeout;
    }

    private Duration throttle() {
        return Duration.ofMillis(world.random.nextLong(100, 10_000));
    }

    private Countdown another(Countdown countdown) {
        return countdown.isDisarm()
                ? Countdown.arm(countdown.scope(), Timeout.ofSeconds(7))
                : world.traded.another(countdown);
    }

    private long way() {
        return weather.way + Math.min(weather.span(weather.way), 2 * weather.way);
    }

    private long anyTime(Request request) {
        return world.random.nextLong(mayApplyFor(request));
    }

    private long mayApplyFor(Request request) {
        return request.deadline + weather.lead;
    }

    private Outcome unknown(String cause, Request request) {
        return new Outcome.Unknown(cause, Duration.ofNanos(mayApplyFor(request)));
    }

    void killed(int life) {
        killedLife = life;
        doubted = null;
    }

    void forgetRequestsBefore(int life) {
        unknownBefore = life;
    }

    /** After a step back of the exchange's clock a reply from before can show just the right time: no client can tell. */
    void forgetReplies() {
        said.clear();
    }

    /** So it is with one that is on its way, or doubted, while that clock is stepped back. */
    boolean isOldReplyUnderWay() {
        return doubted != null || world.now <= oldUnderWayUntil;
    }

    private Acknowledgement apply(Request request) {
        Acknowledgement acknowledgement = world.exchange.apply(request);
        if (Exchange.showsTime(acknowledgement)) {
            said.addFirst(new Said(acknowledgement, world.now, world.host.nanoTime()));
            if (said.size() > MEMORY) {
                said.removeLast();
            }
        }
        return acknowledgement;
    }

    /**
     * An earlier reply that could be one to this request: to the same timeout, and so old that it can be told. What is younger
     * can stretch a claim by what the clocks of one exchange's servers may differ, as the model says.
     */
    private Optional<Acknowledgement> earlier(Request request) {
        long least = world.judge.youngestOldReply();
        return said.stream()
                .filter(old -> old.acknowledgement().countdown().timeout().equals(request.countdown.timeout()))
                .filter(old -> (world.weather.alwaysTellsTime()
                                ? world.now - old.at()
                                : world.host.nanoTime() - old.monotonic())
                        > least)
                .map(Said::acknowledgement)
                .map(old -> new Acknowledgement(
                        new Countdown(request.countdown.scope(), request.countdown.timeout()),
                        old.triggerTime(),
                        old.appliedAt()))
                .findFirst();
    }

    @Override
    public CompletionStage<Optional<Instant>> exchangeTime(Duration deadline) {
        CompletableFuture<Optional<Instant>> told = new CompletableFuture<>();
        int life = world.life;
        asked = true;
        if (!weather.tellsTime) {
            told.complete(Optional.empty());
            return told;
        }
        if (weather.happens(Fault.GATEWAY_TELLS_NO_TIME, world.isCalm() ? 0 : 0.3)) {
            world.count(Fault.GATEWAY_TELLS_NO_TIME, 1);
            return switch (world.random.nextInt(4)) {
                case 0 -> throw Trouble.of("time", world.random);
                case 1 -> null;
                case 2 -> CompletableFuture.failedFuture(new IllegalStateException("time"));
                default -> told;
            };
        }
        if (world.now >= outageUntil && !world.exchange.isDown()) {
            world.at(Lane.WORLD, way(), () -> {
                Instant shown = world.exchange.clock();
                world.at(Lane.HOST, way(), () -> tell(life, told, Optional.of(shown)));
            });
        }
        world.at(Lane.HOST, deadline.toNanos(), () -> tell(life, told, Optional.empty()));
        return told;
    }

    private void tell(int life, CompletableFuture<Optional<Instant>> told, Optional<Instant> time) {
        if (!told.isDone() && life > killedLife) {
            Request request = doubted;
            doubted = null;
            world.note(() -> "the exchange's time is told: " + time);
            world.judge.judgingAgain();
            time.ifPresentOrElse(
                    shown -> told.complete(time), () -> told.completeExceptionally(new TimeoutException("no time")));
            world.judge.afterTime(life, request);
        }
    }

    /** The exchange applies it after {@code there}, and the reply takes {@code back}, or never comes. */
    private void applyAfter(Request request, long there, long back) {
        if (there > mayApplyFor(request)) {
            return; // too old for the exchange
        }
        world.at(Lane.WORLD, there, () -> {
            if (!world.exchange.isDown() && request.life >= unknownBefore) {
                Acknowledgement acknowledgement = apply(request);
                if (back != Request.NEVER) {
                    world.at(Lane.HOST, back, () -> answer(request, new Outcome.Applied(acknowledgement)));
                }
            }
        });
    }

    private void reply(Request request, long after, Outcome reply) {
        world.at(Lane.HOST, after, () -> answer(request, reply));
    }

    private void answer(Request request, Outcome reply) {
        if (!request.stage.isDone() && request.life > killedLife) {
            world.note(() -> request + " answered " + reply.getClass().getSimpleName());
            world.judge.answered(request, reply);
            asked = false;
            request.stage.complete(reply);
            doubted = asked ? request : doubted;
            world.judge.afterAnswer(request, reply);
        }
    }

    /** Whether the keeper asks for the time because of this one's reply. */
    boolean isDoubted(Request request) {
        return request == doubted;
    }

    /** A stage that is done before anybody listens. */
    private final class Done extends CompletableFuture<Outcome> {
        private final Request request;

        Done(Request request) {
            this.request = request;
        }

        @Override
        public CompletableFuture<Outcome> whenComplete(BiConsumer<? super Outcome, ? super Throwable> action) {
            asked = false;
            CompletableFuture<Outcome> next = super.whenComplete(action);
            doubted = asked ? request : doubted;
            world.judge.afterAnswer(request, join());
            return next;
        }
    }

    /** A stage that tells its listener a second, contradicting outcome. */
    private static final class Twice extends CompletableFuture<Outcome> {
        @Override
        public CompletableFuture<Outcome> whenComplete(BiConsumer<? super Outcome, ? super Throwable> action) {
            return super.whenComplete((reply, failure) -> {
                action.accept(reply, failure);
                action.accept(CONTRADICTION, null);
            });
        }
    }
}
