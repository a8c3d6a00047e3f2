package dev.countdown.http;

import dev.countdown.domain.ClockReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What identifies the replies that a gateway has heard, on all connections: the marks of the latest few thousand. A reply
 * that bears the mark of an earlier one was made for another request, and proves nothing. For one thread.
 */
final class SeenReplies {

    private static final int REMEMBERED = 16_384;
    private static final int LONGEST = 128;
    private static final String REPEATED = "a reply that was heard before";

    /**
     * When each mark was heard first, on our monotonic clock; of a whole reply the last time, which only {@code noteTime}
     * looks for. The one that was heard last comes last.
     */
    private final Map<Object, Long> marks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * Something that tells replies apart.
     *
     * @param coarse in whole milliseconds: two replies may share it if one request was sent within a millisecond of the
     *     other's reply, or before it
     */
    private record Mark(String kind, String text, boolean coarse) {}

    /** A reply as a whole. */
    private record Whole(int status, @Nullable String date, int body) {
        Whole(WireReply reply) {
            this(reply.status(), reply.headers().get("Date"), reply.body().hashCode());
        }
    }

    /** Takes note of the reply to a countdown request; says what gives it away if it was not made for that one. */
    Optional<String> note(SentRequest sent, WireReply reply, Optional<ReplyBody> body, ClockReading heard) {
        Optional<Mark> made = inTime(reply).or(() -> body.flatMap(fields -> applied(sent, fields)));
        Optional<String> flaw = note(made, reply, sent.at(), heard);
        marks.put(new Whole(reply), heard.monotonicNanos());
        return flaw;
    }

    /** The same for the reply to a request for the time: it may not be that to a countdown request either. */
    Optional<String> noteTime(WireReply reply, ClockReading asked, ClockReading heard) {
        boolean known = marks.containsKey(new Whole(reply));
        return note(Optional.empty(), reply, asked, heard).or(() -> known ? Optional.of(REPEATED) : Optional.empty());
    }

    private Optional<String> note(Optional<Mark> made, WireReply reply, ClockReading sent, ClockReading heard) {
        List<Mark> own = new ArrayList<>(2);
        made.ifPresent(own::add);
        if (!reply.traceId().isEmpty()) {
            own.add(new Mark("trace", cut(reply.traceId()), false));
        }
        boolean repeated = false;
        for (Mark mark : own) {
            repeated |= isRepeated(mark, sent);
            marks.putIfAbsent(mark, heard.monotonicNanos());
        }
        if (repeated) {
            return Optional.of(REPEATED);
        }
        return reply.isFromCache() ? Optional.of("a reply from a cache") : Optional.empty();
    }

    private boolean isRepeated(Mark mark, ClockReading sent) {
        Long before = marks.get(mark);
        return before != null && !(mark.coarse() && sent.monotonicNanos() - before < Nanos.MILLI);
    }

    private static Optional<Mark> inTime(WireReply reply) {
        return reply.times()
                .filter(ReplyTimes::isExact)
                .map(ReplyTimes::received)
                .map(nanos -> new Mark("in", Long.toString(nanos), nanos % Nanos.MILLI == 0));
    }

    /** When the request was applied, by its trigger time; of an exchange that deals in whole seconds many may be equal. */
    private static Optional<Mark> applied(SentRequest sent, ReplyBody body) {
        return ReplyText.unsigned(body.triggerTime(), 18)
                .filter(millis -> millis % 1_000 != 0)
                .map(millis -> millis - sent.countdown().timeout().seconds() * 1_000L)
                .map(millis -> new Mark("applied", Long.toString(millis), true));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + text.hashCode();
    }
}
