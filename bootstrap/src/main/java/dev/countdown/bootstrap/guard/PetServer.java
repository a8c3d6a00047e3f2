package dev.countdown.bootstrap.guard;

import dev.countdown.application.Scheduler;
import dev.countdown.application.guard.PetAnswer;
import dev.countdown.bootstrap.cli.BoundedServer;
import dev.countdown.bootstrap.cli.ExchangeConnection;
import dev.countdown.bootstrap.cli.HttpAnswer;
import dev.countdown.bootstrap.cli.ListenAddress;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.config.GuardSecrets;
import dev.countdown.bootstrap.keep.config.GuardSection;
import dev.countdown.guard.PetJson;
import dev.countdown.guard.PetRequest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where pets come in, on an event loop of its own, so that no trouble of it delays a renewal. Who does not show the token
 * learns nothing and is hung up on; a connection that has shown it gives its place to no other. Bodies and connections are
 * bounded in size, number and time.
 */
final class PetServer implements AutoCloseable {

    private static final int CONNECTIONS = 1024;
    private static final String JSON = "application/json";
    private static final Duration SAY_AGAIN = Duration.ofMinutes(1);
    private static final int LONGEST_SHOWN = 80;

    private final Vertx vertx;
    private final GuardNode node;
    private final GuardSecrets secrets;
    private final Scheduler clock;
    private final Consumer<String> complaints;
    private final BoundedServer server;
    private final Map<Integer, Long> said = new HashMap<>();
    private String url = "";
    private ListenAddress bound = new ListenAddress("127.0.0.1", 0);

    private PetServer(Vertx vertx, GuardNode node, GuardSecrets secrets, Scheduler clock, Consumer<String> complaints) {
        this.vertx = vertx;
        this.node = node;
        this.secrets = secrets;
        this.clock = clock;
        this.complaints = complaints;
        this.server = new BoundedServer(vertx, CONNECTIONS);
    }

    /**
     * Listens.
     *
     * @throws UsageException if a secret cannot be used, or the address
     */
    static PetServer start(GuardSection guard, GuardNode node, Scheduler clock, Consumer<String> complaints) {
        Vertx vertx = ExchangeConnection.vertx();
        try {
            GuardSecrets secrets = GuardSecrets.read(guard, vertx);
            PetServer pets = new PetServer(vertx, node, secrets, clock, complaints);
            pets.listen(guard.listen());
            return pets;
        } catch (IllegalStateException e) {
            ExchangeConnection.close(vertx);
            throw new UsageException("listen must name an address that is free: " + guard.listen(), e);
        } catch (UsageException e) {
            ExchangeConnection.close(vertx);
            throw e;
        }
    }

    private void listen(ListenAddress address) {
        HttpServerOptions options = BoundedServer.options().setHandle100ContinueAutomatically(true);
        secrets.tls().ifPresent(pem -> options.setSsl(true).setKeyCertOptions(pem));
        int port = server.listen(options, address, this::requested, this::refuseUnparsed);
        bound = new ListenAddress(address.host(), port);
        url = (options.isSsl() ? "https://" : "http://") + address.withPort(port);
    }

    /** Its threads, which have little to do. */
    Vertx vertx() {
        return vertx;
    }

    /** Where it listens, with the port. */
    ListenAddress address() {
        return bound;
    }

    /** Its base URL. */
    String url() {
        return url;
    }

    private void refuseUnparsed(HttpServerRequest request) {
        hangUp(request, HttpAnswer.line(400, "request must be HTTP/1.1"));
    }

    private void requested(HttpServerRequest request) {
        if (!secrets.isShownBy(request.getHeader("Authorization"))) {
            request.response().putHeader("WWW-Authenticate", "Bearer");
            hangUp(request, HttpAnswer.line(401, "not authorized"));
            return;
        }
        server.hold(request.connection());
        String path = String.valueOf(request.path());
        String type = Optional.ofNullable(request.getHeader("Content-Type")).orElse("");
        if (!path.startsWith(PetJson.PATH)) {
            send(request, HttpAnswer.line(404, "path must be " + PetJson.PATH + "BOT: '" + shown(path) + "'"));
        } else if (!request.method().name().equals("POST")) {
            send(request, HttpAnswer.notAllowed(request, "POST"));
        } else if (!type.toLowerCase(Locale.ROOT).matches(JSON + "\\s*(;.*)?")) {
            send(request, HttpAnswer.line(415, "Content-Type must be " + JSON + ": '" + shown(type) + "'"));
        } else {
            readBody(request, body -> answer(path.substring(PetJson.PATH.length()), body));
        }
    }

    private void readBody(HttpServerRequest request, Function<Buffer, HttpAnswer> answer) {
        String length = Optional.ofNullable(request.getHeader("Content-Length")).orElse("0");
        if (length.length() > 9 || Integer.parseInt(length) > PetJson.MOST_REQUEST_BYTES) {
            hangUp(request, tooLong());
            return;
        }
        HttpAnswer.readBody(
                request,
                PetJson.MOST_REQUEST_BYTES,
                () -> hangUp(request, tooLong()),
                body -> send(request, answer.apply(body)));
    }

    private static HttpAnswer tooLong() {
        return HttpAnswer.line(413, "body must be at most " + PetJson.MOST_REQUEST_BYTES + " bytes");
    }

    private HttpAnswer answer(String bot, Buffer body) {
        PetRequest request;
        try {
            request = PetJson.request(bot, body.getBytes());
        } catch (IllegalArgumentException e) {
            return HttpAnswer.line(400, String.valueOf(e.getMessage()));
        }
        GuardNode.Heard heard = node.heard(request);
        if (heard.answer() instanceof PetAnswer.Welcome welcome) {
            return HttpAnswer.json(200, Buffer.buffer(PetJson.encode(node.reply(welcome, heard.scopes()))));
        }
        return heard.answer() instanceof PetAnswer.Superseded newer
                ? HttpAnswer.json(409, Buffer.buffer(PetJson.encodeSuperseded(newer.by())))
                : HttpAnswer.line(404, "bot must be one that a scope of this node requires: '" + bot + "'");
    }

    /** Ends a connection as well, once the answer is out. */
    private void hangUp(HttpServerRequest request, HttpAnswer answer) {
        request.response().putHeader("Connection", "close");
        send(request, answer);
    }

    private void send(HttpServerRequest request, HttpAnswer answer) {
        if (answer.status() != 200) {
            sayRefused(request, answer.status());
        }
        boolean hangsUp = "close".equals(request.response().headers().get("Connection"));
        answer.to(request).onComplete(out -> {
            if (hangsUp) {
                request.connection().close();
            }
        });
    }

    /** Without what the request holds, in which somebody may have put a secret. */
    private void sayRefused(HttpServerRequest request, int status) {
        long now = clock.nanoTime();
        Long last = said.get(status);
        if (last == null || now - last > SAY_AGAIN.toNanos()) {
            said.put(status, now);
            complaints.accept("countdown: a pet from " + request.remoteAddress() + " was refused with " + status
                    + "; said once a minute at most");
        }
    }

    private static String shown(String text) {
        String line = text.replaceAll("[^ -~]", "?");
        return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "...";
    }

    @Override
    public void close() {
        ExchangeConnection.close(vertx);
    }
}
