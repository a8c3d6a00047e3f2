package dev.countdown.bootstrap.keep.config;

import dev.countdown.application.guard.GuardedScope;
import dev.countdown.application.guard.NodePets;
import dev.countdown.application.guard.Placement;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.ListenAddress;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.guard.Nodes;
import dev.countdown.guard.PetJson;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The table {@code [guard]}: how this is a node of several that guard the same scopes.
 *
 * @param listen where pets come in
 * @param node its name, for people
 * @param nodes all of them; empty where each keeps every scope
 * @param self which of them this is; empty where it is found by its address
 * @param nameServer that knows the name of the nodes; empty for the first of this machine
 * @param copies how many nodes keep each scope
 * @param tokenFile holds the secret that a pet must show
 * @param tls empty for plain HTTP, which is for loopback alone
 * @param maxAge how long a pet counts
 * @param scopes each with the bots that must all be alive
 */
public record GuardSection(
        ListenAddress listen,
        String node,
        Optional<Nodes> nodes,
        Optional<String> self,
        Optional<ListenAddress> nameServer,
        int copies,
        Path tokenFile,
        Optional<Tls> tls,
        Duration maxAge,
        Map<Target, GuardedScope> scopes) {

    private static final Set<String> KNOWN = Set.of(
            "listen", "node", "nodes", "self", "dns-server", "copies", "token-file", "certificate", "key", "max-age");
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    /** Says which of the nodes this is, where the file does not. */
    public static final String SELF = "COUNTDOWN_SELF";

    /** With a pet every 500 ms, a sign of life is up to a second old when the next one comes. */
    private static final Duration LEAST_AGE = Duration.ofMillis(1_500);

    private static final Duration MOST_AGE = Duration.ofSeconds(60);

    /** In the order of the file. */
    public GuardSection {
        scopes = Collections.unmodifiableMap(new LinkedHashMap<>(scopes));
    }

    /**
     * The files for HTTPS.
     *
     * @param certificate PEM, with those of intermediate authorities
     * @param key PEM; may be the same file
     */
    public record Tls(Path certificate, Path key) {}

    static GuardSection of(ConfigTable table, Map<Target, GuardedScope> scopes, Map<String, String> environment) {
        table.allow(KNOWN);
        ListenAddress listen = table.read("listen", text -> ListenAddress.parse("listen", text))
                .orElseThrow(() -> table.wrong("listen", "listen is missing: HOST:PORT"));
        Optional<Tls> tls = table.read("certificate", Path::of)
                .map(certificate ->
                        new Tls(certificate, table.read("key", Path::of).orElse(certificate)));
        if (tls.isEmpty() && !listen.isLoopback()) {
            throw table.wrong("listen", "listen must be loopback unless there is a certificate: " + listen);
        }
        if (tls.isEmpty() && table.names().contains("key")) {
            throw table.wrong("key", "key must stand beside a certificate");
        }
        Optional<Nodes> nodes = nodes(table);
        if (nodes.filter(Nodes.Named.class::isInstance).isPresent() && tls.isEmpty()) {
            throw table.wrong("nodes", "nodes by dns must have a certificate: they are petted by HTTPS");
        }
        return new GuardSection(
                listen,
                table.read("node", GuardSection::name).orElseGet(() -> nameOf(environment)),
                nodes,
                self(table, environment),
                table.read("dns-server", text -> ListenAddress.ofNameServer("dns-server", text)),
                table.read("copies", GuardSection::copies).orElse(Placement.COPIES),
                table.read("token-file", Path::of)
                        .orElseThrow(() -> table.wrong("token-file", "token-file is missing")),
                tls,
                table.read("max-age", GuardSection::maxAge).orElse(NodePets.MAX_AGE),
                scopes);
    }

    /** Of the machine, where its environment says it. */
    private static String nameOf(Map<String, String> environment) {
        String name = environment.getOrDefault("HOSTNAME", "");
        return name.matches(NAME) ? name : "node";
    }

    private static String name(String text) {
        if (!text.matches(NAME)) {
            throw new IllegalArgumentException(
                    "node must be 1 to 64 letters, digits, '.', '_' or '-', the first a letter or digit: " + text);
        }
        return text;
    }

    private static Optional<Nodes> nodes(ConfigTable table) {
        if (!table.names().contains("nodes")) {
            return Optional.empty();
        }
        List<String> texts =
                table.isText("nodes") ? table.text("nodes").stream().toList() : table.texts("nodes");
        return Optional.of(table.checked("nodes", () -> Nodes.parse(texts)));
    }

    /** The variable lets every node have the same file. */
    private static Optional<String> self(ConfigTable table, Map<String, String> environment) {
        String variable = environment.getOrDefault(SELF, "");
        if (table.names().contains("self") || variable.isEmpty()) {
            return table.read("self", GuardSection::url);
        }
        try {
            return Optional.of(url(variable));
        } catch (IllegalArgumentException e) {
            throw new UsageException(SELF + ": " + e.getMessage(), e);
        }
    }

    private static String url(String text) {
        return new Nodes.Listed(List.of(URI.create(text))).texts().get(0);
    }

    private static int copies(String text) {
        if (!text.matches("[1-" + Placement.MOST_COPIES + "]")) {
            throw new IllegalArgumentException(
                    "copies must be a number from 1 to " + Placement.MOST_COPIES + ": " + text);
        }
        return Integer.parseInt(text);
    }

    private static Duration maxAge(String text) {
        Duration age = DurationText.parse(text);
        if (age.compareTo(LEAST_AGE) < 0 || age.compareTo(MOST_AGE) > 0) {
            throw new IllegalArgumentException("max-age must be from " + LEAST_AGE.toMillis() + "ms to "
                    + MOST_AGE.toSeconds() + "s, and more than two pets are apart: " + text);
        }
        return age;
    }

    /**
     * What only a restart can change.
     *
     * @return this without its list of nodes
     */
    public GuardSection withoutNodes() {
        return new GuardSection(
                listen, node, Optional.empty(), self, nameServer, copies, tokenFile, tls, maxAge, scopes);
    }

    /** What one {@code [[account.NAME.keep]]} of such a file says. */
    static GuardedScope scope(ConfigTable keep, Target target) {
        List<String> bots = keep.texts("bots");
        if (bots.isEmpty()) {
            throw keep.wrong("bots", "bots must name one or more, which must all be alive for " + target.name());
        }
        return keep.checked("bots", () -> {
            bots.forEach(PetJson::checkBot);
            return new GuardedScope(target.policy().timeout(), bots);
        });
    }
}
