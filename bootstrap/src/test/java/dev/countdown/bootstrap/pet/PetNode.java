package dev.countdown.bootstrap.pet;

import dev.countdown.application.KeeperState;
import dev.countdown.application.Scheduler;
import dev.countdown.application.guard.GuardedScope;
import dev.countdown.application.guard.NodePets;
import dev.countdown.application.guard.PetAnswer;
import dev.countdown.application.guard.ScopeReply;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Timeout;
import dev.countdown.guard.PetJson;
import dev.countdown.guard.PetReply;
import dev.countdown.guard.PetRequest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;

/** A node on loopback that hears pets as a node does, and guards what a test says. */
final class PetNode implements AutoCloseable {

    static final String TOKEN = "t0k3n-0f-4ll-p3ts";
    static final String SCOPE = "main/underlying:BTC_USDT";

    private final Scheduler clock = Scheduler.system();
    private final NodePets pets = new NodePets(List.of("mm-1", "mm-2"), NodePets.MAX_AGE, 1);
    private final HttpServer server;
    private volatile GuardedScope scope = new GuardedScope(Timeout.ofSeconds(30), List.of("mm-1"));
    private volatile long guardedForMs = 30_000;
    private volatile long settlingMs;
    private volatile int heard;

    PetNode(Vertx vertx) {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void answer(HttpServerRequest request, Buffer body) {
        if (!("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
            request.response().setStatusCode(401).end();
            return;
        }
        PetRequest pet = PetJson.request(request.path().substring(PetJson.PATH.length()), body.getBytes());
        ClockReading now = clock.read();
        PetAnswer answer = pets.heard(pet.pet(), now);
        if (answer instanceof PetAnswer.Welcome welcome) {
            heard++;
            GuardedScope known = scope;
            ScopeReply said = new ScopeReply(
                    known.bots().contains(pet.pet().bot()) ? KeeperState.ARMED : KeeperState.IDLE,
                    known.timeout(),
                    guardedForMs,
                    guardedForMs == 0 ? 0 : 600_000,
                    settlingMs,
                    pets.silent(known.bots(), now),
                    known.digest());
            request.response()
                    .end(Buffer.buffer(PetJson.encode(new PetReply("a", welcome.echo(), Map.of(SCOPE, said)))));
        } else if (answer instanceof PetAnswer.Superseded newer) {
            request.response().setStatusCode(409).end(Buffer.buffer(PetJson.encodeSuperseded(newer.by())));
        } else {
            request.response().setStatusCode(404).end();
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    int heard() {
        return heard;
    }

    boolean isSilent() {
        return !pets.silent(List.of("mm-1"), clock.read()).isEmpty();
    }

    /** What it says of the scope from now on. */
    PetNode guarding(long millis, String... bots) {
        scope = new GuardedScope(Timeout.ofSeconds(30), List.of(bots));
        guardedForMs = millis;
        return this;
    }

    /** Its timeout was changed. */
    void settling(long millis) {
        settlingMs = millis;
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
