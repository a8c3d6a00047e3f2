package dev.countdown.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a few bytes of UDP that this test answers itself. */
class NodeLookupTest {

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private volatile byte[][] four = {};
    private volatile byte[][] six = {};
    private volatile int code;
    private volatile int askedFrom;

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private InetSocketAddress server() {
        DatagramSocket socket = vertx.createDatagramSocket();
        socket.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        socket.handler(packet -> {
            askedFrom = packet.sender().port();
            socket.send(answer(packet.data()), askedFrom, packet.sender().host());
        });
        return new InetSocketAddress("127.0.0.1", socket.localAddress().port());
    }

    /** The question again, and the addresses of its type. */
    private Buffer answer(Buffer question) {
        int type = question.getUnsignedShort(question.length() - 4);
        byte[][] addresses = type == 1 ? four : six;
        Buffer answer = Buffer.buffer()
                .appendBuffer(question.getBuffer(0, 2))
                .appendUnsignedShort(0x8180 | code)
                .appendUnsignedShort(1)
                .appendUnsignedShort(addresses.length)
                .appendInt(0)
                .appendBuffer(question.getBuffer(12, question.length()));
        for (byte[] address : addresses) {
            answer.appendUnsignedShort(0xC00C)
                    .appendUnsignedShort(type)
                    .appendUnsignedShort(1)
                    .appendInt(3_600)
                    .appendUnsignedShort(address.length)
                    .appendBytes(address);
        }
        return answer;
    }

    private Object next() throws InterruptedException {
        return heard.poll(1, TimeUnit.MINUTES);
    }

    private NodeLookup look(InetSocketAddress server) {
        return NodeLookup.start(
                vertx, new Nodes.Named("guard.example", 9465), Optional.of(server), heard::add, heard::add);
    }

    @Test
    void everyAddressIsANode() throws InterruptedException {
        four = new byte[][] {{10, 0, 0, 2}, {10, 0, 0, 1}, {10, 0, 0, 2}};
        six = new byte[][] {{0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}};
        InetSocketAddress server = server();
        NodeLookup lookup = look(server);
        assertThat(next()).isEqualTo(List.of("https://10.0.0.1:9465", "https://10.0.0.2:9465"));
        lookup.close();

        four = new byte[][] {};
        look(server);
        assertThat(next()).isEqualTo(List.of("https://[2001:db8:0:0:0:0:0:1]:9465"));
    }

    @Test
    void aClosedLookupFreesItsPort() throws Exception {
        four = new byte[][] {{10, 0, 0, 1}};
        NodeLookup lookup = look(server());
        next();
        assertThat(isFree(askedFrom)).isFalse();
        lookup.close();
        while (!isFree(askedFrom)) { // it is closed a moment later
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static boolean isFree(int port) {
        try (java.net.DatagramSocket own = new java.net.DatagramSocket(port)) {
            return own.isBound();
        } catch (SocketException taken) {
            return false;
        }
    }

    @Test
    void aFailureIsToldOnceAndKeepsTheList() throws InterruptedException {
        code = 2;
        NodeLookup lookup = look(server());
        assertThat(next())
                .asString()
                .contains("the lookup of guard.example failed, so the list of nodes stays as it is");
        lookup.ask();
        code = 0;
        lookup.ask();
        four = new byte[][] {{10, 0, 0, 1}};
        lookup.ask();
        assertThat(next()).isEqualTo(List.of("https://10.0.0.1:9465"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dns:",
                "dns:guard",
                "dns:guard:0",
                "dns:guard:70000",
                "dns:10.0.0.1:9465",
                "dns:a b:1",
                "dns:a..b:1",
                "dns:.a:1",
                "dns:a234567890b234567890c234567890d234567890e234567890f234567890g234:1",
                "dns:A:1"
            })
    void whatIsNoNameIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nodes.parse(List.of(text)))
                .withMessageStartingWith("nodes must be dns:NAME:PORT");
    }

    @Test
    void aNameStandsAlone() {
        assertThat(Nodes.parse(List.of("dns:guard.example.:9465"))).isEqualTo(new Nodes.Named("guard.example", 9465));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nodes.parse(List.of("dns:a:1", "https://b:1")))
                .withMessageStartingWith("nodes must be URLs, or dns:NAME:PORT alone");
    }
}
