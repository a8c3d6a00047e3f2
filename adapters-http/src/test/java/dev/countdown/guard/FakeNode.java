package dev.countdown.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countdown.application.KeeperState;
import dev.countdown.application.guard.ScopeReply;
import dev.countdown.domain.Timeout;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node on loopback that answers what a test wants. */
final class FakeNode implements AutoCloseable {

    static final String SCOPE = "main/underlying:BTC_USDT";

    /** Answers one pet. */
    @FunctionalInterface
    interface Script {
        void answer(PetRequest pet, HttpServerResponse response);
    }

    final List<PetRequest> pets = new CopyOnWriteArrayList<>();
    final List<String> tokens = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final String scheme;
    private volatile Script script = replies(20_000, 0);

    FakeNode(Vertx vertx) {
        this(vertx, new HttpServerOptions());
    }

    FakeNode(Vertx vertx, HttpServerOptions options) {
        this(vertx, options, "127.0.0.1", 0);
    }

    FakeNode(Vertx vertx, HttpServerOptions options, String address, int port) {
        scheme = options.isSsl() ? "https" : "http";
        server = vertx.createHttpServer(options)
                .requestHandler(request -> request.body().onSuccess(body -> {
                    tokens.add(String.valueOf(request.getHeader("Authorization")));
                    PetRequest pet = PetJson.request(request.path().substring(PetJson.PATH.length()), body.getBytes());
                    pets.add(pet);
                    script.answer(pet, request.response());
                }))
                .listen(port, address)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    URI uri() {
        return URI.create(scheme + "://localhost:" + server.actualPort());
    }

    FakeNode answering(Script next) {
        script = next;
        return this;
    }

    static Script status(int status, String body) {
        return (pet, response) -> response.setStatusCode(status).end(body);
    }

    static Script superseded(long by) {
        return status(409, new String(PetJson.encodeSuperseded(by), UTF_8));
    }

    static Script replies(long guardedForMs, long unbrokenForMs) {
        return replies(guardedForMs, unbrokenForMs, "digest-1");
    }

    static Script replies(long guardedForMs, long unbrokenForMs, String digest) {
        return (pet, response) -> response.end(ok(4711, SCOPE, guardedForMs, unbrokenForMs, digest));
    }

    static Script settling(long settlingMs) {
        return says(KeeperState.ARMED, settlingMs);
    }

    static Script silent(String... bots) {
        return says(KeeperState.EXPIRING, 0, bots);
    }

    static Script ofOtherBots() {
        return says(KeeperState.IDLE, 0);
    }

    private static Script says(KeeperState state, long settlingMs, String... silent) {
        ScopeReply said = new ScopeReply(state, Timeout.ofSeconds(30), 0, 0, settlingMs, List.of(silent), "digest-1");
        return (pet, response) ->
                response.end(Buffer.buffer(PetJson.encode(new PetReply("a", 4711, Map.of(SCOPE, said)))));
    }

    static Buffer ok(long echo, String scope, long guardedForMs, long unbrokenForMs, String digest) {
        return Buffer.buffer(PetJson.encode(new PetReply(
                "a",
                echo,
                Map.of(
                        scope,
                        new ScopeReply(
                                KeeperState.ARMED,
                                Timeout.ofSeconds(30),
                                guardedForMs,
                                unbrokenForMs,
                                0,
                                List.of(),
                                digest)))));
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
