package dev.countdown.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of the exchange's host. Once known they are used at once and looked up again beside that, so that a slow
 * name server delays nothing but the first connection of its own gateway, and holds up one thread that has nothing else to
 * do. Lives on the gateway's event loop.
 */
final class Addresses {

    private static final int MOST = 6;

    private final ContextInternal context;
    private final Endpoint endpoint;
    private final Resolver resolver;
    private List<InetAddress> known = List.of();
    private @Nullable Future<List<InetAddress>> lookup;

    Addresses(ContextInternal context, Endpoint endpoint, Resolver resolver) {
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
        Promise<List<InetAddress>> found = context.promise();
        Thread thread = new Thread(() -> lookUp(found), "countdown-addresses");
        thread.setDaemon(true);
        thread.start();
        lookup = found.future();
        return found.future().onComplete(end -> {
            lookup = null;
            known = end.succeeded() ? end.result() : known;
        });
    }

    private void lookUp(Promise<List<InetAddress>> found) {
        Future<List<InetAddress>> end;
        try {
            end = Future.succeededFuture(usable(resolver.lookUp(endpoint.host())));
        } catch (Throwable e) {
            end = Future.failedFuture(e);
        }
        try {
            end.onComplete(found);
        } catch (RejectedExecutionException e) {
            // Vert.x was closed meanwhile: nobody waits for the answer.
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
