package dev.countdown.testing;

import dev.countdown.application.Outcome;
import dev.countdown.application.Retry;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All that the exchange knows of one market, behind one lock. */
final class ExchangeState {

    private final ExchangeMarket market;
    private final ExchangeClock clock;
    private final CountdownTimers timers;
    private final Map<String, OrderBook> books = new TreeMap<>();
    private final EventHistory history = new EventHistory();
    private ExchangeAssumptions assumptions;
    private long lastOrderId;

    ExchangeState(ExchangeMarket market, ExchangeClock clock, ExchangeAssumptions assumptions) {
        this.market = market;
        this.clock = clock;
        this.assumptions = assumptions;
        this.timers = new CountdownTimers(clock, this::due);
    }

    synchronized Outcome apply(String user, String apiKey, Countdown countdown) {
        Instant now = clock.now();
        Optional<String> refusal = market.refusal(countdown.scope());
        if (refusal.isPresent()) {
            return refuse(now, user, countdown, refusal.get());
        }
        if (ScopeKey.disagree(countdown.scope())) {
            return refuse(now, user, countdown, ScopeKey.DISAGREEMENT);
        }
        String owner = assumptions.has(Deviation.COUNTDOWN_PER_KEY) ? user + " " + apiKey : user;
        ScopeKey key = ScopeKey.of(owner, guarded(countdown.scope()), assumptions);
        Optional<Instant> triggerTime =
                countdown.isDisarm() ? disarm(now, user, key, countdown) : Optional.of(arm(now, user, key, countdown));
        return new Outcome.Applied(new Acknowledgement(countdown, triggerTime, Optional.of(now)));
    }

    private Outcome refuse(Instant now, String user, Countdown countdown, String rule) {
        history.add(new ExchangeEvent.Refused(now, user, countdown, "INVALID_PARAM_VALUE"));
        return new Outcome.NotApplied("INVALID_PARAM_VALUE", rule, Retry.NEVER);
    }

    /** The scope whose orders are cancelled. */
    private Scope guarded(Scope scope) {
        return market == ExchangeMarket.OPTIONS
                        && scope instanceof Scope.ByContract contract
                        && assumptions.has(Deviation.UNDERLYING_WINS)
                ? Scope.underlying(contract.underlying())
                : scope;
    }

    private Instant arm(Instant now, String user, ScopeKey key, Countdown countdown) {
        long trigger = triggerMillis(now, countdown);
        CountdownTimers.@Nullable Running before = timers.find(key);
        if (before != null && assumptions.has(Deviation.REPEAT_NEVER_SHORTENS)) {
            trigger = Math.max(trigger, before.triggerMillis);
        }
        Instant triggerTime = timers.arm(key, user, countdown, trigger, nextCheck(trigger), lastOrderId)
                .triggerTime();
        history.add(new ExchangeEvent.Armed(now, user, countdown, triggerTime));
        return triggerTime;
    }

    private long triggerMillis(Instant now, Countdown countdown) {
        long trigger = now.toEpochMilli() + countdown.timeout().seconds() * 1000L;
        return assumptions.has(Deviation.WHOLE_SECOND_DEADLINES) ? Math.floorDiv(trigger, 1000L) * 1000 : trigger;
    }

    /** Nobody asked for it, so it is no event, and orders placed since the last request stay later ones. */
    private void startAnew(Instant now, CountdownTimers.Running ended) {
        long trigger = triggerMillis(now, ended.countdown);
        timers.arm(ended.key, ended.user, ended.countdown, trigger, nextCheck(trigger), ended.lastOrderId);
    }

    private long nextCheck(long triggerMillis) {
        long period = Math.max(1, assumptions.checkPeriod().toMillis());
        return Math.floorDiv(triggerMillis + period - 1, period) * period;
    }

    private Optional<Instant> disarm(Instant now, String user, ScopeKey key, Countdown countdown) {
        if (countdown.scope() instanceof Scope.All && assumptions.has(Deviation.ACCOUNT_DISARM_CLEARS_ALL)) {
            timers.disarmAll(key.owner());
        } else {
            timers.disarm(key);
        }
        history.add(new ExchangeEvent.Disarmed(now, user, countdown.scope()));
        return Optional.empty();
    }

