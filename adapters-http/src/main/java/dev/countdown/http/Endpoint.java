package dev.countdown.http;

import com.google.common.base.Ascii;
import com.google.common.collect.Multimaps;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The exchange's API, taken apart; a literal IPv6 host stays in its brackets. A signed request in the clear
 * goes to no other machine.
 */
record Endpoint(boolean tls, String host, int port, String base) {

    static Endpoint of(URI base) {
        String scheme = Ascii.toLowerCase(String.valueOf(base.getScheme()));
        if (base.getRawUserInfo() != null) {
            throw new IllegalArgumentException("base URI must not hold a user or password: host " + base.getHost());
        }
        if (base.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IllegalArgumentException("base URI must be https://HOST/...: " + shown(base));
        }
        if (base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException("base URI must not hold a query or fragment: " + shown(base));
        }
        boolean tls = scheme.equals("https");
        String host = Ascii.toLowerCase(base.getHost());
        if (!tls && !GateSettings.isLoopback(host)) {
            throw new IllegalArgumentException("base URI must be https unless its host is loopback: " + shown(base));
        }
        if (base.getPort() == 0 || base.getPort() > 65535) {
            throw new IllegalArgumentException("base URI must have a port of 1 to 65535: " + shown(base));
        }
        int port = base.getPort() >= 0 ? base.getPort() : tls ? 443 : 80;
        return new Endpoint(tls, host, port, base.getRawPath().replaceAll("/+$", ""));
    }

    /** Without what may be secret: a user or password, and a query. */
    private static String shown(URI base) {
        String text = base.toString();
        return text.replaceAll(text.contains("@") ? "(?<=:).*" : "[?#].*", "...");
    }

    String countdownPath(Market market) {
        return base + market.countdownPath();
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
        private static final ThreadFactory THREADS = new ThreadFactoryBuilder()
                .setDaemon(true)
                .setNameFormat("countdown-addresses")
                .build();

        private final Context context;
        private final Endpoint endpoint;
        private final Resolver resolver;
        private final Executor threads;
        private List<InetAddress> known = List.of();
        private Future<List<InetAddress>> lookup = Future.failedFuture("not looked up yet");

        Addresses(Context context, Endpoint endpoint, Resolver resolver) {
            this(context, endpoint, resolver, task -> THREADS.newThread(task).start());
        }

        Addresses(Context context, Endpoint endpoint, Resolver resolver, Executor threads) {
            this.context = context;
            this.endpoint = endpoint;
            this.resolver = resolver;
            this.threads = threads;
        }

        /** Looks a name up; may block. */
        @FunctionalInterface
        interface Resolver {
            InetAddress[] lookUp(String host) throws UnknownHostException;
        }

        Future<List<InetAddress>> find() {
            if (lookup.isComplete()) {
                CompletableFuture<List<InetAddress>> found = CompletableFuture.supplyAsync(this::lookUp, threads);
                lookup = Future.fromCompletionStage(found, context).onSuccess(addresses -> known = addresses);
            }
            return known.isEmpty() ? lookup : Future.succeededFuture(known);
        }

        private List<InetAddress> lookUp() {
            try {
                List<InetAddress> usable = Stream.of(resolver.lookUp(endpoint.host()))
                        .filter(each -> endpoint.tls() || each.isLoopbackAddress())
                        .toList();
                if (usable.isEmpty()) {
                    throw new UnknownHostException(endpoint.host() + " has no usable address");
                }
                return alternating(usable);
            } catch (UnknownHostException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The resolver's first choice first, then the families in turn. */
        static List<InetAddress> alternating(List<InetAddress> found) {
            Collection<Collection<InetAddress>> families =
                    Multimaps.index(found, Object::getClass).asMap().values();
            return IntStream.range(0, found.size())
                    .boxed()
                    .flatMap(i -> families.stream()
                            .flatMap(each -> each.stream().skip(i).limit(1)))
                    .limit(MOST)
                    .toList();
        }
    }
}
