package dev.countdown.bootstrap.guard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Hosts on one bridge, each a network namespace of Linux. What is cut is dropped, not refused. Needs root, ip and nft. */
final class Namespaces implements AutoCloseable {

    static final String GATEWAY = "10.99.7.1";

    private static final String BRIDGE = "cdbr0";

    private final List<Integer> hosts = new ArrayList<>();

    Namespaces() {
        close();
        run("ip", "link", "add", BRIDGE, "type", "bridge");
        run("ip", "addr", "add", GATEWAY + "/24", "dev", BRIDGE);
        run("ip", "link", "set", BRIDGE, "up");
    }

    /** Why there can be none here; empty if there can. */
    static String obstacle() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "only root makes network namespaces";
        }
        return Stream.of(
                        List.of("ip", "netns", "list"),
                        List.of("nft", "list", "tables"),
                        List.of("python3", "-c", "pass"))
                .filter(command -> !succeeds(command))
                .map(command -> "this does not work here: " + String.join(" ", command))
                .findFirst()
                .orElse("");
    }

    static String address(int host) {
        return "10.99.7." + host;
    }

    private static String name(int host) {
        return "cdns" + host;
    }

    /** Before a command that shall run there. */
    static List<String> in(int host) {
        return List.of("ip", "netns", "exec", name(host));
    }

    void add(int host) {
        String name = name(host);
        run("ip", "netns", "add", name);
        hosts.add(host);
        run("ip", "link", "add", "cdv" + host, "type", "veth", "peer", "name", "eth0", "netns", name);
        run("ip", "link", "set", "cdv" + host, "master", BRIDGE, "up");
        run(host, "ip", "addr", "add", address(host) + "/24", "dev", "eth0");
        run(host, "ip", "link", "set", "eth0", "up");
        run(host, "ip", "link", "set", "lo", "up");
    }

    /** From now on nothing goes between this host and those. */
    void cut(int host, List<String> from) {
        String all = "{ " + String.join(", ", from) + " }";
        run(
                host,
                "nft",
                "table inet cut { chain in { type filter hook input priority 0; ip saddr " + all
                        + " drop; }; chain out { type filter hook output priority 0; ip daddr " + all + " drop; }; }");
    }

    void heal(int host) {
        run(host, "nft", "delete", "table", "inet", "cut");
    }

    private static void run(int host, String... command) {
        run(Stream.concat(in(host).stream(), Stream.of(command)).toArray(String[]::new));
    }

    private static void run(String... command) {
        if (!succeeds(List.of(command))) {
            throw new AssertionError("failed: " + String.join(" ", command));
        }
    }

    private static boolean succeeds(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        hosts.forEach(each -> {
            succeeds(List.of("ip", "netns", "del", name(each)));
            succeeds(List.of("ip", "link", "del", "cdv" + each)); // it would stay until the last process there is gone
        });
        succeeds(List.of("ip", "link", "del", BRIDGE));
    }
}
