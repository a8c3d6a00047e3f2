package dev.countdown.http;

import static dev.countdown.http.RawServer.http;
import static dev.countdown.http.RawServer.ok;
import static dev.countdown.http.Requests.ARM;
import static dev.countdown.http.Requests.DEADLINE;
import static dev.countdown.http.Requests.SHORT;
import static dev.countdown.http.Requests.settings;
import static dev.countdown.http.Requests.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Outcome;
import dev.countdown.application.Retry;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.http.RawServer.Script;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way a request can end, over bare sockets, and what it proves. */
@Tag("slow")
class OutcomeTableTest {

    private static final String JSON = "Content-Type: application/json\r\n";
    private static final Countdown DISARM = Countdown.disarm(Scope.all());

    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void endsAs(String situation, Countdown countdown, Duration deadline, Script script, Consumer<Outcome> expected)
            throws Exception {
        try (RawServer server = new RawServer(script);
                GateCountdownGateway gateway = new GateCountdownGateway(vertx, settings(server))) {
            assertThat(server.accepted.take())
                    .as("so that no deadline goes into connecting")
                    .isZero();
            Outcome reply = submit(gateway, countdown, deadline);
            expected.accept(reply);
            assertThat(reply.toString()).doesNotContain("secret").doesNotContain("\n");
        }
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                // applied
                row("trigger time as a string", body(() -> trigger("\"%d\"", 30_000)), applied(true)),
                row("trigger time as a number", body(() -> trigger("%d", 30_000)), applied(true)),
                row("trigger time absent", body(() -> "{}"), applied(false)),
                row("trigger time null", body(() -> "{\"triggerTime\":null}"), applied(false)),
                row("other fields beside", body(() -> trigger("%d,\"x\":{\"y\":[1]}", 30_000)), applied(true)),
                row("no content type", always(() -> ok("", trigger("%d", 30_000))), applied(true)),
                row("chunked", always(() -> chunked(trigger("%d", 30_000))), applied(true)),
                row("a chunk for each byte", always(() -> chunkedByBytes(trigger("%d", 30_000))), applied(true)),
                row("after 100 and 103", always(() -> interim() + ok(JSON, trigger("%d", 30_000))), applied(true)),
                row("then closed", always(() -> ok(JSON + "Connection: close\r\n", "{}")), applied(false)),
                disarm("disarmed with \"0\"", "{\"triggerTime\":\"0\"}", applied(false)),
                disarm("disarmed with 0", "{\"triggerTime\":0}", applied(false)),
                disarm("disarmed with null", "{\"triggerTime\":null}", applied(false)),
                disarm("disarmed with nothing", "{}", applied(false)),
                // an object that is no acknowledgement
                row("a page of a proxy", body(() -> "{\"message\":\"please log in\"}"), unknown("no trigger time")),
                row("another API", body(() -> "{\"status\":\"ok\"}"), unknown("no trigger time")),
                row(
                        "a label that is empty",
                        body(() -> "{\"label\":\"\",\"message\":\"x\"}"),
                        unknown("no trigger time")),
                row("a label that is null", body(() -> "{\"label\":null}"), unknown("no trigger time")),
                row("null beside more", body(() -> "{\"triggerTime\":null,\"ok\":true}"), unknown("no trigger time")),
                row("an error of another kind", body(() -> "{\"error\":{\"code\":1}}"), unknown("no trigger time")),
                disarm("a disarm, a page of a proxy", "{\"message\":\"please log in\"}", unknown("no trigger time")),
                disarm("a disarm, another API", "{\"success\":true}", unknown("no trigger time")),
                // not for this request
                disarm("a disarm answered with a trigger time", trigger("%d", 30_000), unknown("trigger time")),
                row("an arm answered with 0", body(() -> "{\"triggerTime\":\"0\"}"), unknown("trigger time 0")),
                row("trigger time negative", body(() -> "{\"triggerTime\":-1}"), unknown("trigger time -1")),
                row("trigger time in the past", inTime(-30_000), unknown("trigger time")),
                row("trigger time 15 s late", inTime(45_000), unknown("trigger time")),
                row("trigger time 15 s early", inTime(15_000), unknown("trigger time")),
                row("trigger time 1 s late", inTime(31_000), applied(true)),
                row("a time", body(() -> "{\"server_time\":1}"), unknown("the reply to a question for the time")),
                row("trigger time a fraction", body(() -> "{\"triggerTime\":1.5}"), unknown("trigger time ?")),
                row("trigger time an object", body(() -> "{\"triggerTime\":{}}"), unknown("trigger time ?")),
                row("trigger time text", body(() -> "{\"triggerTime\":\"soon\"}"), unknown("trigger time soon")),
                row("trigger time empty", body(() -> "{\"triggerTime\":\"\"}"), unknown("trigger time ?")),
                row(
                        "trigger time beyond a long",
                        body(() -> "{\"triggerTime\":99999999999999999999}"),
                        unknown("trig")),
                row("trigger time far off, no clock", body(() -> trigger("%d", 95_000)), unknown("does not fit")),
                row("trigger time twice", body(() -> trigger("1,\"triggerTime\":%d", 30_000)), unknown("no readable")),
                // unreadable
                row("HTML", always(() -> ok("Content-Type: text/html\r\n", "<html>")), unknown("no readable reply")),
                row("JSON called HTML", always(() -> ok("Content-Type: text/html\r\n", "{}")), unknown("no readable")),
                row("empty body", body(() -> ""), unknown("no readable reply")),
                row("JSON cut short", body(() -> "{\"triggerTime\":"), unknown("no readable reply")),
                row("JSON and more", body(() -> "{}{}"), unknown("no readable reply")),
                row("an array", body(() -> "[]"), unknown("no readable reply")),
                row("nothing but null", body(() -> "null"), unknown("no readable reply")),
                row("nested too deep", body(() -> "{\"a\":" + "[".repeat(5_000)), unknown("no readable reply")),
                row("a huge number", body(() -> "{\"a\":1" + "0".repeat(9_999) + "}"), unknown("no readable reply")),
                row("not UTF-8", body(() -> "{\"triggerTime\":\u0000}"), unknown("no readable reply")),
                row(
                        "gzip unasked",
                        always(() -> ok(JSON + "Content-Encoding: gzip\r\n", "\u001f\u008b")),
                        unknown("no read")),
                row(
                        "oversized",
                        body(() -> "{\"a\":\"" + "x".repeat(70_000) + "\"}"),
                        unknown("more than 65536 bytes")),
                row("oversized, without end", OutcomeTableTest::flood, unknown("more than 65536 bytes")),
                row("oversized head", always(() -> ok("X: " + "x".repeat(20_000) + "\r\n", "{}")), unknown("")),
                row("no HTTP", always(() -> "SSH-2.0-OpenSSH\r\n\r\n"), unknown("")),
                row("no status", always(() -> "HTTP/1.1\r\n\r\n"), unknown("")),
                // broken
                row("closed at once", (request, wire) -> wire.socket().close(), unknown("no complete reply")),
                row("reset at once", (request, wire) -> wire.reset(), unknown("no complete reply")),
                row("truncated", cut(ok(JSON, "{\"triggerTime\":\"1")), unknown("no complete reply")),
                row("reset within the body", OutcomeTableTest::resetWithin, unknown("no complete reply")),
                row("head cut", cut("HTTP/1.1 200 OK\r\nContent-Ty"), unknown("no complete reply")),
                late("silence", (request, wire) -> {}, unknown("no reply within 2000 ms")),
                late("half a body", (request, wire) -> wire.write(half()), unknown("no reply within 2000 ms")),
                late("only a 100", (request, wire) -> wire.write(interim()), unknown("no reply within 2000 ms")),
                late("an endless trickle", OutcomeTableTest::trickle, unknown("no reply within 2000 ms")),
                // other statuses
                row("101", status("101 Switching Protocols", "{}"), unknown("status 101")),
                row("201", status("201 Created", "{}"), unknown("status 201")),
                row("204", always(() -> "HTTP/1.1 204 No Content\r\n\r\n"), unknown("status 204")),
                row("206", status("206 Partial Content", "{}"), unknown("status 206")),
                row("301", always(() -> http("301 M", "Location: http://127.0.0.1:1/\r\n", "")), unknown("status 301")),
                row("307", always(() -> http("307 T", "Location: /elsewhere\r\n", "")), unknown("status 307")),
                row("304", always(() -> "HTTP/1.1 304 Not Modified\r\n\r\n"), unknown("status 304")),
                row("408", status("408 Request Timeout", error("BAD_REQUEST")), unknown("status 408")),
                row("499", status("499 Closed", error("BAD_REQUEST")), unknown("status 499")),
                row("404 without a label", status("404 Not Found", "{}"), unknown("status 404")),
                row("404 in HTML", always(() -> http("404 N", "Content-Type: text/html\r\n", "<p>")), unknown("404")),
                row("429 without a label", status("429 Too Many", "{}"), unknown("status 429")),
                row("500", status("500 X", error("INTERNAL")), unknown("INTERNAL (status 500")),
                row("500 that looks like a refusal", status("500 X", error("INVALID_KEY")), unknown("status 500")),
                row("502 in HTML", always(() -> http("502 B", "Content-Type: text/html\r\n", "<p>")), unknown("502")),
                row("503", status("503 X", error("TOO_BUSY")), unknown("TOO_BUSY")),
                row("400 from a busy server", status("400 X", error("TOO_BUSY")), unknown("TOO_BUSY")),
                row("400, server error", status("400 X", error("SERVER_ERROR")), unknown("SERVER_ERROR")),
                row("400, internal", status("400 X", error("INTERNAL_SERVER_ERROR")), unknown("INTERNAL_SERVER")),
                row("403, server timeout", status("403 X", error("SERVER_TIMEOUT")), unknown("SERVER_TIMEOUT")),
                row("200 with an error label", status("200 OK", error("INVALID_KEY")), unknown("INVALID_KEY")),
                row("label twice", status("400 X", "{\"label\":\"A\",\"label\":\"B\"}"), unknown("no readable")),
                row("label a number", status("400 X", "{\"label\":7}"), unknown("status 400")),
                // refused
                row(
                        "INVALID_SIGNATURE",
                        status("401 X", error("INVALID_SIGNATURE")),
                        refused("INVALID_SIGNATURE", Retry.NEVER)),
                row("INVALID_KEY", status("401 X", error("INVALID_KEY")), refused("INVALID_KEY", Retry.NEVER)),
                row("READ_ONLY", status("403 X", error("READ_ONLY")), refused("READ_ONLY", Retry.NEVER)),
                row("USER_NOT_FOUND", status("400 X", error("USER_NOT_FOUND")), refused("USER_NOT_FOUND", Retry.NEVER)),
                row("a label nobody knows", status("418 X", error("TEAPOT")), refused("TEAPOT", Retry.NEVER)),
                row(
                        "REQUEST_EXPIRED, no clock",
                        status("403 X", error("REQUEST_EXPIRED")),
                        refused("REQUEST_EXPIRED", Retry.NOW)),
                row(
                        "429",
                        status("429 X", error("TOO_MANY_REQUESTS")),
                        refused("TOO_MANY_REQUESTS", Retry.after(Duration.ofSeconds(1)))),
                row(
                        "text under detail",
                        status("400 X", "{\"detail\":\"why\",\"label\":\"BAD_REQUEST\"}"),
                        message("why (status 400)")),
                row(
                        "a message of two lines",
                        status("400 X", "{\"label\":\"BAD_REQUEST\",\"message\":\"a\\nb\"}"),
                        message("a?b (status 400)")));
    }

    private static Arguments row(String situation, Script script, Consumer<Outcome> expected) {
        return Arguments.of(situation, ARM, DEADLINE, script, expected);
    }

    private static Arguments late(String situation, Script script, Consumer<Outcome> expected) {
        return Arguments.of(situation, ARM, SHORT, script, expected);
    }

    private static Arguments disarm(String situation, String body, Consumer<Outcome> expected) {
        return Arguments.of(situation, DISARM, DEADLINE, body(() -> body), expected);
    }

    /** What a server says; made when it is said, because it may hold the time. */
    private interface Text {
        String now();
    }

    private static Script always(Text text) {
        return (request, wire) -> wire.write(text.now());
    }

    private static Script body(Text text) {
        return always(() -> ok(JSON, text.now()));
    }

    private static Script status(String status, String body) {
        return always(() -> http(status, JSON, body));
    }

    private static Script inTime(long afterMillis) {
        return always(() -> {
            long now = System.currentTimeMillis();
            return ok(
                    JSON + "X-In-Time: " + now * 1_000 + "\r\nX-Out-Time: " + now * 1_000 + "\r\n",
                    "{\"triggerTime\":\"" + (now + afterMillis) + "\"}");
        });
    }

    private static Script cut(String text) {
        return (request, wire) -> {
            wire.write(text.replace("Content-Length: 1", "Content-Length: 9"));
            wire.socket().close();
        };
    }

    private static void trickle(RawServer.Request request, RawServer.Wire wire) throws java.io.IOException {
        wire.write("HTTP/1.1 200 OK\r\n" + JSON + "Transfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 50_000; i++) {
            wire.write("1\r\n \r\n");
        }
    }

    /** Ends when the connection is closed. */
    private static void flood(RawServer.Request request, RawServer.Wire wire) throws java.io.IOException {
        wire.write("HTTP/1.1 200 OK\r\n" + JSON + "Transfer-Encoding: chunked\r\n\r\n");
        while (true) {
            wire.write("4\r\n    \r\n");
        }
    }

    private static void resetWithin(RawServer.Request request, RawServer.Wire wire) throws java.io.IOException {
        wire.write(half());
        wire.reset();
    }

    private static String half() {
        return "HTTP/1.1 200 OK\r\n" + JSON + "Content-Length: 500\r\n\r\n{\"triggerTime\":";
    }

    private static String interim() {
        return "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
    }

    private static String chunked(String body) {
        return "HTTP/1.1 200 OK\r\n" + JSON + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length())
                + "\r\n" + body + "\r\n0\r\n\r\n";
    }

    private static String chunkedByBytes(String body) {
        String chunks = body.replaceAll(".", "1\r\n$0\r\n");
        return "HTTP/1.1 200 OK\r\n" + JSON + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n";
    }

    private static String trigger(String form, long afterMillis) {
        return "{\"triggerTime\":" + String.format(form, System.currentTimeMillis() + afterMillis) + "}";
    }

    private static String error(String label) {
        return "{\"label\":\"" + label + "\",\"message\":\"no\"}";
    }

    private static Consumer<Outcome> applied(boolean withTriggerTime) {
        return reply -> assertThat(reply)
                .isInstanceOfSatisfying(
                        Outcome.Applied.class,
                        applied -> assertThat(
                                        applied.acknowledgement().triggerTime().isPresent())
                                .isEqualTo(withTriggerTime));
    }

    private static Consumer<Outcome> unknown(String cause) {
        return reply -> assertThat(reply).isInstanceOfSatisfying(Outcome.Unknown.class, unknown -> {
            assertThat(unknown.cause()).contains(cause);
            assertThat(unknown.mayApplyFor()).isIn(DEADLINE.plusSeconds(120), SHORT.plusSeconds(120));
        });
    }

    private static Consumer<Outcome> refused(String label, Retry retry) {
        return reply -> assertThat(reply).isInstanceOfSatisfying(Outcome.NotApplied.class, refused -> {
            assertThat(refused.label()).isEqualTo(label);
            assertThat(refused.retry()).isEqualTo(retry);
            assertThat(refused.message()).startsWith("no (status ");
        });
    }

    private static Consumer<Outcome> message(String message) {
        return reply -> assertThat(reply)
                .isInstanceOfSatisfying(
                        Outcome.NotApplied.class,
                        refused -> assertThat(refused.message()).isEqualTo(message));
    }
}
