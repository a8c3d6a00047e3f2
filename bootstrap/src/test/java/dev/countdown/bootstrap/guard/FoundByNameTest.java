package dev.countdown.bootstrap.guard;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.PemFiles;
import dev.countdown.bootstrap.SimulatorTest;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Node and sidecar as processes, which know each other by a real name server alone: dnsmasq of Debian. */
@Tag("slow")
class FoundByNameTest extends SimulatorTest {

    private static final String TOKEN = "a-token-of-this-test";

    @TempDir
    Path folder;

    private Process run(String... line) throws IOException {
        try {
            return new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out").toFile())
                    .start();
        } catch (IOException none) {
            assumeTrue(false, line[0] + " is not installed: apt-get install dnsmasq-base");
            throw none;
        }
    }

    private Path secret(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void theSidecarOfABotFindsTheNodeWhichFindsItself() throws Exception {
        int dns;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            dns = free.getLocalPort();
        }
        int port = freePort();
        PemFiles pem = new PemFiles(folder).sign("guard", "EC", "-ext", "san=dns:guard.example");
        Path hosts = Files.writeString(folder.resolve("hosts"), "");
        Process server = run(
                "dnsmasq",
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--no-resolv",
                "--no-hosts",
                "--addn-hosts=" + hosts,
                "--port=" + dns,
                "--listen-address=127.0.0.1",
                "--bind-interfaces",
                "--user=",
                "--pid-file=",
                "--local-ttl=3600",
                "--local=/example/");
        Path file = Files.writeString(folder.resolve("guard.toml"), """
                timeout = 30
                [guard]
                listen = "127.0.0.1:%d"
                nodes = "dns:guard.example:%d"
                dns-server = "127.0.0.1:%d"
                token-file = "%s"
                certificate = "%s"
                key = "%s"
                [account.main]
                [[account.main.keep]]
                scope = "all"
                bots = ["mm-1"]
                """.formatted(
                        port, port, dns, secret("token", TOKEN), pem.certificate("guard"), pem.key("guard")));
        List<String> pet = List.of(
                "pet",
                "--guard",
                "dns:guard.example:" + port,
                "--dns-server",
                "127.0.0.1:" + dns,
                "--trust",
                pem.authority().toString(),
                "--bot",
                "mm-1",
                "--scope",
                "main/all",
                "--json");
        try (Cli node = Cli.start(baseUri, "guard", "--config", file.toString());
                Cli sidecar = Cli.start(Map.of("COUNTDOWN_PET_TOKEN", TOKEN), pet.toArray(String[]::new))) {
            node.awaitErr("looks up dns:guard.example:" + port + "; until this node is found");
            node.awaitErr("the lookup of guard.example failed");
            sidecar.awaitOut("\"event\":\"lookup_failed\"");
            Files.writeString(hosts, "127.0.0.1 guard.example\n");
            new ProcessBuilder("kill", "-HUP", String.valueOf(server.pid()))
                    .start()
                    .waitFor();
            node.awaitErr("of 1 scopes this node keeps 1 of its own; 1 nodes, https://127.0.0.1:" + port);
            sidecar.awaitOut("\"event\":\"nodes_changed\"");
            sidecar.awaitOut("\"event\":\"lapsed\"");
            Await.until("armed", () -> exchange.countdowns().size() == 1);
        } finally {
            server.destroyForcibly();
        }
    }
}
