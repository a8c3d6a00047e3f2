package dev.countdown.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that answers over a bare socket with all that a test wants, byte for byte; it knows no time unless told so. */
final class RawServer implements AutoCloseable {

    /** Answers one request. Throwing, or returning with the socket closed, ends the connection. */
    @FunctionalInterface
    interface Script {
        void answer(Request request, Wire wire) throws IOException;
    }

    /** One request as it came, and how many connections and requests came before it. */
    record Request(String head, String body, int connection, int number) {
        String header(String name) {
            Matcher matcher = Pattern.compile("(?imd)^" + name + ": *([^\r]*)").matcher(head);
            return matcher.find() ? matcher.group(1) : "";
        }
    }

    /** The way back. */
    record Wire(Socket socket) {
        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private final ServerSocket server;
    private final Script script;
    private volatile Script time = (request, wire) -> wire.write(http("404 Not Found", "", ""));
    private final String scheme;
    private final AtomicInteger requests = new AtomicInteger();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    final BlockingQueue<Request> seen = new LinkedBlockingQueue<>();
    final BlockingQueue<Request> askedForTime = new LinkedBlockingQueue<>();
    final BlockingQueue<Integer> accepted = new LinkedBlockingQueue<>();
    final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
    private final AtomicInteger connections = new AtomicInteger();

    RawServer(Script script) {
        this(listen(InetAddress.getLoopbackAddress()), "http", script);
    }

    RawServer(ServerSocket server, String scheme, Script script) {
        this.server = server;
        this.scheme = scheme;
        this.script = script;
        start(this::accept);
    }

    static Script serverTime() {
        return (request, wire) -> wire.write(ok("", "{\"server_time\":" + System.currentTimeMillis() + "}"));
    }

    /** Answers requests for the exchange's time, which are not among those {@link #seen}. */
    RawServer time(Script answers) {
        time = answers;
        return this;
    }

    static ServerSocket listen(InetAddress address) {
        try {
            return new ServerSocket(0, 50, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String ok(String headers, String body) {
        return http("200 OK", headers, body);
    }

    static String http(String status, String headers, String body) {
        return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    int port() {
        return server.getLocalPort();
    }

    URI uri(String host) {
        return URI.create(scheme + "://" + host + ":" + port() + "/api/v4");
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                int number = connections.getAndIncrement();
                accepted.add(number);
                start(() -> serve(socket, number));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket, int connection) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                if (head.startsWith("GET ")) {
                    Request asked = new Request(head, "", connection, askedForTime.size());
                    askedForTime.add(asked);
                    time.answer(asked, new Wire(socket));
                    continue;
                }
                Request bare = new Request(head, "", connection, requests.getAndIncrement());
                byte[] body = in.readNBytes(Integer.parseInt("0" + bare.header("content-length")));
                Request request =
                        new Request(head, new String(body, StandardCharsets.UTF_8), connection, bare.number());
                seen.add(request);
                script.answer(request, new Wire(socket));
            }
        } catch (IOException e) {
            // the connection is over
        } finally {
            closed.add(connection);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.write(b);
            last = (last << 8) | b;
            if (last == 0x0d0a0d0a) {
                return head.toString(StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Lets no further connection in; those that are open stay so. */
    void refuse() throws IOException {
        server.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
