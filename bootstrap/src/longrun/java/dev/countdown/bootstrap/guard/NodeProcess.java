package dev.countdown.bootstrap.guard;

import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A node as a process on loopback, which comes back on the same port. */
final class NodeProcess implements AutoCloseable {

    static final String TOKEN = "a-token-of-a-long-run";

    /** {@link PettedBot#SCOPE} in its file, for two bots. */
    static final String KEEP = """
            [[account.main.keep]]
            scope = "underlying:BTC_USDT"
            bots = ["mm-1", "mm-2"]
            """;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Path folder;
    private final String name;
    private final String keeps;
    private final Map<String, String> environment;
    private final int port = freePort();
    private Cli process;

    /** @param keeps the scopes, as the file has them */
    NodeProcess(Path folder, String name, URI exchange, String keeps) {
        this(folder, name, exchange, keeps, Map.of());
    }

    /** @param more variables of its environment */
    NodeProcess(Path folder, String name, URI exchange, String keeps, Map<String, String> more) {
        this.folder = folder;
        this.name = name;
        this.keeps = keeps;
        environment = new HashMap<>(Cli.environment(exchange));
        environment.putAll(more);
    }

    static Path token(Path folder) {
        try {
            Path token = Files.writeString(folder.resolve("token"), TOKEN);
            return Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Returns once it hears pets. */
    void start(int timeout) {
        try {
            Path file = Files.writeString(
                    folder.resolve(name + ".toml"), """
                    timeout = %d
                    [guard]
                    listen = "127.0.0.1:%d"
                    node = "%s"
                    copies = 3
                    token-file = "%s"
                    [account.main]
                    %s""".formatted(timeout, port, name, token(folder), keeps));
            process = Cli.start(environment, "guard", "--config", file.toString(), "--http", "0", "--json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process.awaitErr("hears pets at");
    }

    void awaitReady() {
        URI ready = page("/health/ready");
        Await.until(name + " is ready", () -> status(ready) == 200);
    }

    private URI page(String path) {
        return URI.create("http://127.0.0.1:" + process.statusPort() + path);
    }

    /** What its wall clock says. */
    Instant wallClock() {
        String all = get(page("/api/countdowns")).body().strip();
        return Instant.ofEpochMilli(Long.parseLong(all.replaceAll("\\{\"at\":(\\d+),.*", "$1")));
    }

    static int status(URI url) {
        try {
            return get(url).statusCode();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    static HttpResponse<String> get(URI url) {
        try {
            return CLIENT.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** As systemd does it. */
    void end() {
        process.signal("TERM");
        process.exitCode();
    }

    Cli process() {
        return process;
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
