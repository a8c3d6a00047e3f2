package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.probe.OrderTrial.Armed;
import dev.countdown.bootstrap.probe.OrderTrial.Look;
import dev.countdown.bootstrap.probe.OrderTrial.Over;
import dev.countdown.bootstrap.probe.OwnOrders.Refused;
import dev.countdown.bootstrap.probe.OwnOrders.Standing;
import dev.countdown.http.Market;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one firing does: to an order from before the countdown, to one placed while it ran, to a price order; and to an order
 * placed after it, until the same timeout has passed once more.
 */
final class OrdersQuestion {

    static final List<Topic> TOPICS = List.of(
            Topic.ORDERS_AFTER_ARMING,
            Topic.PRICE_ORDERS,
            Topic.FINISH_AS,
            Topic.REFUSAL_OF_CANCEL,
            Topic.ORDERS_AFTER_FIRING,
            Topic.FIRES_ONCE);

    private static final long SECOND = 1_000_000_000L;

    /** How much later than the first firing a second one may be. */
    private static final long MARGIN_MILLIS = 3_000;

    private final OrderTrial trial;

    OrdersQuestion(OrderTrial trial) {
        this.trial = trial;
    }

    /** Asks until it is answered, or will not be. */
    List<TopicFinding> ask() {
        try {
            Optional<List<TopicFinding>> found = trial.with().tried(this::observe);
            return found.orElseGet(() -> none(TopicFinding.NO_ANSWER));
        } catch (Refused refused) {
            return none("an order does not stand: " + refused.why());
        } catch (OrderTrial.Taken taken) {
            return none(String.valueOf(taken.getMessage()));
        }
    }

    static List<TopicFinding> none(String why) {
        return TOPICS.stream().map(topic -> TopicFinding.notKnown(topic, why)).toList();
    }

    private List<TopicFinding> observe() {
        trial.reset();
        Standing before = trial.placeSurely(OrderKind.PLAIN);
        Optional<Standing> price = Optional.empty();
        String noPrice = "the market has no price orders";
        if (trial.about().market() != Market.OPTIONS) {
            try {
                price = Optional.of(trial.placeSurely(OrderKind.PRICE));
            } catch (Refused refused) {
                noPrice = "a price order does not stand: " + refused.why();
            }
        }
        Armed armed = trial.arm(trial.timeout(), trial.about()::narrow);
        Standing after = trial.place();
        trial.require(after.reply().heard().monotonicNanos(), armed.earliest());
        Optional<Over> over = trial.awaitOver(before, armed, OrderTrial.LATEST);
        if (over.isEmpty()) {
            trial.firings().missing();
            return none(Firings.NONE);
        }
        Over fired = over.get();
        long again = armed.earliest() + armed.seconds() * SECOND;
        List<TopicFinding> found = new ArrayList<>();
        boolean isAfterCancelled = trial.isCancelledToo(after, fired, again);
        found.add(cancelled(Topic.ORDERS_AFTER_ARMING, isAfterCancelled));
        if (price.isPresent()) {
            found.add(cancelled(Topic.PRICE_ORDERS, trial.isCancelledToo(price.get(), fired, again)));
        } else {
            found.add(TopicFinding.notKnown(Topic.PRICE_ORDERS, noPrice));
        }
        found.add(
                fired.order().finishAs().isEmpty()
                        ? TopicFinding.notKnown(Topic.FINISH_AS, "the exchange does not say it")
                        : TopicFinding.seen(Topic.FINISH_AS, fired.order().finishAs(), ""));
        found.addAll(later(armed, fired, again, isAfterCancelled));
        found.add(TopicFinding.seen(Topic.REFUSAL_OF_CANCEL, refusal(fired), ""));
        trial.fired(armed, fired);
        return found;
    }

    private static TopicFinding cancelled(Topic topic, boolean isCancelled) {
        return TopicFinding.seen(topic, isCancelled ? "cancelled" : "spared", "by one firing");
    }

    /** An order that is placed after the firing. */
    private List<TopicFinding> later(Armed armed, Over fired, long again, boolean isAfterCancelled) {
        Standing later;
        try {
            later = trial.place();
        } catch (Refused refused) {
            return List.of(
                    TopicFinding.seen(Topic.ORDERS_AFTER_FIRING, "refused: " + refused.why(), ""),
                    TopicFinding.notKnown(Topic.FIRES_ONCE, "no order stands after a firing"));
        }
        long placed = later.reply().heard().monotonicNanos();
        trial.require(placed + 2 * SECOND, again);
        trial.with().pauseUntil(placed + SECOND);
        Look soon = trial.look(later);
        trial.require(soon.heard(), again);
        if (!soon.isOpen()) {
            return List.of(
                    TopicFinding.seen(Topic.ORDERS_AFTER_FIRING, "cancelled", "within seconds"),
                    TopicFinding.notKnown(Topic.FIRES_ONCE, "no order stands after a firing"));
        }
        TopicFinding stands = TopicFinding.seen(Topic.ORDERS_AFTER_FIRING, "untouched", "");
        if (!isAfterCancelled) {
            String why = "orders placed after arming are spared: none would show a second firing";
            return List.of(stands, TopicFinding.notKnown(Topic.FIRES_ONCE, why));
        }
        long late = MARGIN_MILLIS + 2 * Math.max(0, (fired.seenAt() - armed.latest()) / 1_000_000);
        trial.with().pauseUntil(fired.seenAt() + armed.seconds() * SECOND + late * 1_000_000);
        String once = trial.look(later).isOpen() ? "once" : "again, after the same timeout";
        return List.of(
                stands,
                TopicFinding.seen(
                        Topic.FIRES_ONCE, once, "as an order says that stood " + armed.seconds() + " s more"));
    }

    /** To cancel what is over changes nothing. */
    private String refusal(Over fired) {
        return trial.with()
                .read(OrderKind.PLAIN.cancel(trial.about().market(), fired.order()))
                .verdict();
    }
}
