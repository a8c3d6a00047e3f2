package dev.countdown.bootstrap.probe;

import dev.countdown.domain.ClockReading;
import dev.countdown.domain.OffsetBounds;
import java.util.List;
import java.util.Optional;

/** Which clocks the exchange shows, and how far ours is from them. */
final class ClockQuestion implements Question {

    @Override
    public List<TopicFinding> ask(Conversation with, Subject about) {
        Optional<Reply> time = with.tried(() -> with.ask(Call.get("/spot/time")));
        Optional<Reply> disarmed = with.tried(() -> with.ask(Call.countdown(about, 0, about::narrow)));
        return List.of(
                TopicFinding.of(Topic.SERVER_TIME, time.map(ClockQuestion::serverTime), ""),
                TopicFinding.of(Topic.TIME_HEADERS, disarmed.map(ClockQuestion::headers), ""),
                offset(with));
    }

    private static String serverTime(Reply reply) {
        return reply.isDone() ? "exists" : "does not exist: " + reply.verdict();
    }

    private static String headers(Reply reply) {
        if (reply.header("x-in-time").matches("\\d{16}")) {
            return "X-In-Time" + (reply.header("x-out-time").isEmpty() ? "" : ", X-Out-Time")
                    + (reply.header("x-gate-trace-id").isEmpty() ? "" : ", a trace id");
        }
        return reply.header("date").isEmpty() ? "none" : "Date alone";
    }

    private static TopicFinding offset(Conversation with) {
        Optional<OffsetBounds> known = with.offset();
        if (known.isEmpty()) {
            return TopicFinding.notKnown(Topic.CLOCK_OFFSET, "no reply shows the exchange's clock");
        }
        ClockReading now = with.now();
        long ours = now.wallMillis() * 1_000_000 - now.monotonicNanos();
        long least = Math.floorDiv(known.get().least(now) - ours, 1_000_000L);
        long most = Math.floorDiv(known.get().most(now) - ours, 1_000_000L) + 1;
        return TopicFinding.seen(Topic.CLOCK_OFFSET, least + " to " + most + " ms ahead of ours", "");
    }
}
