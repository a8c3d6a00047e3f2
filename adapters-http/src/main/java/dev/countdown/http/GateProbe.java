package dev.countdown.http;

import static com.google.common.base.Preconditions.checkArgument;

import dev.countdown.application.Scheduler;
import dev.countdown.domain.ClockReading;
import dev.countdown.http.GateCountdownGateway.GatewayState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;

/**
 * Asks the exchange questions that change nothing, to find out before anything is armed whether a gateway of the same
 * settings would be heard. Addresses, certificates, signature and Timestamp are those of {@link GateCountdownGateway}. Safe
 * for use by many threads; answers are completed on an event loop of the platform's Vert.x.
 */
public final class GateProbe implements AutoCloseable {

    /** How long an answer is awaited. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

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
     */
    public record Answer(
            int status, String label, String message, String body, Optional<Instant> sent, Duration roundTrip) {

        static Answer none(String why, Optional<Instant> sent) {
            return new Answer(0, "", why, "", sent, Duration.ZERO);
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
        return ask(target, false);
    }

    /**
     * Asks with a key and its signature.
     *
     * @param target as for {@link #get}, such as {@link Market#openOrders()}
     * @return the answer, or why there is none, after 10 s at the latest; never fails
     * @throws IllegalArgumentException as for {@link #get}
     */
    public CompletionStage<Answer> getSigned(String target) {
        return ask(target, true);
    }

    /** Closes the connections and returns at once; idempotent. */
    @Override
    public void close() {
        state.close();
    }

    private CompletionStage<Answer> ask(String target, boolean signed) {
        checkArgument(
                PLAIN.matcher(Objects.requireNonNull(target, "target")).matches(), "target must be plain: %s", target);
        Question question = new Question(target, signed);
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
        private final String target;
        private final boolean signed;
        private String key = "";
        private Optional<ClockReading> sent = Optional.empty();

        Question(String target, boolean signed) {
            this.target = target;
            this.signed = signed;
        }

        void start() {
            Future<PooledConnection> taking = state.connections.take();
            long timer = state.vertx.setTimer(PATIENCE.toMillis(), late -> {
                state.connections.forget(taking);
                fail("no answer within " + PATIENCE.toSeconds() + " s");
            });
            taking.compose(this::send).onComplete(end -> {
                state.vertx.cancelTimer(timer);
                if (end.succeeded()) {
                    state.connections.release(taking.result());
                    answer.complete(read(end.result(), taking.result().lastHeard()));
                } else {
                    fail(ReplyText.describe(end.cause()));
                }
            });
        }

        private Future<WireReply> send(PooledConnection connection) {
            HttpRequest<Buffer> get = connection.request(HttpMethod.GET, state.endpoint.base() + target);
            if (signed) {
                sign(get);
            }
            sent = Optional.of(state.clock.read());
            return connection.send(get, Buffer.buffer());
        }

        private void sign(HttpRequest<Buffer> get) {
            Credentials credentials = state.settings.credentials().get();
            key = credentials.key();
            String[] parts = (state.endpoint.base() + target).split("\\?", 2);
            byte[] prefix = state.signer.prefix("GET", parts[0], parts.length == 1 ? "" : parts[1], new byte[0]);
            String timestamp = state.exchangeClock.timestamp(state.clock.read()).text();
            String sign = state.signer.sign(prefix, timestamp, credentials.secret());
            RequestSigner.head(get.headers(), key, sign, timestamp);
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
                    Duration.ofNanos(sent.map(heard::monotonicSince).orElse(0L)));
        }

        void fail(String why) {
            answer.complete(Answer.none(why, sentAt()));
        }

        private Optional<Instant> sentAt() {
            return sent.map(at -> Instant.ofEpochMilli(at.wallMillis()));
        }
    }
}
