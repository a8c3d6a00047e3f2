package dev.countdown.bootstrap.keep.status;

import dev.countdown.bootstrap.cli.HttpAnswer;
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

    private final StatusFeed feed;
    private final OrderGate gate;
    private final String host;
    private final Map<String, Function<HttpServerRequest, HttpAnswer>> pages;

    StatusRoutes(StatusFeed feed, Metrics metrics, String host) {
        this.feed = feed;
        this.gate = new OrderGate(feed.keepers(), feed.board());
        this.host = host;
        this.pages = Map.of(
                "/", request -> answer("text/html; charset=utf-8", StatusPage.html(feed.json())),
                "/api/countdowns", request -> HttpAnswer.json(200, feed.json()),
                "/metrics", request -> answer("text/plain; version=0.0.4; charset=utf-8", metrics.scrape()),
                "/may-quote", this::mayQuote,
                "/health/live",
                        request -> feed.isLive()
                                ? HttpAnswer.line(200, "live")
                                : HttpAnswer.line(503, "the thread that decides hangs"),
                "/health/ready",
                        request -> feed.isReady()
                                ? HttpAnswer.line(200, "ready")
                                : HttpAnswer.line(503, "not every scope is armed"));
    }

    private static HttpAnswer answer(String type, String text) {
        return new HttpAnswer(200, type, Buffer.buffer(text));
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
            send(request, HttpAnswer.line(404, "no such page"));
        } else if (method.equals("GET") || method.equals("HEAD")) {
            send(request, pages.get(path).apply(request));
        } else {
            send(request, HttpAnswer.notAllowed(request, "GET, HEAD"));
        }
    }

    private HttpAnswer mayQuote(HttpServerRequest request) {
        if (feed.guard().isPresent()) {
            return HttpAnswer.line(404, "no order gate here: a bot of several nodes has one of its own");
        }
        try {
            GateQuestion question = GateQuestion.of(request.params());
            OrderGate.Answer answer = question.ask(gate);
            return HttpAnswer.json(answer.mayQuote() ? 200 : 409, question.json(answer));
        } catch (IllegalArgumentException e) {
            return HttpAnswer.line(400, String.valueOf(e.getMessage()));
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
        send(request, HttpAnswer.line(421, "unknown host"));
        return false;
    }

    /** What could not even be parsed. */
    void refuse(HttpServerRequest request) {
        send(request, HttpAnswer.line(400, "bad request"));
        request.connection().close();
    }

    /** Only a script of this very page can set the header: no other origin is ever allowed to. */
    private void reconciled(HttpServerRequest request, String method) {
        if (!method.equals("POST")) {
            send(request, HttpAnswer.notAllowed(request, "POST"));
        } else if (!feed.allowsReconciled()) {
            send(request, HttpAnswer.line(403, "start with --allow-reconciled"));
        } else if (!"reconciled".equals(request.getHeader("X-Countdown")) || isCrossSite(request)) {
            send(request, HttpAnswer.line(403, "not from the status page"));
        } else {
            HttpAnswer.readBody(
                    request,
                    MAX_BODY,
                    () -> request.connection().close(),
                    body -> send(request, reconciled(body.toString())));
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

    private HttpAnswer reconciled(String body) {
        try {
            Map<String, String> said = Json.members(body);
            long lapse = Long.parseLong(said.getOrDefault("lapse", "-1"));
            return feed.reconciled(said.getOrDefault("name", ""), lapse)
                    ? HttpAnswer.json(200, feed.json())
                    : HttpAnswer.line(404, "no such lapse");
        } catch (IOException | NumberFormatException e) {
            return HttpAnswer.line(400, "not JSON of a name and a lapse");
        }
    }

    static void send(HttpServerRequest request, HttpAnswer answer) {
        if (!request.response().ended()) {
            secure(request.response());
            answer.to(request);
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
