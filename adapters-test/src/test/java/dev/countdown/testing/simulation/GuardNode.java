package dev.countdown.testing.simulation;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.Outcome;
import dev.countdown.application.Protection;
import dev.countdown.application.Scheduler;
import dev.countdown.application.guard.GuardedScope;
import dev.countdown.application.guard.NodePets;
import dev.countdown.application.guard.Pet;
import dev.countdown.application.guard.PetAnswer;
import dev.countdown.application.guard.ScopeReply;
import dev.countdown.application.guard.Settling;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.testing.simulation.Agenda.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One process that guards: a real keeper in shared mode, and what it knows of its bots. It ends when it is killed. */
final class GuardNode implements Scheduler, CountdownGateway {

    private static final Scope SCOPE = Scope.underlying("BTC_USDT");

    /** A reply with what is true of it, which the bot cannot see. */
    record Answer(PetAnswer answer, ScopeReply reply, GuardNode by, long at, GuardRumour rumour) {}

    final int place;
    final GuardHost host;
    final GuardedScope scope;
    private final GuardWorld world;
    private final SplittableRandom random;
    private final NodePets pets;
    private final Settling settling = new Settling();

    private final GuardRumour rumour = new GuardRumour();

    final CountdownKeeper keeper;
    boolean killed;
    long lastSend = Long.MIN_VALUE / 2;
    int failures;

    GuardNode(GuardWorld world, int place, GuardHost host, Timeout timeout, SplittableRandom random) {
        this.world = world;
        this.place = place;
        this.host = host;
        this.random = random;
        scope = new GuardedScope(timeout, world.botNames());
        pets = new NodePets(scope.bots(), Duration.ofNanos(GuardWeather.MAX_AGE), random.nextLong(1L << 52));
        keeper = CountdownKeeper.builder(this, SCOPE, GuardWeather.policy(timeout))
                .shared()
                .scheduler(this)
                .liveness(pets.liveness(scope.bots(), this))
                .executor(Runnable::run)
                .listener((self, event) -> told(event))
                .build();
    }

    void start() {
        keeper.start();
    }

    void kill() {
        killed = true;
    }

    /** It takes part: it renewed, and hears all bots. */
    boolean isReady() {
        return keeper.mayQuote() && pets.silent(scope.bots(), host.read()).isEmpty();
    }

    /** Each bot has a latch of its own, so the node's says nothing. */
    private void told(KeeperEvent event) {
        world.judge.told(this, event);
        if (event instanceof KeeperEvent.Lapsed lapsed) {
            schedule(Duration.ZERO, () -> keeper.reconciled(lapsed.lapse()));
        }
    }

    Answer heard(Pet pet, long settlingMs, GuardRumour ofBot) {
        ClockReading now = host.read();
        PetAnswer answer = pets.heard(pet, now);
        settling.extend(now, Duration.ofMillis(settlingMs));
        rumour.hear(ofBot, world.now);
        Protection protection = keeper.protection();
        world.judge.check(this, protection);
        ScopeReply reply = scope.reply(protection, settling.leftMillis(now), pets.silent(scope.bots(), now));
        return new Answer(answer, reply, this, world.now, rumour.copy());
    }

    @Override
    public long nanoTime() {
        return host.nanoTime();
    }

    @Override
    public long wallMillis() {
        return host.wallMillis();
    }

    @Override
    public Timer schedule(Duration delay, Runnable body) {
        Task task = host.at(Math.min(delay.toSeconds(), 1L << 20) * Weather.SECOND + delay.toNanosPart(), () -> {
            if (!killed) {
                body.run();
            }
        });
        return () -> task.cancelled = true;
    }

    @Override
    public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
        CompletableFuture<Outcome> stage = new CompletableFuture<>();
        long applicable = deadline.toNanos() + world.weather.lead;
        lastSend = world.now;
        world.note(() -> this + " sends " + countdown);
        world.judge.sent(this, countdown, applicable);
        double draw = random.nextDouble();
        long there = world.way(random);
        long back = world.way(random);
        long any = random.nextLong(applicable);
        boolean cut = world.isCutFromExchange(place);
        if (draw < world.weather.late) {
            world.after(any, () -> world.exchange.apply(countdown));
        } else if (!cut && draw > world.weather.late + world.weather.loss / 2) {
            boolean lost = draw < world.weather.late + world.weather.loss;
            world.after(there, () -> {
                Acknowledgement acknowledgement = world.exchange.apply(countdown);
                if (!lost) {
                    host.arrives(back, () -> answer(stage, new Outcome.Applied(acknowledgement)));
                }
            });
        }
        host.at(deadline.toNanos(), () -> answer(stage, new Outcome.Unknown("no reply", Duration.ofNanos(applicable))));
        return stage;
    }

    private void answer(CompletableFuture<Outcome> stage, Outcome outcome) {
        if (!killed && !stage.isDone()) {
            failures = outcome instanceof Outcome.Applied ? 0 : failures + 1;
            if (failures >= world.weather.retries) {
                world.judge.trouble(place);
            }
            stage.complete(outcome);
        }
    }

    @Override
    public CompletionStage<Optional<Instant>> exchangeTime(Duration deadline) {
        CompletableFuture<Optional<Instant>> told = new CompletableFuture<>();
        if (!world.isCutFromExchange(place)) {
            world.after(world.way(random), () -> {
                Instant shown = world.exchange.clock();
                host.arrives(world.way(random), () -> tell(told, Optional.of(shown)));
            });
        }
        host.at(deadline.toNanos(), () -> {
            if (!killed) {
                told.completeExceptionally(new IllegalStateException("no time"));
            }
        });
        return told;
    }

    private void tell(CompletableFuture<Optional<Instant>> told, Optional<Instant> shown) {
        if (!killed) {
            told.complete(shown);
        }
    }

    @Override
    public String toString() {
        return "node " + place + " (" + scope.timeout() + ")";
    }
}
