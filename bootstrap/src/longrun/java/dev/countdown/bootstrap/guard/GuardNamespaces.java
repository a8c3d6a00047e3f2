package dev.countdown.bootstrap.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.PemFiles;
import dev.countdown.bootstrap.SimulatorTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes and two bots on hosts of their own, which are cut off from each other and from the exchange. */
class GuardNamespaces extends SimulatorTest {

    private static final List<Integer> NODES = List.of(11, 12, 13);
    private static final List<Integer> BOTS = List.of(21, 22);
    private static final int PORT = 9465;
    private static final int TIMEOUT = 30;
    private static final Duration MAX_AGE = Duration.ofMillis(2_500);

    /** A node that is cut off claims nothing at the end of it, and would have let the switch fire. */
    private static final Duration CUT = Duration.ofSeconds(40);

    private static final String RELAY = """
            import socket, sys, threading
            def pump(a, b):
                try:
                    while True:
                        data = a.recv(65536)
                        if not data: break
                        b.sendall(data)
                except OSError: pass
                for each in (a, b):
                    try: each.shutdown(socket.SHUT_RDWR)
                    except OSError: pass
            def relay(a):
                try: b = socket.create_connection((sys.argv[2], int(sys.argv[1])))
                except OSError: a.close(); return
                threading.Thread(target=pump, args=(a, b), daemon=True).start()
                pump(b, a)
            server = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=100)
            while True: threading.Thread(target=relay, args=(server.accept()[0],), daemon=True).start()
            """;

    @TempDir
    Path folder;

    private final Map<Integer, Cli> processes = new HashMap<>();
    private final List<Process> relays = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();
    private final Map<Integer, String> runtimes = new HashMap<>();
    /** How many lines of each process are in the rows. */
    private final Map<Integer, Integer> told = new HashMap<>();

    private final Map<Integer, Long> shut = new HashMap<>();
    private final Map<Integer, Long> lapses = new HashMap<>();
    private int firings;
    private Namespaces hosts;
    private ServerSocket door;

    @BeforeEach
    void start() throws Exception {
        String obstacle = Namespaces.obstacle();
        assumeTrue(obstacle.isEmpty(), obstacle);
        hosts = new Namespaces();
        door = new ServerSocket(baseUri.getPort(), 50, InetAddress.getByName(Namespaces.GATEWAY));
        Thread exchange = new Thread(this::letIn);
        exchange.setDaemon(true);
        exchange.start();
        Path relay = Files.writeString(folder.resolve("relay.py"), RELAY);
        PemFiles pem = new PemFiles(folder);
        for (int node : NODES) {
            hosts.add(node);
            pem.sign("node" + node, "EC", "-ext", "san=ip:" + Namespaces.address(node));
            relays.add(new ProcessBuilder(Stream.concat(
                                    Namespaces.in(node).stream(),
                                    Stream.of("python3", relay.toString(), "" + baseUri.getPort(), Namespaces.GATEWAY))
                            .toList())
                    .inheritIO()
                    .start());
            processes.put(node, node(node, pem));
        }
        for (int bot : BOTS) {
            hosts.add(bot);
        }
    }

