package dev.countdown.http;

import dev.countdown.domain.ClockReading;
import io.vertx.core.http.HttpHeaders;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What identifies the replies that a gateway has heard, on all connections: the marks of the latest few thousand. A reply
 * that bears the mark of an earlier one was made for another request, and proves nothing. For one thread.
 */
final class SeenReplies {

    /** As many marks, and up to twice as many, are remembered: more than come in the minute that a request is valid. */
    private static final int REMEMBERED = 8_192;

    private static final int LONGEST = 128;

    /**
     * When each mark was heard first, on our monotonic clock; of a whole reply the last time, which only {@code noteTime}
     * looks for. Once there are enough of the later ones, the earlier ones are forgotten.
     */
    private Map<Object, Long> later = new HashMap<>();

    private Map<Object, Long> earlier = new HashMap<>();

    /** When a request was applied, in the exchange's milliseconds. */
    private record Applied(long millis) {}

    /** A reply as a whole. */
    private record Whole(int status, @Nullable String date, int body) {
        Whole(WireReply reply) {
            this(
                    reply.status(),
                    reply.headers().get(HttpHeaders.DATE),
                    reply.body().hashCode());
        }
    }

    /** Takes note of the reply to a countdown request; says what gives it away if it was not made for that one. */
    Optional<String> note(SentRequest sent, WireReply reply, Optional<ReplyBody> body, ClockReading heard) {
        Long at = heard.monotonicNanos();
        boolean repeated = isRepeated(moment(sent, reply, body), sent.at(), at);
        repeated |= isRepeated(trace(reply), sent.at(), at);
        if (body.filter(ReplyBody::isAcknowledgement).isEmpty()) {
            remember(new Whole(reply), at); // to a request for the time it could be an answer
        }
        return flaw(repeated, reply);
    }

    /** The same for the reply to a request for the time: it may not be that to a countdown request either. */
    Optional<String> noteTime(WireReply reply, ClockReading asked, ClockReading heard) {
        boolean repeated = isRepeated(trace(reply), asked, heard.monotonicNanos());
        return flaw(repeated || find(new Whole(reply)) != null, reply);
    }

    private static Optional<String> flaw(boolean repeated, WireReply reply) {
        if (repeated) {
            return Optional.of("a reply that was heard before");
        }
        return reply.isFromCache() ? Optional.of("a reply from a cache") : Optional.empty();
    }

    /**
     * Whether a mark was seen before; it is from now on. Of marks in whole milliseconds two replies may share one, if one request
     * was sent within a millisecond of the other's reply, or before it.
     */
    private boolean isRepeated(@Nullable Object mark, ClockReading sent, Long heard) {
        Long before = mark == null ? null : find(mark);
        if (mark != null) {
            remember(mark, before == null ? heard : before); // also one that is repeated for ever
        }
        boolean coarse = mark instanceof Applied || (mark instanceof Long nanos && nanos % Nanos.MILLI == 0);
        return before != null && !(coarse && sent.monotonicNanos() - before < Nanos.MILLI);
    }

    private @Nullable Long find(Object mark) {
        Long at = later.get(mark);
        return at == null ? earlier.get(mark) : at;
    }

    private void remember(Object mark, Long at) {
        if (later.size() == REMEMBERED) {
            earlier = later;
            later = new HashMap<>();
        }
        later.put(mark, at);
    }

    /** The exchange's own time of receipt, else when it applied the request; of whole seconds many may be equal. */
    private static @Nullable Object moment(SentRequest sent, WireReply reply, Optional<ReplyBody> body) {
        if (reply.times().isPresent() && reply.times().get().isExact()) {
            return reply.times().get().received();
        }
        long trigger = body.isPresent() ? ReplyText.unsigned(body.get().triggerTime(), 18) : ReplyText.NONE;
        return trigger == ReplyText.NONE || trigger % 1_000 == 0
                ? null
                : new Applied(trigger - sent.countdown().timeout().seconds() * 1_000L);
    }

    private static @Nullable Object trace(WireReply reply) {
        String trace = reply.traceId();
        return trace.isEmpty()
                ? null
                : trace.length() <= LONGEST ? trace : trace.substring(0, LONGEST) + trace.hashCode();
    }
}
