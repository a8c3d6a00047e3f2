package dev.countdown.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes bytes on, until it goes silent: then what is open stays open and passes nothing; what is new works. */
final class SilentProxy implements AutoCloseable {

    private final ServerSocket server = RawServer.listen(InetAddress.getLoopbackAddress());
    private final List<Passage> passages = new CopyOnWriteArrayList<>();

    /** One connection through the proxy. */
    private static final class Passage {
        final Socket client;
        final Socket target;
        private boolean silent;
        volatile boolean answered;

        Passage(Socket client, Socket target) {
            this.client = client;
            this.target = target;
        }

        synchronized void silence() {
            silent = true;
        }

        void pass(Socket from, Socket to) {
            byte[] buffer = new byte[4096];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    synchronized (this) {
                        if (!silent) {
                            out.write(buffer, 0, read);
                            out.flush();
                            answered |= to == client;
                        }
                    }
                }
            } catch (IOException e) {
                // over
            }
        }
    }

    URI to(int port) {
        start(() -> {
            while (true) {
                Socket client = server.accept();
                Passage passage = new Passage(client, new Socket(InetAddress.getLoopbackAddress(), port));
                passages.add(passage);
                start(() -> passage.pass(client, passage.target));
                start(() -> passage.pass(passage.target, client));
            }
        });
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/api/v4");
    }

    /** When it returns, nothing more is passed on. */
    void silence() {
        passages.forEach(Passage::silence);
    }

    /** Whether an answer has come back on each of at least so many connections. */
    boolean isAnswered(int connections) {
        return passages.size() >= connections && passages.stream().allMatch(passage -> passage.answered);
    }

    int connections() {
        return passages.size();
    }

    /** Something that ends when its socket does. */
    private interface Loop {
        void run() throws IOException;
    }

    private static void start(Loop loop) {
        Thread thread = new Thread(
                () -> {
                    try {
                        loop.run();
                    } catch (IOException e) {
                        // closed
                    }
                },
                "silent-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Passage passage : passages) {
            passage.client.close();
            passage.target.close();
        }
    }
}
