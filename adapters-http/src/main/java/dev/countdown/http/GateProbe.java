package dev.countdown.http;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Ascii;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Scheduler.Timer;
import dev.countdown.domain.ClockReading;
import dev.countdown.http.GateCountdownGateway.GatewayState;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;

/**
 * Asks the exchange questions, to find out before anything is armed whether a gateway of the same settings would be heard.
 * All but {@link #send} change nothing. Addresses, certificates, signature and Timestamp are those of {@link GateCountdownGateway}. Safe
 * for use by many threads; answers are completed on an event loop of the platform's Vert.x.
 */
public final class GateProbe implements AutoCloseable {

    /** How long an answer is awaited. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Pattern METHOD = Pattern.compile("[A-Za-z]+");
    private static final Pattern TIMESTAMP = Pattern.compile("[ -~]*");
    private static final Pattern PLAIN = Pattern.compile("/[\\w./-]*(\\?[\\w.=&-]*)?");

    private final GatewayState state;

    /**
     * What came back.
     *
     * @param status of HTTP; 0 if no reply came
     * @param label the exchange's error label; empty if it gave none
     * @param message of the exchange, on one line, or why no reply came; empty if there is nothing to say
     * @param body of the reply; empty if none came
     * @param sent when the request was sent, on our wall clock; empty if it was not
     * @param roundTrip from then to the reply; zero if none came
     * @param headers of the reply, their names in lower case
     */
    public record Answer(
            int status,
            String label,
            String message,
            String body,
            Optional<Instant> sent,
            Duration roundTrip,
            Map<String, String> headers) {

        static Answer none(String why, Optional<Instant> sent) {
            return new Answer(0, "", why, "", sent, Duration.ZERO, Map.of());
        }

        /**
         * Whether the exchange did what it was asked.
         *
         * @return true for status 200 without an error label
         */
        public boolean isOk() {
            return status == 200 && label.isEmpty();
        }

        /**
         * Label and message, for people.
         *
         * @return on one line; empty if there is neither
         */
        public String said() {
            return (label + " " + message).strip();
        }
    }

    /**
     * Makes a probe and begins to connect.
     *
     * @param vertx the platform's; the probe never closes it
     * @param settings those of the gateway that is to be tried
     */
    public GateProbe(Vertx vertx, GateSettings settings) {
        state = new GatewayState(vertx, settings, Scheduler.system(), InetAddress::getAllByName);
        state.context.runOnContext(now -> state.connections.start());
    }

    /**
     * Asks without a key.
     *
     * @param target path below the base URL, with or without a query, such as {@code /spot/time}
     * @return the answer, or why there is none, after 10 s at the latest; never fails
     * @throws IllegalArgumentException if the target is not of letters, digits and {@code / . _ - ? = &}
     */
    public CompletionStage<Answer> get(String target) {
        return ask(new Asked("GET", target, "", Optional.empty()), false);
    }

    /**
     * Asks with a key and its signature.
     *
     * @param target as for {@link #get}, such as {@link Market#openOrders()}
     * @return the answer, or why there is none, after 10 s at the latest; never fails
     * @throws IllegalArgumentException as for {@link #get}
     */
    public CompletionStage<Answer> getSigned(String target) {
        return ask(new Asked("GET", target, "", Optional.empty()), true);
    }

    /**
     * Sends any request with a key and its signature, once. It may change what the account has.
     *
     * @param method of HTTP
     * @param target as for {@link #get}
     * @param body JSON; empty for none
     * @param timestamp the text of the header {@code Timestamp}, which is signed as it is
     * @return the answer, or why there is none, after 10 s at the latest; never fails
     * @throws IllegalArgumentException as for {@link #get}, if the method is not of letters, or the timestamp not of printable
     *     ASCII
     */
    public CompletionStage<Answer> send(String method, String target, String body, String timestamp) {
        return ask(new Asked(method, target, body, Optional.of(Objects.requireNonNull(timestamp, "timestamp"))), true);
    }

