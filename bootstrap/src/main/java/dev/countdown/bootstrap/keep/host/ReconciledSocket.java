package dev.countdown.bootstrap.keep.host;

import dev.countdown.bootstrap.cli.DaemonThread;
import dev.countdown.bootstrap.cli.Json;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where {@code countdown reconciled} reaches this process: a socket that only our user can connect to. A question is one JSON
 * object on one line, the members of {@link LapseQuestion}, and {@code look} where nothing is to be closed; the answer is the lines
 * of {@link LapseReconciler}, and then the end.
 */
public final class ReconciledSocket implements AutoCloseable {

    static final String NAME = ".sock";

    /** The member of a question that only wants to know what it means. */
    static final String LOOK = "look";

    private static final int LONGEST = 1024;

    private final Optional<ServerSocketChannel> server;
    private final Path path;

    private ReconciledSocket(Optional<ServerSocketChannel> server, Path path) {
        this.server = server;
        this.path = path;
    }

    /** Listens; if that cannot be, complains and does nothing. */
    public static ReconciledSocket open(Optional<Path> folder, LapseReconciler lapses, Consumer<String> complaints) {
        Path path = folder.orElse(Path.of("")).resolve(ProcessHandle.current().pid() + NAME);
        if (folder.isEmpty()) {
            return new ReconciledSocket(Optional.empty(), path);
        }
        try {
            Files.deleteIfExists(path);
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            DaemonThread.of("reconciled", () -> serve(server, lapses, complaints))
                    .start();
            return new ReconciledSocket(Optional.of(server), path);
        } catch (IOException | RuntimeException e) {
            complaints.accept(
                    "countdown: countdown reconciled does not find this process: " + path + ": " + e.getMessage());
            return new ReconciledSocket(Optional.empty(), path);
        }
    }

    private static void serve(ServerSocketChannel server, LapseReconciler lapses, Consumer<String> complaints) {
        try {
            while (true) {
                SocketChannel client = server.accept();
                DaemonThread.of("reconciled", () -> answer(client, lapses)).start();
            }
        } catch (AsynchronousCloseException e) {
            return; // we end
        } catch (IOException | RuntimeException | Error e) {
            complaints.accept("countdown: countdown reconciled does not reach this process any more: " + e);
        }
    }

    private static void answer(SocketChannel client, LapseReconciler lapses) {
        try (client) {
            String answer = String.join("\n", reply(line(client), lapses)) + "\n";
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(answer);
            while (bytes.hasRemaining()) {
                client.write(bytes);
            }
        } catch (IOException gone) {
            return; // nobody waits for it any more
        }
    }

    private static String line(SocketChannel client) throws IOException {
        ByteBuffer line = ByteBuffer.allocate(LONGEST);
        while (line.hasRemaining() && client.read(line) >= 0) {
            if (line.position() > 0 && line.get(line.position() - 1) == '\n') {
                break;
            }
        }
        return new String(line.array(), 0, line.position(), StandardCharsets.UTF_8);
    }

    private static List<String> reply(String line, LapseReconciler lapses) {
        try {
            LapseQuestion question = LapseQuestion.read(line);
            return Json.members(line).containsKey(LOOK) ? lapses.meant(question) : lapses.reconcile(question);
        } catch (IOException | RuntimeException e) {
            return List.of("not understood: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        server.ifPresent(each -> {
            try {
                each.close();
                Files.deleteIfExists(path);
            } catch (IOException e) {
                return; // the next reader finds nobody there, and removes it
            }
        });
    }
}
