package dev.countdown.http;

import static dev.countdown.http.Requests.DEADLINE;
import static dev.countdown.http.Requests.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Outcome;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.StagedExchange.Headers;
import dev.countdown.http.StagedExchange.Replies;
import dev.countdown.http.StagedExchange.Time;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Something on the way answers with replies to other requests, or the exchange's clock is stepped. */
class RepeatedRepliesTest {

    private static final Countdown ARM = Countdown.arm(Scope.all(), Timeout.ofSeconds(30));
    private static final Countdown OTHER = Countdown.arm(Scope.underlying("BTC_USDT"), Timeout.ofSeconds(30));
    private static final Countdown DISARM = Countdown.disarm(Scope.all());

    private static Vertx vertx;

    private final ShiftedClock clock = new ShiftedClock();
    private final StagedExchange exchange = new StagedExchange(clock);
    private final RawServer server = exchange.serve();
    private GateCountdownGateway gateway;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close();
    }

    @BeforeEach
    void connect() {
        gateway = new GateCountdownGateway(vertx, settings(server), clock, InetAddress::getAllByName);
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        server.close();
    }

    private Outcome submit(Countdown countdown) throws Exception {
        return Requests.submit(gateway, countdown, DEADLINE);
    }

    private void assertApplied(Countdown countdown) throws Exception {
        assertThat(submit(countdown)).isInstanceOf(Outcome.Applied.class);
    }

    private void assertUnknown(Countdown countdown) throws Exception {
        assertThat(submit(countdown)).isInstanceOf(Outcome.Unknown.class);
    }

    /** Lets time pass here and at the exchange. */
    private void pass(Duration span) {
        clock.monotonicBy(span);
        clock.wallBy(span);
    }

    /** A keeper's four renewals. */
    private Duration renewals(Countdown arm) throws Exception {
        Duration interval = arm.timeout().toDuration().dividedBy(4);
        for (int i = 0; i < 4; i++) {
            assertApplied(arm);
            pass(interval);
        }
        return interval;
    }

    static Stream<Arguments> everyForm() {
        return Stream.of(Headers.values())
                .flatMap(headers -> Stream.of(5, 30).map(timeout -> Arguments.of(headers, timeout)));
    }

    @ParameterizedTest
    @MethodSource("everyForm")
    void oneReplyForEverIsNeverAnAcknowledgement(Headers headers, int timeout) throws Exception {
        exchange.headers = headers;
        Countdown arm = Countdown.arm(Scope.all(), Timeout.ofSeconds(timeout));
        Duration interval = renewals(arm);
        exchange.replies = Replies.REPLAY;
        for (int i = 0; i < 8; i++) {
            assertUnknown(arm);
            pass(i % 2 == 0 ? interval : Duration.ZERO);
        }
        exchange.replies = Replies.HONEST;
        assertApplied(arm);
        assertApplied(arm);
    }

    @ParameterizedTest
    @EnumSource
    void oneWithoutATriggerTimeProvesNoArmOnceTheExchangeHasNamedOne(Headers headers) throws Exception {
        exchange.headers = headers;
        exchange.replies = Replies.BARE;
        assertApplied(ARM);
        exchange.replies = Replies.HONEST;
        Duration interval = renewals(ARM);
        exchange.replies = Replies.BARE;
        for (int i = 0; i < 4; i++) {
            assertUnknown(ARM);
            assertUnknown(OTHER);
            pass(interval);
        }
        assertApplied(DISARM);
        exchange.replies = Replies.HONEST;
        assertApplied(ARM);
    }

    @ParameterizedTest
    @EnumSource
    void evenTheExchangesTimeMayBeAnsweredWithIt(Headers headers) throws Exception {
        exchange.headers = headers;
        Duration interval = renewals(ARM);
        exchange.replies = Replies.REPLAY;
        exchange.time = Time.LIKE_COUNTDOWNS;
        for (int i = 0; i < 4; i++) {
            assertUnknown(ARM);
            assertUnknown(OTHER);
            pass(interval);
        }
        exchange.replies = Replies.HONEST;
        assertApplied(ARM);
    }

    @ParameterizedTest
    @MethodSource("everyForm")
    void aStreamThatLagsIsNeverAnAcknowledgement(Headers headers, int timeout) throws Exception {
        exchange.headers = headers;
        Countdown arm = Countdown.arm(Scope.all(), Timeout.ofSeconds(timeout));
        Duration interval = renewals(arm);
        exchange.replies = Replies.LAG;
        for (int i = 0; i < 8; i++) {
            assertUnknown(arm);
            pass(interval);
        }
        exchange.replies = Replies.HONEST;
        assertApplied(arm);
    }

    @ParameterizedTest
    @CsvSource({"EXACT", "DATE"})
    void aRefusalThatIsRepeatedOrLateProvesNothing(Headers headers) throws Exception {
        exchange.headers = headers;
        exchange.refusal = "BAD_REQUEST";
        for (Replies replies : List.of(Replies.REPLAY, Replies.LAG)) {
            exchange.replies = Replies.HONEST;
            assertThat(submit(ARM)).isInstanceOf(Outcome.NotApplied.class);
            exchange.replies = replies;
            for (int i = 0; i < 2; i++) {
                for (Countdown each : List.of(ARM, DISARM, OTHER)) {
                    pass(Duration.ofSeconds(5));
                    assertUnknown(each);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReplyOutOfACacheProvesNothing(Headers headers) throws Exception {
        exchange.headers = headers;
        assertApplied(ARM);
        exchange.replies = Replies.AGED;
        assertUnknown(ARM);
        exchange.refusal = "BAD_REQUEST";
        assertUnknown(ARM);
    }

    @Test
    void whatAReplySaysOfTheRateLimitIsNotTakenUnlessItIsBelieved() throws Exception {
        assertApplied(ARM);
        exchange.more = "X-Gate-RateLimit-Requests-Remain: 0\r\nX-Gate-RateLimit-Reset-Timestamp: "
                + (exchange.now() / 1_000 + 20) + "\r\n";
        exchange.replies = Replies.AGED;
        assertUnknown(ARM);
        exchange.replies = Replies.HONEST;
        exchange.more = "";
        assertApplied(OTHER);
    }

    @Nested
    class AnHonestStep {

        static Stream<Arguments> steps() {
            return Stream.of(Headers.values())
                    .flatMap(headers -> Stream.of(-600, -10, 10, 600).map(seconds -> Arguments.of(headers, seconds)));
        }

        @ParameterizedTest
        @MethodSource("steps")
        void costsARoundTripAndNoAttempt(Headers headers, int seconds) throws Exception {
            exchange.headers = headers;
            Duration interval = renewals(ARM);
            exchange.step = Duration.ofSeconds(seconds);
            for (int i = 0; i < 4; i++) {
                assertApplied(ARM);
                pass(interval);
            }
            assertThat(server.seen).hasSize(8);
        }

        @ParameterizedTest
        @MethodSource("steps")
        void amidRepeatedRepliesMakesThemNoEasierToBelieve(Headers headers, int seconds) throws Exception {
            exchange.headers = headers;
            Duration interval = renewals(ARM);
            exchange.replies = Replies.REPLAY;
            for (int i = 0; i < 4; i++) {
                exchange.step = Duration.ofSeconds(i % 2 == 0 ? seconds : 0);
                assertUnknown(ARM);
                pass(interval);
            }
            exchange.replies = Replies.HONEST;
            assertApplied(ARM);
        }

        @ParameterizedTest
        @CsvSource({"EXACT", "DATE"})
        void isMeasuredByTheHeadersWhereThePathIsUnknown(Headers headers) throws Exception {
            exchange.headers = headers;
            exchange.time = Time.UNKNOWN_PATH;
            Duration interval = renewals(ARM);
            exchange.step = Duration.ofMinutes(-10);
            assertApplied(ARM);
            pass(interval);
            assertApplied(ARM);
        }

        @ParameterizedTest
        @EnumSource(
                value = Time.class,
                names = {"STUCK", "LIKE_COUNTDOWNS", "AGED", "BROKEN"})
        void isNotBelievedWhereNothingElseTellsTheTime(Time time) throws Exception {
            Duration interval = renewals(ARM);
            exchange.time = time;
            exchange.step = Duration.ofMinutes(10);
            assertUnknown(ARM);
            pass(interval);
            assertUnknown(ARM);
            exchange.time = Time.TEXT;
            assertApplied(ARM);
        }
    }

    @Nested
    class TheFirstReply {

        @BeforeEach
        void leaveAReplyToAnEarlierProcess() throws Exception {
            assertApplied(ARM);
            gateway.close();
        }

        @ParameterizedTest
        @EnumSource
        void isNotThatToAnEarlierProcess(Headers headers) throws Exception {
            exchange.headers = headers;
            connect();
            assertApplied(ARM);
            gateway.close();
            connect();
            assertThat(gateway.ready()).succeedsWithin(Duration.ofMinutes(5)); // so that no clock is moved on meanwhile
            exchange.replies = Replies.REPLAY;
            for (int i = 0; i < 3; i++) {
                pass(Duration.ofSeconds(5));
                assertUnknown(ARM);
            }
            exchange.replies = Replies.HONEST;
            assertApplied(ARM);
        }

        @ParameterizedTest
        @ValueSource(ints = {-59, 59})
        void isBelievedWithinAMinuteOfOurTimestampWhereNothingElseTellsTheTime(int seconds) throws Exception {
            exchange.time = Time.BROKEN;
            exchange.step = Duration.ofSeconds(seconds);
            connect();
            assertApplied(ARM);
        }

        @ParameterizedTest
        @CsvSource({"EXACT, -70", "EXACT, 70", "DATE, -70", "DATE, 70", "NONE, -70", "NONE, 70"})
        void isNotBelievedBeyond(Headers headers, int seconds) throws Exception {
            exchange.headers = headers;
            exchange.time = Time.BROKEN;
            exchange.step = Duration.ofSeconds(seconds);
            connect();
            assertUnknown(ARM);
            assertUnknown(ARM);
            exchange.time = Time.NUMBER;
            assertApplied(ARM);
        }

        @Test
        void isBelievedByTheDeadlineWhereNobodyTellsTheTime() throws Exception {
            exchange.time = Time.SILENT;
            connect();
            assertThat(gateway.ready()).succeedsWithin(Duration.ofMinutes(5));
            assertThat(Requests.submit(gateway, ARM, Duration.ofSeconds(1))).isInstanceOf(Outcome.Applied.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReplyToAnotherScopeIsKnownWithinTheSameSecond(Headers headers) throws Exception {
        exchange.headers = headers;
        assertApplied(ARM);
        exchange.replies = Replies.REPLAY;
        for (Countdown each : List.of(OTHER, ARM)) {
            pass(Duration.ofMillis(2));
            assertUnknown(each);
        }
    }
}
