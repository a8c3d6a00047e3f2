package dev.countdown.bootstrap.keep.status;

import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.keep.gate.GateQuestion;
import dev.countdown.bootstrap.keep.gate.OrderGate;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** Answers the status page's requests. Used by one event loop. */
final class StatusRoutes {

    private static final int MAX_BODY = 4096;
    private static final String JSON = "application/json; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final StatusFeed feed;
    private final OrderGate gate;
    private final String host;
    private final Map<String, Function<HttpServerRequest, Answer>> pages;

    StatusRoutes(StatusFeed feed, Metrics metrics, String host) {
        this.feed = feed;
        this.gate = new OrderGate(feed.keepers(), feed.board());
        this.host = host;
        this.pages = Map.of(
                "/", request -> new Answer(200, "text/html; charset=utf-8", StatusPage.html(feed.json())),
                "/api/countdowns", request -> new Answer(200, JSON, feed.json() + "\n"),
                "/metrics", request -> new Answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape()),
                "/may-quote", this::mayQuote,
                "/health/live",
                        request -> feed.isLive()
                                ? new Answer(200, TEXT, "live\n")
                                : new Answer(503, TEXT, "the thread that decides hangs\n"),
                "/health/ready",
                        request -> feed.isReady()
                                ? new Answer(200, TEXT, "ready\n")
                                : new Answer(503, TEXT, "not every scope is armed\n"));
    }

    record Answer(int status, String type, String body) {
        static Answer error(int status, String message) {
            return new Answer(status, TEXT, message + "\n");
        }
    }

    void answer(HttpServerRequest request) {
        if (!isOurs(request)) {
            return;
        }
        String path = String.valueOf(request.path());
        String method = request.method().name();
        if (path.equals("/api/reconciled")) {
            reconciled(request, method);
        } else if (!pages.containsKey(path)) {
            send(request, Answer.error(404, "no such page"));
        } else if (method.equals("GET") || method.equals("HEAD")) {
            send(request, pages.get(path).apply(request));
        } else {
            request.response().putHeader("Allow", "GET, HEAD");
            send(request, Answer.error(405, "only GET"));
        }
    }

    private Answer mayQuote(HttpServerRequest request) {
        if (feed.guard().isPresent()) {
            return Answer.error(404, "no order gate here: a bot of several nodes has one of its own");
        }
        try {
            GateQuestion question = GateQuestion.of(request.params());
            OrderGate.Answer answer = question.ask(gate);
            return new Answer(answer.mayQuote() ? 200 : 409, JSON, question.json(answer) + "\n");
        } catch (IllegalArgumentException e) {
            return Answer.error(400, String.valueOf(e.getMessage()));
        }
    }

    /**
     * A name that is not ours in the Host header is how a foreign page would reach us by rebinding DNS. No browser leaves it
     * out, as some monitors do.
     */
    boolean isOurs(HttpServerRequest request) {
        String name = request.authority() == null ? "" : request.authority().host();
        if (name.isEmpty() && String.valueOf(request.path()).startsWith("/health/")) {
            return true;
        }
        boolean literal = name.matches("[0-9.]+") || name.contains(":");
        if (literal || name.equalsIgnoreCase("localhost") || name.equalsIgnoreCase(host)) {
            return true;
        }
        send(request, Answer.error(421, "unknown host"));
        return false;
    }

    /** What could not even be parsed. */
    void refuse(HttpServerRequest request) {
        send(request, Answer.error(400, "bad request"));
        request.connection().close();
    }

    /** Only a script of this very page can set the header: no other origin is ever allowed to. */
    private void reconciled(HttpServerRequest request, String method) {
        if (!method.equals("POST")) {
            request.response().putHeader("Allow", "POST");
            send(request, Answer.error(405, "only POST"));
        } else if (!feed.allowsReconciled()) {
            send(request, Answer.error(403, "start with --allow-reconciled"));
        } else if (!"reconciled".equals(request.getHeader("X-Countdown")) || isCrossSite(request)) {
            send(request, Answer.error(403, "not from the status page"));
        } else {
            readBody(request);
        }
    }

    /** By the browser's own word, which a proxy that rewrites the host leaves true; older ones send the origin alone. */
    private static boolean isCrossSite(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        return site != null
                ? !site.equals("same-origin")
                : origin != null && !origin.equals("http://" + request.getHeader("Host"));
    }

    private void readBody(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() > MAX_BODY) {
                request.connection().close();
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> send(request, reconciled(body.toString())));
    }

    private Answer reconciled(String body) {
        try {
            Map<String, String> said = Json.members(body);
            long lapse = Long.parseLong(said.getOrDefault("lapse", "-1"));
            return feed.reconciled(said.getOrDefault("name", ""), lapse)
                    ? new Answer(200, JSON, feed.json() + "\n")
                    : Answer.error(404, "no such lapse");
        } catch (IOException | NumberFormatException e) {
            return Answer.error(400, "not JSON of a name and a lapse");
        }
    }

    static void send(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        secure(response).setStatusCode(answer.status()).putHeader("Content-Type", answer.type());
        Buffer body = Buffer.buffer(answer.body());
        if (request.method().name().equals("HEAD")) {
            response.putHeader("Content-Length", String.valueOf(body.length())).end();
        } else {
            response.end(body);
        }
    }

    static HttpServerResponse secure(HttpServerResponse response) {
        return response.putHeader("Content-Security-Policy", StatusPage.POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cache-Control", "no-store");
    }
}
