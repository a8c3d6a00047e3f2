package dev.countdown.bootstrap.guard;

import dev.countdown.bootstrap.cli.DaemonThread;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.config.Config;
import dev.countdown.bootstrap.keep.config.GuardSection;
import dev.countdown.bootstrap.keep.config.OwnNode;
import dev.countdown.guard.NodeLookup;
import dev.countdown.guard.Nodes;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The list of nodes of this node, and what changes it: SIGHUP, or a lookup by name. A node that is not in the list keeps what bots ask
 * for until it is. Safe for use by many threads.
 */
final class NodeList implements AutoCloseable {

    private final GuardSection guard;
    private final OwnNode own;
    private final GuardNode node;
    private final Consumer<String> notices;
    private final Consumer<String> complaints;
    private Optional<NodeLookup> lookup = Optional.empty();
    private List<String> last = List.of();

    NodeList(GuardSection guard, OwnNode own, GuardNode node, Consumer<String> notices, Consumer<String> complaints) {
        this.guard = guard;
        this.own = own;
        this.node = node;
        this.notices = notices;
        this.complaints = complaints;
    }

    /**
     * Takes the list of the file, or begins to look it up.
     *
     * @throws UsageException if this node is not in a list that places scopes
     */
    void start(Vertx vertx) {
        Nodes nodes = guard.nodes().orElse(null);
        if (nodes instanceof Nodes.Listed listed) {
            Optional<String> unused = own.missingIn(listed.texts(), guard.copies());
            changed(listed.texts());
        } else if (nodes instanceof Nodes.Named name) {
            node.placed(List.of(), Optional.empty());
            lookUp(vertx, name);
        }
    }

    private void lookUp(Vertx vertx, Nodes.Named name) {
        complaints.accept("countdown: looks up " + name + "; until this node is found, it keeps what bots ask for");
        lookup = Optional.of(NodeLookup.start(
                vertx,
                name,
                guard.nameServer().map(at -> new InetSocketAddress(at.host(), at.port())),
                list -> checked(() -> changed(list)),
                why -> complaints.accept("countdown: " + why)));
    }

    /** Reads the file again, on a thread of its own: a file can hang. */
    void reload(Supplier<Config> file, Config before) {
        DaemonThread.of(
                        "reload",
                        () -> checked(() -> {
                            Config next = file.get();
                            Optional<GuardSection> section = next.guard().map(GuardSection::withoutNodes);
                            if (!next.targets().equals(before.targets())
                                    || !section.equals(before.guard().map(GuardSection::withoutNodes))) {
                                throw new UsageException(
                                        "only nodes may change without a restart: restart the nodes, one after the other");
                            }
                            Optional<Nodes> nodes = next.guard().flatMap(GuardSection::nodes);
                            boolean lists = nodes.orElse(null) instanceof Nodes.Listed
                                    && guard.nodes().orElse(null) instanceof Nodes.Listed;
                            if (!lists && !nodes.equals(guard.nodes())) {
                                throw new UsageException(
                                        "nodes must stay a list, or dns, or left out, without a restart");
                            }
                            if (!lists || !changed(((Nodes.Listed) nodes.orElseThrow()).texts())) {
                                notices.accept("countdown: reloaded: nothing to change");
                            }
                        }))
                .start();
    }

    private void checked(Runnable change) {
        try {
            change.run();
        } catch (UsageException | IllegalArgumentException e) {
            complaints.accept("countdown: not reloaded: " + e.getMessage());
        } catch (Throwable e) { // even out of memory: what is kept goes on
            complaints.accept("countdown: not reloaded: internal error: " + e);
        }
    }

    private synchronized boolean changed(List<String> list) {
        if (list.equals(last)) {
            return false;
        }
        Optional<String> self = own.in(list);
        long count = node.placed(list, self);
        last = list;
        String nodes = list.size() + " nodes, " + String.join(", ", list);
        if (self.isEmpty() && list.size() > guard.copies()) {
            complaints.accept("countdown: this node is none of " + nodes + ": it keeps what bots ask for");
        } else {
            notices.accept("countdown: of " + guard.scopes().size() + " scopes this node keeps " + count
                    + " of its own; " + nodes);
        }
        warnOf(list);
        return true;
    }

    /** Where the list places scopes, the lines above say whether it has this node. */
    private void warnOf(List<String> list) {
        own.otherSchemes(list).ifPresent(warning -> complaints.accept("countdown: " + warning));
        if (list.size() <= guard.copies()) {
            own.missingIn(list, guard.copies()).ifPresent(warning -> complaints.accept("countdown: " + warning));
        }
    }

    @Override
    public void close() {
        lookup.ifPresent(NodeLookup::close);
    }
}