    private record Asked(String method, String target, String body, Optional<String> timestamp) {
        Asked {
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(target, "target");
            Objects.requireNonNull(body, "body");
            checkArgument(METHOD.matcher(method).matches(), "method must be of letters: %s", method);
            checkArgument(PLAIN.matcher(target).matches(), "target must be plain: %s", target);
            timestamp.ifPresent(text ->
                    checkArgument(TIMESTAMP.matcher(text).matches(), "timestamp must be of printable ASCII: %s", text));
        }
    }

    /** Closes the connections and returns at once; idempotent. */
    @Override
    public void close() {
        state.close();
    }

    private CompletionStage<Answer> ask(Asked asked, boolean signed) {
        Question question = new Question(asked, signed);
        try {
            state.context.runOnContext(now -> question.start());
        } catch (RejectedExecutionException e) {
            question.fail("Vert.x is closed");
        }
        return question.answer.minimalCompletionStage();
    }

    /** One question. Lives on the event loop. */
    private final class Question {

        private final CompletableFuture<Answer> answer = new CompletableFuture<>();
        private final Asked asked;
        private final boolean signed;
        private String key = "";
        private Optional<ClockReading> sent = Optional.empty();

        Question(Asked asked, boolean signed) {
            this.asked = asked;
            this.signed = signed;
        }

        void start() {
            Future<PooledConnection> taking = state.connections.take(state.clock.read());
            Timer timer = state.timers.schedule(
                    PATIENCE, () -> giveUp(taking, "no answer within " + PATIENCE.toSeconds() + " s"));
            Future<Answer> answered = taking.compose(this::send)
                    .map(reply -> read(reply, taking.result().lastHeard()));
            answered.onComplete(end -> {
                timer.cancel();
                if (end.succeeded()) {
                    state.connections.release(taking.result());
                    answer.complete(end.result());
                } else {
                    giveUp(taking, ReplyText.describe(end.cause()));
                }
            });
        }

        /** An answer may still come on the connection: it is closed, not released. */
        private void giveUp(Future<PooledConnection> taking, String why) {
            state.connections.forget(taking);
            if (taking.succeeded()) {
                PooledConnection taken = taking.result();
                sent = sent.filter(at -> taken.isWritten());
                taken.close();
            }
            fail(why);
        }

        private Future<WireReply> send(PooledConnection connection) {
            Buffer body = Buffer.buffer(asked.body());
            Handler<MultiMap> head = signed ? signature(body) : headers -> {};
            sent = Optional.of(state.clock.read());
            return connection.send(
                    HttpMethod.valueOf(asked.method()), state.endpoint.base() + asked.target(), head, body);
        }

        private Handler<MultiMap> signature(Buffer body) {
            Credentials credentials = state.settings.credentials().get();
            key = credentials.key();
            String[] parts = (state.endpoint.base() + asked.target()).split("\\?", 2);
            RequestSigner.Prefix prefix =
                    state.signer.prefix(asked.method(), parts[0], parts.length == 1 ? "" : parts[1], body.getBytes());
            String timestamp = asked.timestamp()
                    .orElseGet(() ->
                            state.exchangeClock.timestamp(state.clock.read()).text());
            String sign = state.signer.sign(prefix, timestamp, credentials.secret());
            return headers -> RequestSigner.head(headers, key, sign, timestamp);
        }

        private Answer read(WireReply reply, ClockReading heard) {
            ReplyBody body = reply.json().orElse(new ReplyBody("", "", "", "", false));
            String where = reply.where() + (reply.status() == 404 ? state.endpoint.ifNotFound() : "");
            return new Answer(
                    reply.status(),
                    SentRequest.clean(body.label(), key),
                    SentRequest.clean((body.message() + " (" + where + ")").strip(), key),
                    reply.body().toString(StandardCharsets.UTF_8),
                    sentAt(),
                    Duration.ofNanos(sent.map(heard::monotonicSince).orElse(0L)),
                    headers(reply));
        }

        private static Map<String, String> headers(WireReply reply) {
            Map<String, String> headers = new HashMap<>();
            reply.headers().forEach(header -> headers.put(Ascii.toLowerCase(header.getKey()), header.getValue()));
            return Map.copyOf(headers);
        }

        void fail(String why) {
            answer.complete(Answer.none(why, sentAt()));
        }

        private Optional<Instant> sentAt() {
            return sent.map(at -> Instant.ofEpochMilli(at.wallMillis()));
        }
    }
}
