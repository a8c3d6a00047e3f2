package dev.countdown.testing;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.Retry;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One market of an exchange in memory: orders of several users, and countdowns that cancel them, in virtual or in real time.
 * A new exchange shows its options; {@link #market(ExchangeMarket)} shows another market of the same exchange. Where Gate
 * does not say what the real exchange does, {@link ExchangeAssumptions} decide. Orders are never matched; a test fills them.
 * Safe for use by many threads.
 *
 * <p>On a {@link ManualScheduler} the exchange is another machine: what suspends the client, or steps its clock, does not
 * touch it.
 */
public final class InMemoryExchange {

    /** The user whom {@link #gateway()} and {@link #account()} act for. */
    public static final String DEFAULT_USER = "demo";

    private final ExchangeMarket market;
    private final ExchangeClock clock;
    private final ExchangeState state;
    private final Map<String, CountdownGateway> gateways = new ConcurrentHashMap<>();

    /** All of this exchange. */
    private final Map<ExchangeMarket, InMemoryExchange> markets;

    private InMemoryExchange(
            ExchangeMarket market,
            ExchangeClock clock,
            ExchangeAssumptions assumptions,
            Map<ExchangeMarket, InMemoryExchange> markets) {
        this.market = market;
        this.clock = clock;
        this.state = new ExchangeState(market, clock, assumptions);
        this.markets = markets;
    }

    /**
     * An empty exchange that does what we assume of the real one.
     *
     * @param scheduler its time: a {@link ManualScheduler}, or {@link Scheduler#system()}
     * @return the exchange
     */
    public static InMemoryExchange on(Scheduler scheduler) {
        return on(scheduler, ExchangeAssumptions.DEFAULTS);
    }

    /**
     * An empty exchange with assumptions of one's choice.
     *
     * @param scheduler its time: a {@link ManualScheduler}, or {@link Scheduler#system()}
     * @param assumptions what it does where Gate is silent
     * @return the exchange
     */
    public static InMemoryExchange on(Scheduler scheduler, ExchangeAssumptions assumptions) {
        ExchangeClock clock = new ExchangeClock(scheduler);
        Map<ExchangeMarket, InMemoryExchange> markets = new ConcurrentHashMap<>();
        for (ExchangeMarket each : ExchangeMarket.values()) {
            markets.put(each, new InMemoryExchange(each, clock, assumptions, markets));
        }
        return Objects.requireNonNull(markets.get(ExchangeMarket.OPTIONS));
    }

    /**
     * Another market of this exchange. Orders, countdowns, gateways and history are its own; the clock, the assumptions and
     * restarts are those of the exchange.
     *
     * @param other which
     * @return the same each time
     */
    public InMemoryExchange market(ExchangeMarket other) {
        return Objects.requireNonNull(markets.get(other), "market");
    }

    /**
     * Which market this is.
     *
     * @return {@link ExchangeMarket#OPTIONS} unless {@link #market(ExchangeMarket)} gave it
     */
    public ExchangeMarket market() {
        return market;
    }

    /**
     * The way to the countdowns of {@link #DEFAULT_USER}.
     *
     * @return a gateway that answers before it returns, the same each time; {@link UnreliableGateway} makes it worse
     */
    public CountdownGateway gateway() {
        return gateway(DEFAULT_USER);
    }

    /**
     * The way to the countdowns of a user, who need not be known before.
     *
     * @param user any name
     * @return a gateway that answers before it returns, the same each time; {@link UnreliableGateway} makes it worse
     */
    public CountdownGateway gateway(String user) {
        return gateways.computeIfAbsent(Objects.requireNonNull(user, "user"), UserGateway::new);
    }

    private final class UserGateway implements CountdownGateway {

        private final String user;

        UserGateway(String user) {
            this.user = user;
        }

        @Override
        public CompletionStage<Outcome> submit(Countdown countdown, Duration deadline) {
            return CompletableFuture.completedFuture(refusal(countdown.scope())
                    .<Outcome>map(why -> new Outcome.NotApplied(Outcome.NotApplied.NOT_SENT, why, Retry.NEVER))
                    .orElseGet(() -> apply(user, "", countdown)));
        }

        @Override
        public String market() {
            return market.toString();
        }

        @Override
        public Optional<String> refusal(Scope scope) {
            return market.refusal(scope);
        }

        @Override
        public CompletionStage<Optional<Instant>> exchangeTime(Duration deadline) {
            return CompletableFuture.completedFuture(Optional.of(now()));
        }
    }

    /**
     * The orders of {@link #DEFAULT_USER}.
     *
     * @return the account
     */
    public ExchangeAccount account() {
        return account(DEFAULT_USER);
    }

    /**
     * The orders of a user, who need not be known before.
     *
     * @param user any name
     * @return the account
     */
    public ExchangeAccount account(String user) {
        return new ExchangeAccount(user, state);
    }

    /**
     * The countdowns that are running.
     *
     * @return in the order in which they were first armed
     */
    public List<ArmedCountdown> countdowns() {
        return state.countdowns();
    }

    /**
     * What happened here: the latest 100,000 events.
     *
     * @return oldest first
     */
    public List<ExchangeEvent> history() {
        return state.history();
    }

    /**
     * The countdowns that ended, and which orders each cancelled: the latest 100,000.
     *
     * @return oldest first
     */
    public List<ExchangeEvent.Fired> firings() {
        return state.firings();
    }

    /**
     * When a user armed or renewed a countdown, and which: those among the latest 100,000 events.
     *
     * @param user whose
     * @return oldest first
     */
    public List<ExchangeEvent.Armed> renewals(String user) {
        return history().stream()
                .filter(ExchangeEvent.Armed.class::isInstance)
                .map(ExchangeEvent.Armed.class::cast)
                .filter(armed -> armed.user().equals(user))
                .toList();
    }

    /**
     * Restarts the exchange with all its markets. Orders survive.
     *
     * @param keepTimers whether the countdowns survive too
     */
    public void restart(boolean keepTimers) {
        markets.values().forEach(each -> each.state.restart(keepTimers));
    }

    /**
     * Changes what the exchange does from now on, in all its markets; deadlines that are set stay as they are.
     *
     * @param assumptions what it does where Gate is silent
     */
    public void assume(ExchangeAssumptions assumptions) {
        markets.values().forEach(each -> each.state.assume(assumptions));
    }

    /**
     * What the exchange does where Gate is silent.
     *
     * @return the assumptions in force
     */
    public ExchangeAssumptions assumptions() {
        return state.assumptions();
    }

    /**
     * Sets the exchange's clock ahead of, or behind, the one of its scheduler. Countdowns that are running end neither
     * sooner nor later for it.
     *
     * @param offset ahead, or behind if negative
     */
    public void clockOffset(Duration offset) {
        clock.offset(offset);
    }

    /**
     * The exchange's clock.
     *
     * @return to the millisecond
     */
    public Instant now() {
        return clock.now();
    }

    /**
     * Countdowns, open orders and the latest events, one a line, for a person who wants to know why a test failed.
     *
     * @return several lines of text
     */
    public String dump() {
        return ExchangeDump.of(this, state.open());
    }

    /**
     * Applies a request, or refuses it, now.
     *
     * @param user whose countdown
     * @param apiKey who signed it, which counts for {@link Deviation#COUNTDOWN_PER_KEY} alone
     * @param countdown what is asked
     * @return applied, or not; never unknown
     */
    public Outcome apply(String user, String apiKey, Countdown countdown) {
        return state.apply(user, apiKey, countdown);
    }

    /**
     * The exchange's clock, for what is built on this exchange.
     *
     * @return the clock
     */
    public ExchangeClock clock() {
        return clock;
    }
}
