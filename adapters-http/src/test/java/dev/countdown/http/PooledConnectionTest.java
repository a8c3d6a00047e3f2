package dev.countdown.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.Scheduler;
import dev.countdown.http.GateCountdownGateway.GatewayState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One connection without the gateway around it, which would close it for other reasons, too. */
class PooledConnectionTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void aBodyThatIsTooLongClosesIt() throws Exception {
        try (RawServer server = new RawServer((request, wire) -> {}).time((request, wire) -> {
            wire.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) { // until the connection is closed
                wire.write("4\r\n    \r\n");
            }
        })) {
            GatewayState state = state(server);
            PooledConnection connection = made(state);
            assertThatThrownBy(() -> onLoop(
                            state,
                            () -> connection
                                    .open()
                                    .compose(open -> open.send(HttpMethod.GET, "/", headers -> {}, Buffer.buffer()))))
                    .hasMessageContaining("body of more than 65536 bytes");
            onLoop(state, connection::closed);
            assertThat(connection.isWritten()).isTrue();
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void sendsNothingOnceItIsClosed() throws Exception {
        try (RawServer server = new RawServer((request, wire) -> {})) {
            GatewayState state = state(server);
            PooledConnection connection = made(state);
            onLoop(state, connection::open);
            assertThatThrownBy(() -> onLoop(state, () -> {
                        connection.close();
                        return connection.send(HttpMethod.GET, "/", headers -> {}, Buffer.buffer());
                    }))
                    .isNotNull();
            assertThat(connection.isWritten()).isFalse();
            onLoop(state, connection::closed);
            assertThat(server.askedForTime).isEmpty();
        }
    }

    @Test
    void closedWhileItIsBeingOpenedItStaysBehindNowhere() throws Exception {
        try (RawServer server = new RawServer((request, wire) -> {})) {
            GatewayState state = state(server);
            for (int i = 0; i < 20; i++) {
                PooledConnection connection = made(state);
                onLoop(state, () -> {
                    Future<PooledConnection> opening = connection.open();
                    connection.close();
                    return opening.otherwiseEmpty();
                });
                assertThat(connection.isOpen()).isFalse();
            }
            onLoop(state, made(state)::open); // whatever came before it was accepted before it
            int accepted = 0;
            while (server.accepted.size() > 1) {
                server.accepted.take();
                accepted++;
            }
            for (int i = 0; i < accepted; i++) {
                assertThat(server.closed.poll(5, TimeUnit.MINUTES)).isNotNull();
            }
        }
    }

    private GatewayState state(RawServer server) {
        return new GatewayState(vertx, Requests.settings(server), Scheduler.system(), InetAddress::getAllByName);
    }

    private static PooledConnection made(GatewayState state) throws Exception {
        return onLoop(
                state, () -> Future.succeededFuture(new PooledConnection(state, InetAddress.getLoopbackAddress())));
    }

    private static <T> T onLoop(GatewayState state, Callable<Future<T>> task) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        state.context.runOnContext(now -> {
            try {
                task.call().onComplete(done::complete, done::completeExceptionally);
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done.get(5, TimeUnit.MINUTES);
    }
}
