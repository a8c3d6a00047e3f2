package dev.countdown.bootstrap.keep.config;

import dev.countdown.application.guard.GuardedScope;
import dev.countdown.application.guard.NodePets;
import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.ListenAddress;
import dev.countdown.bootstrap.keep.target.Target;
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
 * @param copies how many nodes keep each scope
 * @param tokenFile holds the secret that a pet must show
 * @param tls empty for plain HTTP, which is for loopback alone
 * @param maxAge how long a pet counts
 * @param scopes each with the bots that must all be alive
 */
public record GuardSection(
        ListenAddress listen,
        String node,
        int copies,
        Path tokenFile,
        Optional<Tls> tls,
        Duration maxAge,
        Map<Target, GuardedScope> scopes) {

    private static final Set<String> KNOWN =
            Set.of("listen", "node", "nodes", "copies", "token-file", "certificate", "key", "max-age");
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    private static final int COPIES = 3;
    private static final int MOST_COPIES = 9;

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
        return new GuardSection(
                listen,
                table.read("node", GuardSection::name).orElseGet(() -> nameOf(environment)),
                copies(table),
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

    private static int copies(ConfigTable table) {
        List<String> nodes = table.texts("nodes");
        int usual = nodes.isEmpty() ? COPIES : nodes.size();
        int copies = table.read("copies", GuardSection::copies).orElse(usual);
        for (String node : nodes) {
            table.checked("nodes", () -> url(node));
        }
        if (nodes.stream().distinct().count() < nodes.size()) {
            throw table.wrong("nodes", "nodes must be named only once: " + nodes);
        }
        if (nodes.size() > copies) {
            throw table.wrong(
                    "nodes",
                    "nodes must be at most copies, because each node keeps every scope: " + nodes.size() + " nodes, "
                            + copies + " copies");
        }
        return copies;
    }

    private static int copies(String text) {
        if (!text.matches("[1-" + MOST_COPIES + "]")) {
            throw new IllegalArgumentException("copies must be a number from 1 to " + MOST_COPIES + ": " + text);
        }
        return Integer.parseInt(text);
    }

    private static URI url(String node) {
        URI url = ConnectionOptions.parse(node);
        ConnectionOptions.checked(url);
        return url;
    }

    private static Duration maxAge(String text) {
        Duration age = DurationText.parse(text);
        if (age.compareTo(LEAST_AGE) < 0 || age.compareTo(MOST_AGE) > 0) {
            throw new IllegalArgumentException("max-age must be from " + LEAST_AGE.toMillis() + "ms to "
                    + MOST_AGE.toSeconds() + "s, and more than two pets are apart: " + text);
        }
        return age;
    }

    /** What one {@code [[account.NAME.keep]]} of such a file says. */
    static GuardedScope scope(ConfigTable keep, Target target) {
        List<String> bots = keep.texts("bots");
        if (bots.isEmpty()) {
            throw keep.wrong("bots", "bots is missing: the bots that must all be alive for " + target.name());
        }
        return keep.checked("bots", () -> {
            bots.forEach(PetJson::checkBot);
            return new GuardedScope(target.policy().timeout(), bots);
        });
    }
}
