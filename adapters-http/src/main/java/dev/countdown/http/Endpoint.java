package dev.countdown.http;

import com.google.common.net.InetAddresses;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The exchange's API, taken apart; a literal IPv6 host stays in its brackets. A signed request in the clear
 * goes to no other machine.
 */
record Endpoint(boolean tls, String host, int port, String base) {

    static Endpoint of(URI base) {
        String scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
        if (base.getRawUserInfo() != null) {
            throw new IllegalArgumentException("base URI must not hold a user or password: host " + base.getHost());
        }
        if (base.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IllegalArgumentException("base URI must be https://HOST/...: " + base);
        }
        if (base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException("base URI must not hold a query or fragment: " + base);
        }
        boolean tls = scheme.equals("https");
        String host = base.getHost().toLowerCase(Locale.ROOT);
        if (!tls && !isLoopback(host)) {
            throw new IllegalArgumentException("base URI must be https unless its host is loopback: " + base);
        }
        int port = base.getPort() >= 0 ? base.getPort() : tls ? 443 : 80;
        return new Endpoint(tls, host, port, base.getRawPath().replaceAll("/+$", ""));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || (InetAddresses.isUriInetAddress(host)
                        && InetAddresses.forUriString(host).isLoopbackAddress());
    }

    String countdownPath() {
        return base + "/options/countdown_cancel_all";
    }

    /** What a reply of 404 may come from; empty if it is not this. */
    String ifNotFound() {
        return base.endsWith("/api/v4") ? "" : "; the base URL does not end with /api/v4";
    }

    String timePath() {
        return base + "/spot/time";
    }

    /**
     * The addresses of the exchange's host. Once known they are used at once and looked up again beside that, so that a slow
     * name server delays nothing but the first connection of its own gateway, and holds up one thread that has nothing else to
     * do. Lives on the gateway's event loop.
     */
    static final class Addresses {

        private static final int MOST = 6;

        private final Context context;
        private final Endpoint endpoint;
        private final Resolver resolver;
        private List<InetAddress> known = List.of();
        private @Nullable Future<List<InetAddress>> lookup;

        Addresses(Context context, Endpoint endpoint, Resolver resolver) {
            this.context = context;
            this.endpoint = endpoint;
            this.resolver = resolver;
        }

        /** Looks a name up; may block. */
        @FunctionalInterface
        interface Resolver {
            InetAddress[] lookUp(String host) throws UnknownHostException;
        }

        Future<List<InetAddress>> find() {
            Future<List<InetAddress>> running = lookup == null ? start() : lookup;
            return known.isEmpty() ? running : Future.succeededFuture(known);
        }

        private Future<List<InetAddress>> start() {
            CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
            Thread thread = new Thread(() -> lookUp(found), "countdown-addresses");
            thread.setDaemon(true);
            thread.start();
            Future<List<InetAddress>> running = Future.fromCompletionStage(found, context);
            lookup = running;
            return running.onComplete(end -> {
                lookup = null;
                known = end.succeeded() ? end.result() : known;
            });
        }

        private void lookUp(CompletableFuture<List<InetAddress>> found) {
            try {
                found.complete(usable(resolver.lookUp(endpoint.host())));
            } catch (Throwable e) {
                found.completeExceptionally(e);
            }
        }

        private List<InetAddress> usable(InetAddress[] found) throws UnknownHostException {
            List<InetAddress> usable = new ArrayList<>();
            for (InetAddress address : found) {
                if (endpoint.tls() || address.isLoopbackAddress()) {
                    usable.add(address);
                }
            }
            if (usable.isEmpty()) {
                throw new UnknownHostException(endpoint.host() + " has no usable address");
            }
            return alternating(usable);
        }

        /** The resolver's first choice first, then the families in turn. */
        static List<InetAddress> alternating(List<InetAddress> addresses) {
            List<InetAddress> left = new ArrayList<>(addresses);
            List<InetAddress> ordered = new ArrayList<>();
            while (!left.isEmpty() && ordered.size() < MOST) {
                int other = 0;
                if (!ordered.isEmpty()) {
                    Class<?> last = ordered.get(ordered.size() - 1).getClass();
                    while (other < left.size() - 1 && left.get(other).getClass() == last) {
                        other++;
                    }
                    other = left.get(other).getClass() == last ? 0 : other;
                }
                ordered.add(left.remove(other));
            }
            return List.copyOf(ordered);
        }
    }
}
