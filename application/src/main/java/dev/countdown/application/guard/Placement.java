package dev.countdown.application.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * Which nodes keep a scope: of more than {@code copies} nodes those with the highest weights for it (rendezvous hashing). Node, bot
 * and sidecar all use this function. When a node comes or goes, only the scopes move that it takes or had. Stateless, safe for use by
 * many threads.
 *
 * <p>The weight of a node for a scope is the SHA-256 of the UTF-8 bytes of the node, one {@code |} (0x7C), and the scope. Weights
 * are compared as unsigned numbers, the first byte the highest. {@code placement-vectors.json} tries it in any language.
 */
public final class Placement {

    /** How many nodes keep a scope, unless said otherwise. */
    public static final int COPIES = 3;

    /** As many nodes at most can be said to keep a scope. */
    public static final int MOST_COPIES = 9;

    private Placement() {}

    /** The weight in hexadecimal, which sorts as its bytes do. */
    private record Weighed(String node, String weight) {}

    /**
     * The nodes that keep a scope.
     *
     * @param scope as bots name it, such as {@code main/underlying:BTC_USDT}
     * @param nodes each with its base URL: scheme and host in lower case, a port, no slash at the end; one named twice counts once
     * @param copies how many keep it; at least 1
     * @return the highest weight first; all nodes where there are not more than copies
     * @throws IllegalArgumentException if copies is below 1
     */
    public static List<String> keepers(String scope, Collection<String> nodes, int copies) {
        if (copies < 1) {
            throw new IllegalArgumentException("copies must be at least 1: " + copies);
        }
        return nodes.stream()
                .distinct()
                .map(node -> new Weighed(node, weight(node, scope)))
                .sorted(Comparator.comparing(Weighed::weight).reversed())
                .limit(copies)
                .map(Weighed::node)
                .toList();
    }

    private static String weight(String node, String scope) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest((node + "|" + scope).getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