    private synchronized void due(CountdownTimers.Running ended) {
        if (!timers.takeIfOver(ended)) {
            return;
        }
        Instant now = clock.now();
        Scope scope = guarded(ended.countdown.scope());
        OrderBook book = book(ended.user);
        List<ExchangeOrder> guarded =
                book.open(order -> scope.covers(order.contract()) && !isSpared(order, ended.lastOrderId));
        List<ExchangeOrder> cancelled = book.finish(guarded, now, assumptions.finishAs());
        history.add(new ExchangeEvent.Fired(now, ended.user, scope, ended.triggerTime(), cancelled));
        if (assumptions.has(Deviation.FIRES_REPEATEDLY)) {
            startAnew(now, ended);
        }
    }

    private boolean isSpared(ExchangeOrder order, long lastArmedOver) {
        return (order.terms().isPriceOrder() && !assumptions.has(Deviation.CANCELS_PRICE_ORDERS))
                || (order.id() > lastArmedOver && assumptions.has(Deviation.SPARES_LATER_ORDERS));
    }

    synchronized ExchangeOrder place(String user, NewOrder terms) {
        Instant now = clock.now();
        ExchangeOrder order = new ExchangeOrder(++lastOrderId, user, terms, terms.size(), now, Optional.empty());
        boolean endsAtOnce = terms.tif() == NewOrder.TimeInForce.IOC && !terms.isPriceOrder();
        ExchangeOrder placed = endsAtOnce ? order.finished(now, "ioc") : order;
        book(user).add(placed);
        history.add(new ExchangeEvent.Placed(now, placed));
        return placed;
    }

    synchronized Optional<ExchangeOrder> amend(String user, long id, long size, String price) {
        Optional<ExchangeOrder> amended = find(user, id)
                .filter(ExchangeOrder::isOpen)
                .map(order -> order.amended(order.terms().amended(size, price)));
        amended.ifPresent(order -> {
            book(user).add(order);
            history.add(new ExchangeEvent.Amended(clock.now(), order));
        });
        return amended;
    }

    synchronized List<ExchangeOrder> cancel(String user, Predicate<ExchangeOrder> which) {
        return finish(user, book(user).open(which), ExchangeOrder.CANCELLED);
    }

    synchronized Optional<ExchangeOrder> finish(String user, long id, String as) {
        List<ExchangeOrder> pending =
                find(user, id).filter(ExchangeOrder::isOpen).stream().toList();
        return finish(user, pending, as).stream().findFirst();
    }

    private List<ExchangeOrder> finish(String user, List<ExchangeOrder> pending, String as) {
        Instant now = clock.now();
        List<ExchangeOrder> ended = book(user).finish(pending, now, as);
        ended.forEach(order -> history.add(new ExchangeEvent.Finished(now, order)));
        return ended;
    }

    synchronized Optional<ExchangeOrder> find(String user, long id) {
        return book(user).find(id);
    }

    synchronized List<ExchangeOrder> open(String user) {
        return book(user).open();
    }

    synchronized List<ExchangeOrder> open() {
        return books.values().stream().flatMap(book -> book.open().stream()).toList();
    }

    synchronized List<ExchangeOrder> finished(String user) {
        return book(user).finished();
    }

    synchronized List<ArmedCountdown> countdowns() {
        return timers.list();
    }

    synchronized List<ExchangeEvent> history() {
        return history.events();
    }

    synchronized List<ExchangeEvent.Fired> firings() {
        return history.firings();
    }

    synchronized void restart(boolean keepTimers) {
        if (!keepTimers) {
            timers.clear();
        }
        history.add(new ExchangeEvent.Restarted(clock.now(), keepTimers));
    }

    synchronized void assume(ExchangeAssumptions changed) {
        assumptions = changed;
    }

    synchronized ExchangeAssumptions assumptions() {
        return assumptions;
    }

    private OrderBook book(String user) {
        return books.computeIfAbsent(user, name -> new OrderBook());
    }
}
