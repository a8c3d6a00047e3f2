package dev.countdown.bootstrap.pet;

import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.BoundedServer;
import dev.countdown.bootstrap.cli.ExchangeConnection;
import dev.countdown.bootstrap.cli.HttpAnswer;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.cli.ListenAddress;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.gate.GateQuestion;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Map;

/**
 * The joined gate over HTTP, on loopback alone and on an event loop of its own, so that no trouble of it delays a pet. Only
 * processes of this host can connect.
 */
final class GateServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int MAX_BODY = 4096;
    private static final int CONNECTIONS = 64;

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
        try {
            server.port = new BoundedServer(server.vertx, CONNECTIONS)
                    .listen(
                            BoundedServer.options(),
                            new ListenAddress(HOST, port),
                            server::answer,
                            request -> HttpAnswer.line(400, "bad request")
                                    .to(request)
                                    .onComplete(sent -> request.connection().close()));
            return server;
        } catch (IllegalStateException e) {
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
            HttpAnswer.line(421, "unknown host").to(request);
            return;
        }
        String method = request.method().name();
        String path = String.valueOf(request.path());
        if (path.equals("/api/reconciled")) {
            reconciled(request, method);
        } else if (!path.equals("/may-quote") && !path.equals("/gate")) {
            HttpAnswer.line(404, "no such page").to(request);
        } else if (!method.equals("GET") && !method.equals("HEAD")) {
            HttpAnswer.notAllowed(request, "GET, HEAD").to(request);
        } else if (path.equals("/gate")) {
            HttpAnswer.json(200, gate.json(Scheduler.system())).to(request);
        } else {
            mayQuote(request);
        }
    }

    private void mayQuote(HttpServerRequest request) {
        try {
            PetGate.Answer answer = gate.ask(GateQuestion.of(request.params()));
            HttpAnswer.json(answer.mayQuote() ? 200 : 409, answer.json()).to(request);
        } catch (IllegalArgumentException e) {
            HttpAnswer.line(400, String.valueOf(e.getMessage())).to(request);
        }
    }

    /** A foreign page cannot set the header: no other origin is ever allowed to. */
    private void reconciled(HttpServerRequest request, String method) {
        if (!method.equals("POST")) {
            HttpAnswer.notAllowed(request, "POST").to(request);
        } else if (!allowReconciled) {
            HttpAnswer.line(403, "start with --allow-reconciled").to(request);
        } else if (!"reconciled".equals(request.getHeader("X-Countdown"))) {
            HttpAnswer.line(403, "the header X-Countdown: reconciled is missing")
                    .to(request);
        } else {
            HttpAnswer.readBody(
                    request, MAX_BODY, () -> request.connection().close(), body -> reconciled(request, body));
        }
    }

    private void reconciled(HttpServerRequest request, Buffer body) {
        try {
            Map<String, String> said = Json.members(body.toString());
            long lapse = Long.parseLong(said.getOrDefault("lapse", "-1"));
            gate.gate().reconciled(said.getOrDefault("name", ""), lapse);
            HttpAnswer.json(200, gate.json(Scheduler.system())).to(request);
        } catch (IOException | NumberFormatException e) {
            HttpAnswer.line(400, "not JSON of a name and a lapse").to(request);
        } catch (IllegalArgumentException e) {
            HttpAnswer.line(404, "no such lapse").to(request);
        }
    }

    @Override
    public void close() {
        ExchangeConnection.close(vertx);
    }
}
