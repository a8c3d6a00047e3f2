package dev.countdown.bootstrap.pet;

import dev.countdown.bootstrap.cli.ListenAddress;
import dev.countdown.bootstrap.cli.SmallFile;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.guard.GuardedGate;
import dev.countdown.guard.GuardedGateBuilder;
import dev.countdown.guard.Nodes;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which nodes guard the bot. */
final class PetNodes {

    @Option(
            names = "--guard",
            paramLabel = "URL",
            description = "A node, https://HOST:PORT; plain http to loopback only. Repeatable. Or dns:NAME:PORT alone:"
                    + " each address of the name, asked for every 10 s.")
    List<String> nodes = List.of();

    @Option(
            names = "--guard-file",
            paramLabel = "FILE",
            description = "A file with one node a line, instead of --guard. SIGHUP reads it again.")
    @Nullable
    Path file;

    @Option(
            names = "--copies",
            paramLabel = "N",
            description = "How many nodes keep each scope, as the nodes have it. Default: 3.")
    @Nullable
    Integer copies;

    @Option(
            names = "--dns-server",
            paramLabel = "HOST[:PORT]",
            description = "Ask this name server, such as that of Consul, instead of the first of this machine.")
    @Nullable
    String nameServer;

    void configure(GuardedGateBuilder builder) {
        if (nodes.isEmpty() == (file == null)) {
            throw new UsageException("exactly one of --guard and --guard-file must be given");
        }
        builder.nodes(read());
        if (copies != null) {
            builder.copies(copies);
        }
        if (nameServer != null) {
            ListenAddress at = ListenAddress.ofNameServer("--dns-server", nameServer);
            builder.nameServer(new InetSocketAddress(at.host(), at.port()));
        }
    }

    private Nodes read() {
        Path from = file;
        return from == null
                ? UsageException.checked("--guard", () -> Nodes.parse(nodes))
                : UsageException.checked("--guard-file", () -> Nodes.parse(lines(from)));
    }

    private static List<String> lines(Path file) {
        return SmallFile.read(file, "--guard-file")
                .lines()
                .map(line -> line.replaceAll("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /**
     * What SIGHUP does; empty where that signal is the bot's.
     *
     * @param reader where the file is read, which can hang: one reload after the other
     */
    Optional<Runnable> reload(GuardedGate gate, Executor reader, Consumer<String> complaints) {
        return Optional.ofNullable(file)
                .map(from -> () -> reader.execute(() -> {
                    try {
                        if (!(read() instanceof Nodes.Listed listed)) {
                            throw new UsageException("a list of nodes must not become dns without a restart");
                        }
                        gate.changeNodes(listed.all());
                    } catch (UsageException | IllegalArgumentException | IllegalStateException e) {
                        complaints.accept("countdown: not reloaded: " + e.getMessage());
                    } catch (Throwable e) { // even out of memory: the list of before goes on
                        complaints.accept("countdown: not reloaded: internal error: " + e);
                    }
                }));
    }

    /** For people. */
    String text() {
        return file == null ? String.join(", ", nodes) : "the nodes of " + file;
    }
}
