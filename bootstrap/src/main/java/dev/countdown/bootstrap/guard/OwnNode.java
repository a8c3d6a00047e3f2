package dev.countdown.bootstrap.guard;

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
record OwnNode(Optional<String> self, ListenAddress listen, Supplier<Set<String>> addresses) {

    static OwnNode of(Optional<String> self, ListenAddress listen) {
        return new OwnNode(self, listen, OwnNode::ofThisMachine);
    }

    /**
     * Finds it.
     *
     * @return empty if it is none of them
     * @throws UsageException if it is several of them
     */
    Optional<String> in(List<String> nodes) {
        if (self.isPresent()) {
            return self.filter(nodes::contains);
        }
        Set<String> hosts = listen.host().matches("[0.]+|::") ? addresses.get() : Set.of(normal(listen.host()));
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
