package dev.countdown.guard;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the list of nodes comes from. Immutable. */
public sealed interface Nodes {

    /**
     * A list.
     *
     * @param all base URLs, in the form in which {@link dev.countdown.application.guard.Placement} takes them
     */
    record Listed(List<URI> all) implements Nodes {

        /**
         * Checks each.
         *
         * @param all {@code https://HOST:PORT}, or {@code http} where the host is loopback; at least one, none twice
         * @throws IllegalArgumentException naming the value and the rule
         */
        public Listed {
            all = all.stream().map(NodeClient::checked).toList();
            if (all.isEmpty() || all.stream().distinct().count() < all.size()) {
                throw new IllegalArgumentException("nodes must be at least one, and none twice: " + all);
            }
        }

        /**
         * The same as text.
         *
         * @return a copy
         */
        public List<String> texts() {
            return all.stream().map(URI::toString).toList();
        }

        @Override
        public String toString() {
            return String.join(", ", texts());
        }
    }

    /**
     * All addresses of a name, each of which is a node {@code https://ADDRESS:PORT}; its certificate is for the name.
     *
     * @param name a full name: no search domain is added to it
     * @param port of every node
     */
    record Named(String name, int port) implements Nodes {

        private static final Pattern NAME =
                Pattern.compile("(?=.{1,253}$)[a-z0-9_][a-z0-9_-]{0,62}(\\.[a-z0-9_-]{1,63})*");

        /**
         * Checks both.
         *
         * @param name a full name whose parts are 1 to 63 letters, digits, '-', '_' and '.'
         * @param port 1 to 65535
         * @throws IllegalArgumentException naming the value and the rule
         */
        public Named {
            if (!NAME.matcher(name).matches() || name.matches("[0-9.]+") || port < 1 || port > 65535) {
                throw new IllegalArgumentException("nodes must be dns:NAME:PORT, with the full name in lower case: dns:"
                        + Bounds.shown(name) + ":" + port);
            }
        }

        @Override
        public String toString() {
            return "dns:" + name + ":" + port;
        }
    }

    /**
     * Reads one or the other.
     *
     * @param texts base URLs, or {@code dns:NAME:PORT} alone
     * @return where the list comes from
     * @throws IllegalArgumentException naming the value and the rule
     */
    static Nodes parse(Collection<String> texts) {
        List<String> all = List.copyOf(texts);
        if (all.stream().noneMatch(text -> text.startsWith("dns:"))) {
            return new Listed(all.stream().map(Nodes::uri).toList());
        }
        if (all.size() > 1) {
            throw new IllegalArgumentException("nodes must be URLs, or dns:NAME:PORT alone: " + Bounds.shown(all));
        }
        Matcher parts = Pattern.compile("dns:([^:]*):(\\d{1,5})").matcher(all.get(0));
        if (!parts.matches()) {
            throw new IllegalArgumentException("nodes must be dns:NAME:PORT: " + Bounds.shown(all.get(0)));
        }
        return new Named(parts.group(1).replaceAll("\\.$", ""), Integer.parseInt(parts.group(2)));
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) { // its message may quote what is secret
            throw new IllegalArgumentException("node must be https://HOST:PORT", e);
        }
    }
}
