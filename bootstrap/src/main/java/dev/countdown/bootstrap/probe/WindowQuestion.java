package dev.countdown.bootstrap.probe;

import dev.countdown.domain.OffsetBounds;
import java.util.List;
import java.util.Optional;

/**
 * How late and how early a request is taken, by its Timestamp. The exchange looks at it between our sending and our hearing: so
 * an edge is known to within that.
 */
final class WindowQuestion implements Question {

    private static final int FURTHEST = 600;

    @Override
    public List<TopicFinding> ask(Conversation with, Subject about) {
        return List.of(edge(with, about, Topic.LATE_REQUEST, -1), edge(with, about, Topic.EARLY_REQUEST, 1));
    }

    private static TopicFinding edge(Conversation with, Subject about, Topic topic, int direction) {
        if (with.offset().isEmpty()) {
            return TopicFinding.notKnown(topic, "no reply shows the exchange's clock");
        }
        double taken = Double.NEGATIVE_INFINITY;
        double refused = Double.POSITIVE_INFINITY;
        int least = 0;
        int most = FURTHEST;
        while (most - least > 1) {
            int gap = (least + most) / 2;
            Optional<Look> look = with.tried(() -> look(with, about, gap, direction));
            if (look.isEmpty()) {
                return TopicFinding.notKnown(topic, TopicFinding.NO_ANSWER);
            }
            if (look.get().isTaken()) {
                least = gap;
                taken = Math.max(taken, look.get().least());
            } else {
                most = gap;
                refused = Math.min(refused, look.get().most());
            }
        }
        return taken == Double.NEGATIVE_INFINITY || refused == Double.POSITIVE_INFINITY
                ? TopicFinding.notKnown(topic, "no edge up to " + FURTHEST + " s")
                : TopicFinding.seen(topic, String.format("taken at %.1f s, refused at %.1f s", taken, refused), "");
    }

    /** One request: whether it was taken, and how far from its Timestamp it was looked at, in seconds. */
    private record Look(boolean isTaken, double least, double most) {}

    private static Look look(Conversation with, Subject about, int gap, int direction) {
        OffsetBounds before = with.offset().orElseThrow();
        Reply reply = with.ask(Call.countdown(about, 0, about::narrow).shifted(direction * gap));
        if (!reply.isDone() && !reply.label().equals("REQUEST_EXPIRED")) {
            throw new Conversation.NoAnswer();
        }
        double earliest = (before.least(reply.sent()) + reply.sent().monotonicNanos()) / 1e9;
        double latest = (before.most(reply.heard()) + reply.heard().monotonicNanos()) / 1e9;
        double timestamp = reply.timestamp();
        return direction < 0
                ? new Look(reply.isDone(), down(earliest - timestamp), up(latest - timestamp))
                : new Look(reply.isDone(), down(timestamp - latest), up(timestamp - earliest));
    }

    private static double down(double seconds) {
        return Math.floor(seconds * 10) / 10;
    }

    private static double up(double seconds) {
        return Math.ceil(seconds * 10) / 10;
    }
}
