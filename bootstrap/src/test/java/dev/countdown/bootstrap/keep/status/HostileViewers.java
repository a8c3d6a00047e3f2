package dev.countdown.bootstrap.keep.status;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Ten thousand connections held open, written to byte by byte, and opened again when the page hangs up. */
final class HostileViewers implements AutoCloseable {

    private static final int VIEWERS = 10_000;
    private static final String SLOW = "GET / HTTP/1.1\r\nX-";
    private static final List<String> REQUESTS = List.of(
            SLOW,
            SLOW,
            SLOW,
            SLOW,
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n",
            "GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "BREW /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /%2e%2e%2f%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST /api/reconciled HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999\r\n\r\n{",
            "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "\0\1\2 not http at all\r\n\r\n");

    private final InetSocketAddress page;
    private final List<SocketChannel> viewers = new ArrayList<>();
    private int opened;
    private int next;

    HostileViewers(int port) throws IOException {
        page = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        while (viewers.size() < VIEWERS) {
            viewers.add(open());
        }
    }

    /** The next hundred of them. */
    void pester() throws IOException {
        for (int i = 0; i < 100; i++) {
            next = (next + 1) % VIEWERS;
            if (!write(viewers.get(next), "x")) {
                viewers.get(next).close();
                viewers.set(next, open());
            }
        }
    }

    private SocketChannel open() throws IOException {
        SocketChannel channel = SocketChannel.open(page);
        channel.configureBlocking(false);
        write(channel, REQUESTS.get(opened++ % REQUESTS.size()));
        return channel;
    }

    /** Whether the page still listened; what it answers is never read. */
    private static boolean write(SocketChannel channel, String text) {
        try {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel viewer : viewers) {
            viewer.close();
        }
    }

    @Override
    public String toString() {
        return opened + " hostile connections";
    }
}
