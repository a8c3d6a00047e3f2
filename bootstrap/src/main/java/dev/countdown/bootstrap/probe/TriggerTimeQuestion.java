package dev.countdown.bootstrap.probe;

import dev.countdown.domain.OffsetBounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** How a trigger time is written, how finely, and from when it counts. */
final class TriggerTimeQuestion implements Question {

    private static final int SAMPLES = 8;
    private static final int TIMEOUT = 60;
    private static final long SLACK_MILLIS = 2_000;

    @Override
    public List<TopicFinding> ask(Conversation with, Subject about) {
        List<Reply> armed = new ArrayList<>();
        List<Long> off = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            with.pause(Duration.ofMillis(137 + 211L * i));
            with.tried(() -> with.ask(Call.countdown(about, TIMEOUT, about::narrow)))
                    .filter(Reply::isDone)
                    .ifPresent(reply -> {
                        armed.add(reply);
                        earliestOff(with, reply).ifPresent(off::add);
                    });
        }
        if (armed.size() < SAMPLES) {
            return Stream.of(Topic.TRIGGER_TIME_FORM, Topic.TRIGGER_TIME_RESOLUTION, Topic.TRIGGER_TIME_ORIGIN)
                    .map(topic -> TopicFinding.notKnown(topic, "too few countdowns were taken"))
                    .toList();
        }
        List<String> forms =
                armed.stream().map(Reply::triggerForm).distinct().sorted().toList();
        return List.of(
                TopicFinding.seen(Topic.TRIGGER_TIME_FORM, String.join(" or ", forms), "in " + SAMPLES + " replies"),
                forms.contains("absent")
                        ? TopicFinding.notKnown(Topic.TRIGGER_TIME_RESOLUTION, "a reply has none")
                        : resolution(armed),
                forms.contains("absent")
                        ? TopicFinding.notKnown(Topic.TRIGGER_TIME_ORIGIN, "a reply has none")
                        : origin(off));
    }

    private static TopicFinding resolution(List<Reply> armed) {
        long finest = 10_000;
        for (Reply reply : armed) {
            while (reply.trigger().orElseThrow() % finest != 0) {
                finest /= 10;
            }
        }
        String seen = finest >= 1_000 ? finest / 1_000 + " s" : finest + " ms";
        return TopicFinding.seen(Topic.TRIGGER_TIME_RESOLUTION, seen, "of the replies; in " + SAMPLES + " of them");
    }

    private static TopicFinding origin(List<Long> off) {
        if (off.size() < SAMPLES) {
            return TopicFinding.notKnown(Topic.TRIGGER_TIME_ORIGIN, "no reply shows the exchange's clock");
        }
        boolean fits = off.stream().allMatch(millis -> millis <= SLACK_MILLIS);
        return TopicFinding.seen(
                Topic.TRIGGER_TIME_ORIGIN,
                fits ? "time of receipt + timeout" : "another time",
                "to within 2 s and the round trip");
    }

    /** How far the trigger time is outside of what the time of receipt allows, in milliseconds; 0 if it is inside. */
    private static Optional<Long> earliestOff(Conversation with, Reply reply) {
        OptionalLong trigger = reply.trigger();
        Optional<OffsetBounds> known = with.offset();
        if (trigger.isEmpty() || known.isEmpty()) {
            return Optional.empty();
        }
        long received = trigger.getAsLong() - TIMEOUT * 1_000L;
        long earliest = (known.get().least(reply.sent()) + reply.sent().monotonicNanos()) / 1_000_000;
        long latest = (known.get().most(reply.heard()) + reply.heard().monotonicNanos()) / 1_000_000 + 1;
        return Optional.of(Math.max(0, Math.max(earliest - received, received - latest)));
    }
}
