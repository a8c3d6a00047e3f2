package dev.countdown.guard;

import com.google.common.net.HostAndPort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.DnsClientOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks for the addresses of a name every ten seconds, past every cache of Java. A lookup that fails, or finds no address, keeps the
 * list of before, and is told once until one succeeds. IPv6 addresses count only where there is none of IPv4, so that no node with
 * both counts as two. Its callbacks are called on an event loop, one after the other.
 */
public final class NodeLookup implements AutoCloseable {

    /** From one question to the next. */
    public static final Duration EVERY = Duration.ofSeconds(10);

    private static final long PATIENCE_MILLIS = 3_000;

    private final Vertx vertx;
    private final DnsClient client;
    private final Nodes.Named name;
    private final Consumer<List<String>> found;
    private final Consumer<String> failed;
    private final long timer;
    private boolean failing;
    private volatile boolean closed;

    private NodeLookup(
            Vertx vertx, DnsClient client, Nodes.Named name, Consumer<List<String>> found, Consumer<String> failed) {
        this.vertx = vertx;
        this.client = client;
        this.name = name;
        this.found = found;
        this.failed = failed;
        this.timer = vertx.setPeriodic(EVERY.toMillis(), due -> ask());
    }

    /**
     * Asks at once, and every ten seconds from then on.
     *
     * @param vertx on which it runs; goes on owning it
     * @param name what to ask for
     * @param server the name server; that of Vert.x's resolver, which is the first of this machine, unless given
     * @param found is given the base URLs after each lookup that succeeds, also where they are those of before
     * @param failed is told why, once until a lookup succeeds
     * @return to be closed
     */
    public static NodeLookup start(
            Vertx vertx,
            Nodes.Named name,
            Optional<InetSocketAddress> server,
            Consumer<List<String>> found,
            Consumer<String> failed) {
        DnsClientOptions options = new DnsClientOptions().setQueryTimeout(PATIENCE_MILLIS);
        server.ifPresent(at -> options.setHost(at.getHostString()).setPort(at.getPort()));
        NodeLookup lookup = new NodeLookup(vertx, vertx.createDnsClient(options), name, found, failed);
        vertx.getOrCreateContext().runOnContext(now -> lookup.ask());
        return lookup;
    }

    void ask() {
        if (closed) {
            return;
        }
        client.resolveA(name.name())
                .recover(none -> Future.succeededFuture(List.of()))
                .compose(four -> four.isEmpty() ? client.resolveAAAA(name.name()) : Future.succeededFuture(four))
                .onSuccess(this::found)
                .onFailure(why -> fail(Bounds.shown(why.getMessage())));
    }

    private synchronized void found(List<String> addresses) {
        if (addresses.isEmpty()) {
            fail("it has no address");
        } else if (!closed) {
            failing = false;
            found.accept(addresses.stream()
                    .map(address -> "https://" + HostAndPort.fromParts(address, name.port()))
                    .distinct()
                    .sorted()
                    .toList());
        }
    }

    private synchronized void fail(String why) {
        if (!failing && !closed) {
            failing = true;
            failed.accept("the lookup of " + name.name() + " failed, so the list of nodes stays as it is: " + why);
        }
    }

    /** Asks no more. Idempotent. */
    @Override
    public void close() {
        closed = true;
        vertx.cancelTimer(timer);
        client.close();
    }
}
