package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.probe.OrderTrial.Armed;
import dev.countdown.bootstrap.probe.OrderTrial.Over;
import dev.countdown.bootstrap.probe.OwnOrders.Refused;
import dev.countdown.bootstrap.probe.OwnOrders.Standing;
import dev.countdown.http.Market;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What an order shows of the exchange's timers: a short countdown and another request, and whether the order was cancelled at
 * the end of the short one.
 */
final class TimerOrders {

    /** How much later than the latest firing that was seen another one may be. */
    private static final Duration MARGIN = Duration.ofSeconds(3);

    private static final String SURE = "as an order says";

    private final OrderTrial trial;

    TimerOrders(OrderTrial trial) {
        this.trial = trial;
    }

    /** Asks for what replies did not tell. */
    List<TopicFinding> ask(List<TopicFinding> byReplies) {
        List<TopicFinding> found = new ArrayList<>();
        for (TopicFinding each : byReplies) {
            found.add(each.seen().isPresent() ? each : byOrder(each, found));
        }
        return found;
    }

    private TopicFinding byOrder(TopicFinding unknown, List<TopicFinding> before) {
        Subject about = trial.about();
        return switch (unknown.topic()) {
            case REPEAT -> told(unknown, this::repeat, "replaces", "never shortens");
            case TIMERS ->
                told(
                        unknown,
                        () -> isCancelled(about::narrow, OrderTrial.LONGEST, about::account),
                        "own",
                        "shared by the account");
            case ACCOUNT_WIDE_0 ->
                told(
                        unknown,
                        () -> isCancelled(about::narrow, 0, about::account),
                        "leaves narrower ones",
                        "clears narrower ones");
            case CONTRACT_AND_UNDERLYING ->
                about.market() == Market.OPTIONS && isOwn(before)
                        ? told(
                                unknown,
                                () -> isCancelled(about::contract, OrderTrial.LONGEST, about::narrow),
                                "the contract counts",
                                "the underlying counts")
                        : TopicFinding.notKnown(unknown.topic(), TimersQuestion.NO_TIMERS);
            default -> unknown;
        };
    }

    private static boolean isOwn(List<TopicFinding> found) {
        return found.stream()
                .anyMatch(each -> each.topic() == Topic.TIMERS
                        && each.seen().filter("own"::equals).isPresent());
    }

    /** Whether a countdown without a name cancels an order. */
    TopicFinding accountScope() {
        return told(TopicFinding.notKnown(Topic.ACCOUNT_SCOPE, ""), this::isCancelledByAccount, "cancelled", "spared");
    }

    private interface Experiment {
        boolean isCancelled();
    }

    private TopicFinding told(TopicFinding unknown, Experiment experiment, String ifCancelled, String ifNot) {
        if (trial.firings().seen().isEmpty()) {
            return TopicFinding.notKnown(unknown.topic(), Firings.NONE);
        }
        try {
            Optional<Boolean> cancelled = trial.with().tried(experiment::isCancelled);
            return TopicFinding.of(unknown.topic(), cancelled.map(is -> is ? ifCancelled : ifNot), SURE);
        } catch (Refused refused) {
            return TopicFinding.notKnown(unknown.topic(), refused.why());
        } catch (OrderTrial.Taken taken) {
            return TopicFinding.notKnown(unknown.topic(), String.valueOf(taken.getMessage()));
        }
    }

    /** A long countdown, and then a short one of the same scope. */
    private boolean repeat() {
        Standing order = begin();
        Armed longer = trial.arm(OrderTrial.LONGEST, trial.about()::narrow);
        return isCancelled(order, trial.arm(trial.timeout(), trial.about()::narrow), Optional.of(longer));
    }

    /** A short countdown, and then another request: a long countdown or a disarm. */
    private boolean isCancelled(UnaryOperator<Json> shorter, int other, UnaryOperator<Json> ofOther) {
        Standing order = begin();
        Armed first = trial.arm(trial.timeout(), shorter);
        Armed second = trial.arm(other, ofOther);
        trial.require(second.reply().heard().monotonicNanos(), first.earliest());
        return isCancelled(order, first, Optional.of(second).filter(armed -> armed.seconds() > 0));
    }

    private boolean isCancelledByAccount() {
        Standing order = begin();
        return isCancelled(order, trial.arm(trial.timeout(), trial.about()::account), Optional.empty());
    }

    private Standing begin() {
        trial.reset();
        return trial.placeSurely(OrderKind.PLAIN);
    }

    /** At the end of one countdown, and before the end of a longer one. */
    private boolean isCancelled(Standing order, Armed shorter, Optional<Armed> longer) {
        Duration late = MARGIN.plusMillis(Math.max(0, trial.firings().most()));
        Optional<Over> over = trial.awaitOver(order, shorter, late);
        over.ifPresent(fired -> {
            longer.ifPresent(other -> trial.require(fired.seenAt(), other.earliest()));
            trial.fired(shorter, fired);
        });
        return over.isPresent();
    }
}
