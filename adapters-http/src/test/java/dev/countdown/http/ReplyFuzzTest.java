package dev.countdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.countdown.application.Outcome;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.MeasuredClock.RequestTimestamp;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * From any bytes that come back nothing but a reply comes out, and none that the bytes do not prove. The inputs are replies as
 * they stand on the wire; they go through the decoder that the client uses.
 */
class ReplyFuzzTest {

    private static final long EPOCH_MILLIS = 1_789_456_236_538L;
    private static final ClockReading SENT = new ClockReading(Nanos.SECOND, EPOCH_MILLIS);
    private static final ClockReading HEARD = new ClockReading(Nanos.SECOND + 20 * Nanos.MILLI, EPOCH_MILLIS + 20);
    private static final Duration MAY_APPLY_FOR = Duration.ofSeconds(63);
    private static final Countdown ARM = Countdown.arm(Scope.all(), Timeout.ofSeconds(30));
    private static final Countdown DISARM = Countdown.disarm(Scope.all());
    private static final int LIMIT = 1_024;

    @FuzzTest(maxDuration = "10m")
    void nothingButAReplyComesOut(byte[] bytes) {
        Optional<WireReply> decoded = decode(bytes);
        if (decoded.isPresent()) {
            for (boolean measured : new boolean[] {false, true}) {
                check(ARM, decoded.get(), judge(ARM, decoded.get(), measured));
                check(DISARM, decoded.get(), judge(DISARM, decoded.get(), measured));
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> theCorpusHoldsNoSurprise() throws Exception {
        URL corpus = ReplyFuzzTest.class.getResource("ReplyFuzzTestInputs/nothingButAReplyComesOut");
        try (Stream<Path> inputs =
                Files.list(Path.of(Objects.requireNonNull(corpus).toURI()))) {
            return inputs.toList().stream()
                    .map(input -> DynamicTest.dynamicTest(
                            input.getFileName().toString(), () -> nothingButAReplyComesOut(Files.readAllBytes(input))));
        }
    }

    private static Outcome judge(Countdown countdown, WireReply reply, boolean measured) {
        MeasuredClock clock = new MeasuredClock(Optional.empty());
        if (measured) {
            clock.measure(new ReplyTimes(EPOCH_MILLIS * Nanos.MILLI, 0).between(SENT, SENT));
        }
        RequestTimestamp timestamp = clock.timestamp(SENT);
        SentRequest sent = new SentRequest(countdown, "0123456789abcdef", timestamp, SENT, MAY_APPLY_FOR);
        reply.keepAlive();
        OutcomeMapper judge = new OutcomeMapper(clock, new RateLimitReset(clock), new SeenReplies(), "");
        return judge.judge(sent, reply, HEARD).orElseGet(() -> judge.judgeAgain(sent, reply, HEARD));
    }

    private static void check(Countdown countdown, WireReply wire, Outcome reply) {
        if (reply instanceof Outcome.Applied applied) {
            assertThat(wire.status()).isEqualTo(200);
            assertThat(wire.body().toString()).contains("{");
            assertThat(applied.acknowledgement().countdown()).isEqualTo(countdown);
            assertThat(applied.acknowledgement().triggerTime().isEmpty() || !countdown.isDisarm())
                    .isTrue();
        } else if (reply instanceof Outcome.NotApplied refused) {
            assertThat(wire.status()).isBetween(400, 498).isNotEqualTo(408);
            assertThat(wire.body().toString()).contains("\"");
            assertOneLine(refused.label() + refused.message());
            assertThat(refused.retry().delay()).isLessThanOrEqualTo(Duration.ofSeconds(60));
        } else if (reply instanceof Outcome.Unknown unknown) {
            assertThat(unknown.mayApplyFor()).isEqualTo(MAY_APPLY_FOR);
            assertOneLine(unknown.cause());
        }
    }

    private static void assertOneLine(String text) {
        assertThat(text.chars().noneMatch(Character::isISOControl)).isTrue();
        assertThat(text).doesNotContain("0123456789abcdef").hasSizeLessThan(1_500);
    }

    /** The first complete reply in these bytes, as the client would hand it on. */
    private static Optional<WireReply> decode(byte[] bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpResponseDecoder(4_096, 8_192, 8_192));
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            Buffer body = Buffer.buffer();
            HttpResponse head = null;
            for (Object part = channel.readInbound(); part != null; part = channel.readInbound()) {
                if (part instanceof HttpResponse response) {
                    if (response.decoderResult().isFailure()) {
                        return Optional.empty();
                    }
                    head = response;
                }
                if (part instanceof HttpContent content) {
                    byte[] chunk = new byte[content.content().readableBytes()];
                    content.content().readBytes(chunk);
                    ReferenceCountUtil.release(part);
                    body.appendBytes(chunk);
                    if (part instanceof LastHttpContent
                            && head != null
                            && head.status().code() != 100) {
                        return body.length() <= LIMIT ? Optional.of(complete(head, body)) : Optional.empty();
                    }
                }
            }
            return Optional.empty();
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    private static WireReply complete(HttpResponse head, Buffer body) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        head.headers().forEach(header -> headers.add(header.getKey(), header.getValue()));
        return new WireReply(head.status().code(), headers, body);
    }
}
