package dev.countdown.bootstrap.pet;

import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.ExchangeConnection;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.gate.GateQuestion;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionException;

/**
 * The joined gate over HTTP, on loopback alone and on an event loop of its own, so that no trouble of it delays a pet. Whoever
 * connects is a process of this host.
 */
final class GateServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int MAX_BODY = 4096;
    private static final int IDLE_SECONDS = 15;
    private static final String JSON = "application/json; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Vertx vertx = ExchangeConnection.vertx();
    private final PetGate gate;
    private final boolean allowReconciled;
    private int port;

    private GateServer(PetGate gate, boolean allowReconciled) {
        this.gate = gate;
        this.allowReconciled = allowReconciled;
    }

    static GateServer start(int port, PetGate gate, boolean allowReconciled) {
        GateServer server = new GateServer(gate, allowReconciled);
        HttpServerOptions options = new HttpServerOptions()
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxInitialLineLength(1024)
                .setMaxHeaderSize(8192)
                .setHttp2ClearTextEnabled(false);
        try {
            server.port = server.vertx
                    .createHttpServer(options)
                    .requestHandler(server::answer)
                    .listen(port, HOST)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .actualPort();
            return server;
        } catch (CompletionException e) {
            server.close();
            throw new UsageException("--http must name a port that is free: " + port, e);
        }
    }

    String url() {
        return "http://" + HOST + ":" + port;
    }

    private void answer(HttpServerRequest request) {
        String name = request.authority() == null ? "" : request.authority().host();
        if (!name.equals(HOST) && !name.equals("localhost")) { // as a foreign page has it that rebinds DNS
            send(request, 421, TEXT, "unknown host\n");
            return;
        }
        String method = request.method().name();
        String path = String.valueOf(request.path());
        if (path.equals("/api/reconciled")) {
            reconciled(request, method);
        } else if (!path.equals("/may-quote") && !path.equals("/gate")) {
            send(request, 404, TEXT, "no such page\n");
        } else if (!method.equals("GET") && !method.equals("HEAD")) {
            request.response().putHeader("Allow", "GET, HEAD");
            send(request, 405, TEXT, "only GET\n");
        } else if (path.equals("/gate")) {
            send(request, 200, JSON, gate.json(Scheduler.system()) + "\n");
        } else {
            mayQuote(request);
        }
    }

    private void mayQuote(HttpServerRequest request) {
        try {
            PetGate.Answer answer = gate.ask(GateQuestion.of(request.params()));
            send(request, answer.mayQuote() ? 200 : 409, JSON, answer.json() + "\n");
        } catch (IllegalArgumentException e) {
            send(request, 400, TEXT, e.getMessage() + "\n");
        }
    }

    /** A foreign page cannot set the header: no other origin is ever allowed to. */
    private void reconciled(HttpServerRequest request, String method) {
        if (!method.equals("POST")) {
            request.response().putHeader("Allow", "POST");
            send(request, 405, TEXT, "only POST\n");
        } else if (!allowReconciled) {
            send(request, 403, TEXT, "start with --allow-reconciled\n");
        } else if (!"reconciled".equals(request.getHeader("X-Countdown"))) {
            send(request, 403, TEXT, "the header X-Countdown: reconciled is missing\n");
        } else {
            Buffer body = Buffer.buffer();
            request.handler(chunk -> {
                if (body.length() + chunk.length() > MAX_BODY) {
                    request.connection().close();
                } else {
                    body.appendBuffer(chunk);
                }
            });
            request.endHandler(end -> reconciled(request, body));
        }
    }

    private void reconciled(HttpServerRequest request, Buffer body) {
        try {
            Map<String, String> said = Json.members(body.toString());
            long lapse = Long.parseLong(said.getOrDefault("lapse", "-1"));
            gate.gate().reconciled(said.getOrDefault("name", ""), lapse);
            send(request, 200, JSON, gate.json(Scheduler.system()) + "\n");
        } catch (IOException | NumberFormatException e) {
            send(request, 400, TEXT, "not JSON of a name and a lapse\n");
        } catch (IllegalArgumentException e) {
            send(request, 404, TEXT, "no such lapse\n");
        }
    }

    private static void send(HttpServerRequest request, int status, String type, String text) {
        Buffer body = Buffer.buffer(text);
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", type)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Length", String.valueOf(body.length()));
        if (request.method().name().equals("HEAD")) {
            request.response().end();
        } else {
            request.response().end(body);
        }
    }

    @Override
    public void close() {
        ExchangeConnection.close(vertx);
    }
}
