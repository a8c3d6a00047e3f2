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

/**
 * Which entry of a list of nodes this node is: the one that {@code self} names. Without that it is the one with the port of {@code
 * listen} and its host; where that is 0.0.0.0 or [::], with an address of this machine.
 *
 * @param addresses of this machine, as text
 */
public record OwnNode(Optional<String> self, ListenAddress listen, Supplier<Set<String>> addresses) {

    private static final String EVERY_ADDRESS = "[0.]+|::";

    /** On this machine. */
    public static OwnNode of(Optional<String> self, ListenAddress listen) {
        return new OwnNode(self, listen, OwnNode::ofThisMachine);
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
     * @throws UsageException if it is not, and the list places scopes; or if it is several of them
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
     * Finds it.
     *
     * @return empty if it is none of them
     * @throws UsageException if it is several of them
     */
    public Optional<String> in(List<String> nodes) {
        if (self.isPresent()) {
            return self.filter(nodes::contains);
        }
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
