package dev.countdown.bootstrap.probe;

import dev.countdown.domain.ClockReading;
import dev.countdown.domain.ExchangeTime;
import dev.countdown.domain.OffsetBounds;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks, signs by the exchange's clock, waits where there are too many requests, and asks again where an answer was lost. A
 * request without an answer may still be applied while its Timestamp is valid: before the next attempt that time is waited out.
 */
final class Conversation {

    /** How often a question is asked until it counts as not known. */
    private static final int ATTEMPTS = 10;

    /** How often a step of a question is. */
    private static final int STEP_ATTEMPTS = 4;

    private static final int WINDOW_SECONDS = 60;
    private static final Duration SLACK = Duration.ofSeconds(10);
    private static final Duration LONGEST_LIMIT = Duration.ofSeconds(60);
    private static final int MOST_LIMITS = 20;

    private final Wire wire;
    private final Set<String> traces = new HashSet<>();
    private @Nullable OffsetBounds offset;
    private final long begun;
    private long fence;

    Conversation(Wire wire) {
        this.wire = wire;
        this.begun = wire.clock().nanoTime();
        this.fence = begun;
    }

    /** No answer came, or none that says what was done. */
    static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoAnswer() {
            super(TopicFinding.NO_ANSWER, null, false, false);
        }
    }

    /**
     * Runs a question from its beginning until each of its requests has an answer.
     *
     * @return empty if that did not happen
     */
    <T> Optional<T> tried(Supplier<T> question) {
        return tried(ATTEMPTS, question);
    }

    private <T> Optional<T> tried(int attempts, Supplier<T> question) {
        for (int attempt = 0; attempt < attempts; attempt++) {
            try {
                settle();
                return Optional.of(question.get());
            } catch (NoAnswer lost) {
                pause(Duration.ofMillis(100L << Math.min(attempt, 5)));
            }
        }
        return Optional.empty();
    }

    /**
     * Asks once.
     *
     * @throws NoAnswer if nothing came that says what was done
     */
    Reply ask(Call call) {
        boolean corrected = false;
        for (int limits = 0; limits < MOST_LIMITS; limits++) {
            Reply reply = wire.send(call, timestamp(call));
            if (!reply.isTelling() || isRepeated(reply)) {
                lost(call);
                throw new NoAnswer();
            }
            reply.time().ifPresent(this::learn);
            boolean expired = reply.label().equals("REQUEST_EXPIRED") && call.shift() == 0;
            if (reply.label().equals("TOO_MANY_REQUESTS")) {
                pause(untilReset(reply));
            } else if (!expired) {
                return reply;
            } else if (corrected || offset == null) {
                throw new NoAnswer(); // it was never looked at
            } else {
                corrected = true; // signed again, by the clock that this reply showed
            }
        }
        throw new NoAnswer();
    }

    /**
     * Runs a step that may be repeated until it has an answer, and lets no lost request of it be applied later.
     *
     * @throws NoAnswer if it gets none
     */
    <T> T surely(Supplier<T> step) {
        return tried(STEP_ATTEMPTS, step).orElseThrow(NoAnswer::new);
    }

    /**
     * Asks something that changes nothing, until there is an answer.
     *
     * @throws NoAnswer if none comes
     */
    Reply read(Call call) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return ask(call);
            } catch (NoAnswer lost) {
                pause(Duration.ofMillis(200));
            }
        }
        return ask(call);
    }

    Optional<OffsetBounds> offset() {
        return Optional.ofNullable(offset);
    }

    /** Where the exchange's clock stood between two moments, in milliseconds; empty if no reply shows its clock. */
    Optional<Range> exchangeTime(ClockReading from, ClockReading to) {
        return offset().map(known -> new Range(
                Math.floorDiv(known.least(from) + from.monotonicNanos(), 1_000_000L),
                Math.floorDiv(known.most(to) + to.monotonicNanos(), 1_000_000L) + 1));
    }

    ClockReading now() {
        return wire.clock().read();
    }

    void pause(Duration span) {
        wire.pause(span);
    }

    /** Pauses until that moment of our monotonic clock, if it is not over. */
    void pauseUntil(long nanos) {
        long left = nanos - wire.clock().nanoTime();
        if (left > 0) {
            pause(Duration.ofNanos(left));
        }
    }

    /** Waits until no request from before this conversation can still be applied. */
    void awaitWindow() {
        pauseUntil(begun + SLACK.plusSeconds(WINDOW_SECONDS).toNanos());
    }

    /** Waits until no request that had no answer can still be applied. */
    private void settle() {
        pauseUntil(fence);
    }

    private void lost(Call call) {
        if (call.changes()) {
            int valid = WINDOW_SECONDS + Math.max(0, call.shift());
            long until = wire.clock().nanoTime() + SLACK.plusSeconds(valid).toNanos();
            fence = until - fence > 0 ? until : fence;
        }
    }

    /** A reply that was heard before belongs to another request. */
    private boolean isRepeated(Reply reply) {
        String trace = reply.header("x-gate-trace-id");
        return !trace.isEmpty() && !traces.add(trace);
    }

    private void learn(ExchangeTime time) {
        offset = offset == null ? OffsetBounds.of(time) : offset.measuredBy(time);
    }

    private String timestamp(Call call) {
        if (!call.isTimed()) {
            return "now";
        }
        ClockReading now = now();
        OffsetBounds known = offset;
        long nanos = known == null
                ? now.wallMillis() * 1_000_000
                : known.least(now) + (known.most(now) - known.least(now)) / 2 + now.monotonicNanos();
        return Long.toString(nanos / 1_000_000_000 + call.shift());
    }

    private Duration untilReset(Reply reply) {
        String reset = reply.header("x-gate-ratelimit-reset-timestamp");
        OffsetBounds known = offset;
        if (known == null || !reset.matches("\\d{10}")) {
            return Duration.ofSeconds(10);
        }
        ClockReading now = now();
        Duration left = Duration.ofSeconds(Long.parseLong(reset))
                .minusNanos(known.least(now) + now.monotonicNanos())
                .plusSeconds(1);
        return left.compareTo(LONGEST_LIMIT) > 0
                ? LONGEST_LIMIT
                : left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
    }
}