    /** The simulator listens on loopback alone. */
    private void letIn() {
        while (!door.isClosed()) {
            try {
                Socket outer = door.accept();
                Socket inner = new Socket(InetAddress.getLoopbackAddress(), baseUri.getPort());
                pump(outer, inner);
                pump(inner, outer);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        Thread thread = new Thread(() -> {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException ended) {
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private Cli node(int host, PemFiles pem) throws IOException {
        Path file = Files.writeString(folder.resolve(host + ".toml"), """
                timeout = %d
                [guard]
                listen = "%s:%d"
                node = "%d"
                copies = 3
                token-file = "%s"
                certificate = "%s"
                key = "%s"
                [account.main]
                [[account.main.keep]]
                scope = "underlying:BTC_USDT"
                bots = ["mm-21", "mm-22"]
                """.formatted(
                        TIMEOUT,
                        Namespaces.address(host),
                        PORT,
                        host,
                        NodeProcess.token(folder),
                        pem.certificate("node" + host),
                        pem.key("node" + host)));
        return Cli.behind(
                Namespaces.in(host), Cli.environment(baseUri), "guard", "--config", file.toString(), "--json");
    }

    private Cli bot(int host) {
        List<String> line =
                new ArrayList<>(List.of("pet", "--bot", "mm-" + host, "--scope", PettedBot.SCOPE, "--json"));
        NODES.forEach(node -> line.addAll(List.of("--guard", "https://" + Namespaces.address(node) + ":" + PORT)));
        line.addAll(List.of("--trust", folder.resolve("ca.pem").toString()));
        line.addAll(List.of("--gate-file", gateFile(host).toString()));
        Map<String, String> environment = new HashMap<>();
        environment.put("COUNTDOWN_PET_TOKEN", NodeProcess.TOKEN);
        environment.put("RUNTIME_DIRECTORY", Cli.runtimeFolder());
        Cli bot = Cli.behind(Namespaces.in(host), environment, line.toArray(String[]::new));
        runtimes.put(host, environment.get("RUNTIME_DIRECTORY"));
        return bot;
    }

    /** As the bot does it once it has read its orders. */
    private void reconcile(int bot) {
        try (Cli says = Cli.start(
                Map.of("RUNTIME_DIRECTORY", runtimes.get(bot)),
                "reconciled",
                "underlying:BTC_USDT",
                "--account",
                "main")) {
            assertThat(says.exitCode()).as("%s", says.err()).isZero();
        }
    }

    @AfterEach
    void end() throws IOException {
        row("then", 0);
        rows.forEach(System.out::println);
        processes.values().forEach(Cli::close);
        relays.forEach(Process::destroyForcibly);
        if (hosts != null) {
            door.close();
            hosts.close();
        }
    }

    private static List<String> bots() {
        return BOTS.stream().map(Namespaces::address).toList();
    }

    private long count(int host, String event) {
        return processes.get(host).out().stream()
                .filter(line -> line.contains("\"event\":\"" + event + "\""))
                .count();
    }

    /** Cuts a node off for a while; none of the others may notice it, nor the bots. */
    private void cutOff(String what, int node, List<String> from) {
        long renewals = exchange.renewals("demo").size();
        hosts.cut(node, from);
        LockSupport.parkNanos(CUT.toNanos());
        hosts.heal(node);
        row(what + ", " + CUT.toSeconds() + " s", renewals);
        assertThat(exchange.firings()).as(what).hasSize(firings);
        BOTS.forEach(bot -> {
            assertThat(count(bot, "shut")).as(what).isEqualTo(shut.get(bot));
            assertThat(count(bot, "lapsed")).as(what).isEqualTo(lapses.get(bot));
        });
        Await.until("the node is as before", () -> state(node).equals("ARMED"));
        BOTS.forEach(bot -> Await.until("all nodes hear it again", () -> heardBy(bot) == NODES.size()));
    }

    private Path gateFile(int bot) {
        return folder.resolve(bot + ".open");
    }

    /** Empty if its gate is shut. */
    private Optional<Instant> openUntil(int bot) {
        try {
            return Optional.of(Instant.ofEpochMilli(
                    Long.parseLong(Files.readAllLines(gateFile(bot)).get(0))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many nodes hear this bot, as it was told last. */
    private long heardBy(int bot) {
        Map<String, Boolean> hears = new HashMap<>();
        processes.get(bot).out().stream()
                .filter(line -> line.contains("\"event\":\"node_"))
                .forEach(line -> hears.put(
                        line.replaceAll(".*\"node\":\"([^\"]+)\".*", "$1"), line.contains("\"event\":\"node_heard\"")));
        return hears.values().stream().filter(heard -> heard).count();
    }

    private String state(int node) {
        return processes.get(node).out().stream()
                .filter(line -> line.contains("\"state\":"))
                .reduce("", (earlier, later) -> later)
                .replaceAll(".*\"state\":\"([A-Z_]+)\".*", "$1");
    }

    /** What happened since the row before. */
    private void row(String what, long renewals) {
        rows.add(what + ": firings " + exchange.firings().size() + ", renewals "
                + (exchange.renewals("demo").size() - renewals));
        processes.forEach((host, process) -> {
            List<String> out = process.out();
            out.stream()
                    .skip(told.getOrDefault(host, 0))
                    .filter(line -> !line.contains("\"renewed\""))
                    .forEach(line -> rows.add("   " + (NODES.contains(host) ? "node " : "bot ") + host + " " + line));
            told.put(host, out.size());
        });
    }

    private void openGates() {
        NODES.forEach(node -> processes.get(node).awaitErr("hears pets at https://"));
        BOTS.forEach(bot -> processes.put(bot, bot(bot)));
        BOTS.forEach(bot -> {
            processes.get(bot).awaitOut("\"event\":\"lapsed\"");
            Await.until("all nodes hear it", () -> heardBy(bot) == NODES.size());
        });
        NODES.forEach(node -> processes.get(node).awaitOut("\"armed\""));
        BOTS.forEach(
                bot -> { // a busy machine may have had a lapse more while all of them started
                    reconcile(bot);
                    Await.until("the gate opens", () -> count(bot, "open") > count(bot, "shut"));
                    shut.put(bot, count(bot, "shut"));
                    lapses.put(bot, count(bot, "lapsed"));
                });
        firings = exchange.firings().size();
        row("the gates are open", 0);
    }

    @Test
    void whoIsCutOffFiresNothingUntilAllAre() {
        openGates();
        cutOff("node 11 cut from the exchange", 11, List.of(Namespaces.GATEWAY));
        cutOff("node 12 cut from the bots", 12, bots());
        cutOff(
                "node 13 cut from both",
                13,
                Stream.concat(Stream.of(Namespaces.GATEWAY), bots().stream()).toList());
        long renewals = exchange.renewals("demo").size();
        Instant cut = exchange.now();
        NODES.forEach(node -> hosts.cut(node, bots()));
        firesOnceAllGatesAreShut("all nodes cut from the bots", cut, renewals);
    }

    /** The nodes still hear both bots together, and each bot hears nodes; but no node hears all. */
    @Test
    void nodesThatMissDifferentBotsFireOnLivingBotsWhoseGatesShutBefore() {
        openGates();
        long renewals = exchange.renewals("demo").size();
        hosts.cut(11, List.of(Namespaces.address(21)));
        hosts.cut(12, List.of(Namespaces.address(22)));
        LockSupport.parkNanos(CUT.toNanos());
        row("node 11 misses bot 21 and node 12 bot 22, " + CUT.toSeconds() + " s", renewals);
        assertThat(exchange.firings()).hasSize(firings);
        BOTS.forEach(bot -> {
            assertThat(count(bot, "shut")).isEqualTo(shut.get(bot));
            assertThat(heardBy(bot)).isEqualTo(2);
        });
        renewals = exchange.renewals("demo").size();
        Instant cut = exchange.now();
        hosts.cut(13, bots());
        firesOnceAllGatesAreShut("node 13 misses both as well", cut, renewals);
        BOTS.forEach(bot -> {
            reconcile(bot);
            Await.until("the gate opens again", () -> count(bot, "open") > count(bot, "shut"));
        });
    }

    /** An event is told up to half a second late; a gate file says until when the gate is open. */
    private void firesOnceAllGatesAreShut(String what, Instant cut, long renewals) {
        Map<Integer, Instant> open = new HashMap<>();
        Await.until("fired", () -> {
            BOTS.forEach(bot -> openUntil(bot).ifPresent(until -> open.put(bot, until)));
            return exchange.firings().size() > firings;
        });
        Instant fired = exchange.firings().get(firings).at();
        row(what + ", fired after " + Duration.between(cut, fired), renewals);
        BOTS.forEach(bot -> {
            Await.until("shut", () -> count(bot, "shut") > shut.get(bot));
            rows.add("   the gate of bot " + bot + " was open until " + Duration.between(open.get(bot), fired)
                    + " before the firing");
            assertThat(open.get(bot)).isBefore(fired);
        });
        assertThat(exchange.firings()).hasSize(firings + 1);
        assertThat(Duration.between(cut, fired))
                .isLessThan(MAX_AGE.plusSeconds(TIMEOUT).plusSeconds(5)); // and what was under way
        NODES.forEach(hosts::heal);
        BOTS.forEach(bot -> Await.until("a lapse", () -> count(bot, "lapsed") > lapses.get(bot)));
    }
}
