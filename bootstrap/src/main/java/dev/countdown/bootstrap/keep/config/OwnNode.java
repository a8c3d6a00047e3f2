package dev.countdown.bootstrap.keep.config;

import com.google.common.base.Ascii;
import com.google.common.net.InetAddresses;
import dev.countdown.bootstrap.cli.ListenAddress;
import dev.countdown.bootstrap.cli.UsageException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Which entry of a list of nodes this node is: the one that {@code self} names. Without that it is the one with the port of {@code
 * listen} and its host; where that is 0.0.0.0 or [::], with an address of this machine.
 *
 * @param https whether it has a certificate, and so serves nothing else
 * @param addresses of this machine, as text
 */
public record OwnNode(Optional<String> self, ListenAddress listen, boolean https, Supplier<Set<String>> addresses) {

    private static final String EVERY_ADDRESS = "[0.]+|::";

    /** On this machine, with the address at which it does listen. */
    public static OwnNode of(GuardSection guard, ListenAddress listen) {
        return new OwnNode(guard.self(), listen, guard.tls().isPresent(), OwnNode::ofThisMachine);
    }

    /** Whether another machine may find another one by the same file. */
    public boolean isOfThisMachine() {
        return self.isEmpty() && listen.host().matches(EVERY_ADDRESS);
    }

    /**
     * What is wrong with a list at the start of this node.
     *
     * @param copies how many nodes keep each scope
     * @return a warning; empty if this node is in the list
     * @throws UsageException if it is not, and the list places scopes; or as {@link #in} says
     */
    public Optional<String> missingIn(List<String> nodes, int copies) {
        if (in(nodes).isPresent()) {
            return Optional.empty();
        }
        String us = self.orElse(listen.toString()) + " is none of " + String.join(", ", nodes);
        if (nodes.size() > copies) {
            throw new UsageException("nodes must name this node, which self, or " + GuardSection.SELF
                    + ", or the address of listen says: " + us);
        }
        return Optional.of("nodes should name this node, which self, or " + GuardSection.SELF
                + ", or the address of listen says: " + us
                + ". It keeps every scope, but no bot that has this list pets it");
    }

    /**
     * Which of a list are hardly reached as the list says, though another node may be.
     *
     * @return a warning; empty if there is none
     */
    public Optional<String> otherSchemes(List<String> nodes) {
        String others =
                nodes.stream().filter(node -> !node.startsWith(scheme())).collect(Collectors.joining(", "));
        return Optional.of(
                        https
                                ? "nodes should not be plain http beside a certificate, with which a node serves HTTPS: "
                                : "nodes should not be https beside no certificate, without which a node serves plain HTTP,"
                                        + " unless a proxy before it has one: ")
                .filter(words -> !others.isEmpty())
                .map(words -> words + others);
    }

    private String scheme() {
        return https ? "https://" : "http://";
    }

    /**
     * Finds it.
     *
     * @return empty if it is none of them
     * @throws UsageException if it is several of them, or it does not serve what the list says
     */
    public Optional<String> in(List<String> nodes) {
        Optional<String> found = self.isPresent() ? self.filter(nodes::contains) : byAddress(nodes);
        found.filter(node -> !node.startsWith(scheme()))
                .filter(node -> https || self.isEmpty()) // else a proxy may have the certificate
                .ifPresent(node -> {
                    throw new UsageException("nodes must name this node by " + scheme() + ", because it has "
                            + (https ? "a" : "no") + " certificate: " + node);
                });
        return found;
    }

    private Optional<String> byAddress(List<String> nodes) {
        Set<String> hosts = listen.host().matches(EVERY_ADDRESS) ? addresses.get() : Set.of(normal(listen.host()));
        List<String> own = nodes.stream()
                .filter(node -> URI.create(node).getPort() == listen.port()
                        && hosts.contains(normal(URI.create(node).getHost())))
                .toList();
        if (own.size() > 1) {
            throw new UsageException("nodes must name this node once, or self must say which it is: " + own);
        }
        return own.stream().findFirst();
    }

    /** An address of IPv6 has several spellings; a name is no address. */
    private static String normal(String host) {
        String bare = Ascii.toLowerCase(host.replaceAll("[\\[\\]]", ""));
        return InetAddresses.isInetAddress(bare) ? InetAddresses.forString(bare).getHostAddress() : bare;
    }

    private static Set<String> ofThisMachine() {
        Set<String> all = new HashSet<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .forEach(address -> all.add(address.getHostAddress().replaceAll("%.*", "")));
        } catch (SocketException unknown) { // as if it had none
            return Set.of();
        }
        return all;
    }
}
