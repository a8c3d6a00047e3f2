package dev.countdown.http;

import com.google.common.hash.Hashing;
import dev.countdown.domain.ClockReading;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What identifies the replies that a gateway has heard, on all connections: the marks of the latest few thousand. A reply
 * that bears the mark of an earlier one was made for another request, and proves nothing. For one thread.
 */
final class SeenReplies {

    /** A reply that does not bear such a mark. */
    private static final long NO_MARK = 0;

    private final HeardMarks marks = new HeardMarks();

    /** Takes note of the reply to a countdown request; says what gives it away if it was not made for that one. */
    Optional<String> note(SentRequest sent, WireReply reply, Optional<ReplyBody> body, ClockReading heard) {
        boolean repeated = isRepeated(moment(sent, reply, body), sent.at(), heard);
        repeated |= isRepeated(trace(reply), sent.at(), heard);
        if (body.filter(ReplyBody::isAcknowledgement).isEmpty()) {
            marks.put(whole(reply), heard.monotonicNanos()); // to a request for the time it could be an answer
        }
        return flaw(repeated, reply);
    }

    /** The same for the reply to a request for the time: it may not be that to a countdown request either. */
    Optional<String> noteTime(WireReply reply, ClockReading asked, ClockReading heard) {
        boolean repeated = isRepeated(trace(reply), asked, heard);
        return flaw(repeated || marks.find(whole(reply)).isPresent(), reply);
    }

    private static Optional<String> flaw(boolean repeated, WireReply reply) {
        if (repeated) {
            return Optional.of("a reply that was heard before");
        }
        return reply.isFromCache() ? Optional.of("a reply from a cache") : Optional.empty();
    }

    /**
     * Whether a mark was seen before; it is from now on. Of times in whole milliseconds two replies may share one, if one request
     * was sent within a millisecond of the other's reply, or before it.
     */
    private boolean isRepeated(long mark, ClockReading sent, ClockReading heard) {
        if (mark == NO_MARK) {
            return false;
        }
        OptionalLong before = marks.find(mark);
        marks.put(mark, before.orElse(heard.monotonicNanos())); // also one that is repeated for ever
        boolean coarse = mark > 0 && mark % Nanos.MILLI == 0;
        return before.isPresent() && !(coarse && sent.monotonicNanos() - before.getAsLong() < Nanos.MILLI);
    }

    /**
     * The exchange's own time of receipt, else when it applied the request, in nanoseconds since the epoch; of whole seconds many
     * may be equal.
     */
    private static long moment(SentRequest sent, WireReply reply, Optional<ReplyBody> body) {
        if (reply.times().isPresent() && reply.times().get().isExact()) {
            return reply.times().get().received();
        }
        long trigger = body.isPresent() ? ReplyText.unsigned(body.get().triggerTime(), 13) : ReplyText.NONE;
        long applied = (trigger - sent.countdown().timeout().seconds() * 1_000L) * Nanos.MILLI;
        return trigger == ReplyText.NONE || trigger % 1_000 == 0 || !ReplyTimes.isPlausible(applied)
                ? NO_MARK
                : applied;
    }

    private static long trace(WireReply reply) {
        String trace = reply.traceId();
        return trace.isEmpty() ? NO_MARK : text(trace);
    }

    /** A reply as a whole. */
    private static long whole(WireReply reply) {
        return text(reply.status() + "\n" + reply.headers().get(HttpHeaders.DATE) + "\n" + reply.body());
    }

    /** The mark of a text: negative, as no time is. Two that share one by chance would only make a reply unknown. */
    private static long text(String text) {
        return Hashing.farmHashFingerprint64()
                        .hashString(text, StandardCharsets.UTF_8)
                        .asLong()
                | Long.MIN_VALUE;
    }
}
