package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.cli.Json;
import dev.countdown.http.Market;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What replies show of the exchange's timers. They show one only where a repeat does not shorten it: then a short countdown is
 * answered with the long one's end if both are of one timer.
 */
final class TimersQuestion implements Question {

    private static final int LONG = 60;
    private static final int SHORT = 10;
    private static final long BETWEEN_MILLIS = 25_000;
    private static final String UNSEEN = "a reply shows no timer here; an order does";
    static final String NO_TIMERS = "no timers that could tell it";

    @Override
    public List<TopicFinding> ask(Conversation with, Subject about) {
        Optional<End> same = end(with, about, about::narrow, Optional.empty(), about::narrow);
        if (same.isEmpty() || same.get() == End.UNSEEN) {
            String why = same.isEmpty() ? TopicFinding.NO_ANSWER : "replies show no trigger time that tells it";
            return Stream.of(Topic.REPEAT, Topic.TIMERS, Topic.ACCOUNT_WIDE_0, Topic.CONTRACT_AND_UNDERLYING)
                    .map(topic -> TopicFinding.notKnown(topic, why))
                    .toList();
        }
        if (same.get() == End.OWN) {
            return List.of(
                    TopicFinding.seen(Topic.REPEAT, "replaces", "by an earlier deadline, as its reply says"),
                    TopicFinding.notKnown(Topic.TIMERS, UNSEEN),
                    TopicFinding.notKnown(Topic.ACCOUNT_WIDE_0, UNSEEN),
                    TopicFinding.notKnown(Topic.CONTRACT_AND_UNDERLYING, UNSEEN));
        }
        TopicFinding timers = timers(end(with, about, about::account, Optional.empty(), about::narrow));
        return List.of(
                TopicFinding.seen(Topic.REPEAT, "never shortens", "as its reply says"),
                timers,
                cleared(end(with, about, about::narrow, Optional.of(about::account), about::narrow)),
                about.market() == Market.OPTIONS && timers.seen().equals(Optional.of("own"))
                        ? underlying(end(with, about, about::contract, Optional.empty(), about::narrow))
                        : TopicFinding.notKnown(Topic.CONTRACT_AND_UNDERLYING, NO_TIMERS));
    }

    /** Whose end the reply to the second countdown names. */
    private enum End {
        FIRST,
        OWN,
        UNSEEN
    }

    private static TopicFinding timers(Optional<End> second) {
        return TopicFinding.of(
                Topic.TIMERS,
                second.filter(end -> end != End.UNSEEN).map(end -> end == End.FIRST ? "shared by the account" : "own"),
                "as the reply to a shorter countdown of another scope says");
    }

    private static TopicFinding cleared(Optional<End> second) {
        return TopicFinding.of(
                Topic.ACCOUNT_WIDE_0,
                second.filter(end -> end != End.UNSEEN)
                        .map(end -> end == End.FIRST ? "leaves narrower ones" : "clears narrower ones"),
                "as the reply to a shorter countdown after it says");
    }

    private static TopicFinding underlying(Optional<End> second) {
        return TopicFinding.of(
                Topic.CONTRACT_AND_UNDERLYING,
                second.filter(end -> end != End.UNSEEN)
                        .map(end -> end == End.FIRST ? "the underlying counts" : "the contract counts"),
                "as the reply to a shorter countdown of the underlying says");
    }

    /** A long countdown, then perhaps a 0, then a short countdown; nothing is left armed. */
    private static Optional<End> end(
            Conversation with,
            Subject about,
            UnaryOperator<Json> first,
            Optional<UnaryOperator<Json>> zero,
            UnaryOperator<Json> second) {
        return with.tried(() -> {
            disarm(with, about);
            Reply before = taken(with.ask(Call.countdown(about, LONG, first)));
            zero.ifPresent(scope -> taken(with.ask(Call.countdown(about, 0, scope))));
            Reply after = taken(with.ask(Call.countdown(about, SHORT, second)));
            disarm(with, about);
            long between = after.heard().monotonicSince(before.sent()) / 1_000_000;
            if (between > BETWEEN_MILLIS) {
                throw new Conversation.NoAnswer(); // too slow to tell one end from the other
            }
            if (before.trigger().isEmpty() || after.trigger().isEmpty()) {
                return End.UNSEEN;
            }
            long earlier = before.trigger().getAsLong() - after.trigger().getAsLong();
            return earlier == 0
                    ? End.FIRST
                    : earlier > (LONG - SHORT) * 1_000L - BETWEEN_MILLIS - 1_000 ? End.OWN : End.UNSEEN;
        });
    }

    static void disarm(Conversation with, Subject about) {
        with.surely(() -> with.ask(Call.countdown(about, 0, about::account)));
        with.surely(() -> with.ask(Call.countdown(about, 0, about::narrow)));
        if (about.market() == Market.OPTIONS) {
            with.surely(() -> with.ask(Call.countdown(about, 0, about::contract)));
        }
    }

    private static Reply taken(Reply reply) {
        if (!reply.isDone()) {
            throw new Conversation.NoAnswer();
        }
        return reply;
    }
}
