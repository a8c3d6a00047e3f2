package dev.countdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.MeasuredClock.RequestTimestamp;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeenRepliesTest {

    private static final String REPEATED = "a reply that was heard before";
    private static final String NOTHING = "{}";

    private final SeenReplies heard = new SeenReplies();
    private long now;

    /** A request that is sent after a while, and its reply. */
    private Optional<String> hear(long laterNanos, WireReply reply) {
        now += laterNanos;
        return overlapping(now, 30, reply);
    }

    private Optional<String> overlapping(long sentAt, int timeout, WireReply reply) {
        Countdown countdown = Countdown.arm(Scope.underlying("U" + timeout), Timeout.ofSeconds(timeout));
        RequestTimestamp stamp = new RequestTimestamp("1", 0, Duration.ofSeconds(60));
        SentRequest sent =
                new SentRequest(countdown, "key", stamp, new ClockReading(sentAt, 0), Duration.ofSeconds(65));
        return heard.note(sent, reply, reply.json(), new ClockReading(now, 0));
    }

    private static WireReply reply(String body, String... headers) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        return new WireReply(200, all, Buffer.buffer(body));
    }

    @Test
    void aTraceIdIsHeardOnceWhateverElseTheReplyHolds() {
        assertThat(hear(0, reply(NOTHING, "X-Gate-Trace-ID", "a", "X-In-Time", "1789456236000001")))
                .isEmpty();
        assertThat(hear(0, reply("[]", "x-gate-trace-id", "a"))).contains(REPEATED);
        assertThat(hear(0, reply(NOTHING, "X-Gate-Trace-ID", "b"))).isEmpty();
        assertThat(heard.noteTime(reply(NOTHING, "X-Gate-Trace-ID", "b"), at(), at()))
                .contains(REPEATED);
        assertThat(heard.noteTime(reply("{ }", "X-Gate-Trace-ID", "c"), at(), at()))
                .isEmpty();
        assertThat(hear(0, reply("[]", "X-Gate-Trace-ID", "c"))).contains(REPEATED);
    }

    @Test
    void longTraceIdsAreToldApart() {
        String long1 = "x".repeat(5_000) + "1";
        String long2 = "x".repeat(5_000) + "2";
        assertThat(hear(0, reply(NOTHING, "X-Gate-Trace-ID", long1))).isEmpty();
        assertThat(hear(0, reply(NOTHING, "X-Gate-Trace-ID", long2))).isEmpty();
        assertThat(hear(0, reply(NOTHING, "X-Gate-Trace-ID", long1))).contains(REPEATED);
    }

    @Test
    void oneThatIsRepeatedForEverIsRememberedForEver() {
        WireReply old = reply(NOTHING, "X-Gate-Trace-ID", "old");
        hear(0, old);
        for (int i = 0; i < 50_000; i++) {
            hear(0, reply(NOTHING, "X-Gate-Trace-ID", "new" + i));
            if (i % 1_000 == 0) {
                assertThat(hear(0, old)).contains(REPEATED);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1789456236000001, true", "1789456236000000, false"})
    void microsecondsAreNeverEqualAndMillisecondsOnlyOfRequestsThatMeet(String inTime, boolean exact) {
        WireReply reply = reply(NOTHING, "X-In-Time", inTime);
        assertThat(hear(0, reply)).isEmpty();
        assertThat(hear(Nanos.MILLI - 1, reply).isPresent()).isEqualTo(exact);
        assertThat(overlapping(now - Nanos.SECOND, 30, reply).isPresent()).isEqualTo(exact);
        assertThat(hear(Nanos.MILLI, reply)).contains(REPEATED);
    }

    @Test
    void aTriggerTimeTellsTheMomentOfApplicationOfEveryScope() {
        assertThat(overlapping(now, 30, reply("{\"triggerTime\":1789456236538}")))
                .isEmpty();
        now += Nanos.MILLI;
        assertThat(overlapping(now - 1, 60, reply("{\"triggerTime\":1789456266538}")))
                .as("sent before the other's millisecond was over")
                .isEmpty();
        assertThat(overlapping(now, 40, reply("{\"triggerTime\":1789456236538}")))
                .isEmpty();
        assertThat(overlapping(now, 30, reply("{\"triggerTime\":\"1789456236538\"}")))
                .contains(REPEATED);
        assertThat(overlapping(now, 60, reply("{\"triggerTime\":1789456266538}")))
                .contains(REPEATED);
    }

    @Test
    void triggerTimesInWholeSecondsMayBeEqual() {
        WireReply reply = reply("{\"triggerTime\":1789456236000}");
        assertThat(hear(0, reply)).isEmpty();
        assertThat(hear(Nanos.SECOND / 2, reply)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, false", "00, false", "1, true", "999999999999999999999, true", "-1, true", "soon, true"})
    void anAgeIsThatOfAStoredReply(String age, boolean stored) {
        assertThat(hear(0, reply(NOTHING, "Age", age)).isPresent()).isEqualTo(stored);
    }

    @Test
    void whatBearsNoMarkMayComeAgainButTellsNoTime() {
        for (int i = 0; i < 3; i++) {
            assertThat(hear(Nanos.SECOND, reply(NOTHING))).isEmpty();
            assertThat(heard.noteTime(reply(NOTHING), at(), at())).contains(REPEATED);
        }
        assertThat(heard.noteTime(reply("{ }"), at(), at())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1789456236"})
    void whatIsNoTimeIsNoMark(String inTime) {
        WireReply reply = reply("{\"triggerTime\":\"soon\"}", "X-In-Time", inTime);
        assertThat(hear(Nanos.SECOND, reply)).isEmpty();
        assertThat(hear(Nanos.SECOND, reply)).isEmpty();
    }

    private ClockReading at() {
        return new ClockReading(now, 0);
    }
}
