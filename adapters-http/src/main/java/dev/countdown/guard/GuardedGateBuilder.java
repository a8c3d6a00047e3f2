package dev.countdown.guard;

import dev.countdown.application.Scheduler;
import dev.countdown.application.guard.Placement;
import dev.countdown.http.TrustedCertificates;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Builds a {@link GuardedGate}. Not for use by several threads at once. Shows no token. */
public final class GuardedGateBuilder {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Vertx vertx;

    @Nullable
    Nodes nodes;

    int copies = Placement.COPIES;
    Optional<InetSocketAddress> nameServer = Optional.empty();
    String bot = "";
    String token = "";
    List<String> scopes = List.of();
    Duration deadline = Duration.ofSeconds(2);
    Scheduler scheduler = Scheduler.system();
    Consumer<GuardEvent> listener = event -> {};
    private @Nullable Path certificates;

    GuardedGateBuilder(Vertx vertx) {
        this.vertx = Objects.requireNonNull(vertx, "vertx");
    }

    /**
     * The nodes that guard the bot. Required.
     *
     * @param all their base URLs, {@code https://HOST:PORT}, or {@code http} where the host is loopback; none twice
     * @return this
     * @throws IllegalArgumentException naming the value and the rule
     */
    public GuardedGateBuilder nodes(Collection<URI> all) {
        return nodes(new Nodes.Listed(List.copyOf(all)));
    }

    /**
     * The nodes, by a list or by a name that is looked up every ten seconds. Required.
     *
     * @param source where the list comes from
     * @return this
     */
    public GuardedGateBuilder nodes(Nodes source) {
        nodes = Objects.requireNonNull(source, "nodes");
        return this;
    }

    /**
     * How many nodes keep each scope: of more nodes the bot pets those alone.
     *
     * @param count 1 to 9, the same as on the nodes; 3 unless given
     * @return this
     * @throws IllegalArgumentException naming the value and the rule
     */
    public GuardedGateBuilder copies(int count) {
        if (count < 1 || count > Placement.MOST_COPIES) {
            throw new IllegalArgumentException("copies must be 1 to " + Placement.MOST_COPIES + ": " + count);
        }
        copies = count;
        return this;
    }

    /**
     * Which name server knows the name of the nodes.
     *
     * @param server that of the platform's Vert.x unless given: the first of this machine, if the platform set no other
     * @return this
     */
    public GuardedGateBuilder nameServer(InetSocketAddress server) {
        nameServer = Optional.of(server);
        return this;
    }

    /**
     * The name of the bot. Required.
     *
     * @param name as the nodes require it
     * @return this
     * @throws IllegalArgumentException naming the value and the rule
     */
    public GuardedGateBuilder bot(String name) {
        bot = PetJson.checkBot(name);
        return this;
    }

    /**
     * The token that the nodes demand of every pet. Required.
     *
     * @param secret 16 to 1,024 printable ASCII characters without spaces
     * @return this
     * @throws IllegalArgumentException if it is refused; the message does not show it
     */
    public GuardedGateBuilder token(String secret) {
        token = PetJson.checkToken(secret);
        return this;
    }

    /**
     * The scopes whose orders the bot places. Required.
     *
     * @param all as the nodes name them, such as {@code main/underlying:BTC_USDT}; none twice
     * @return this
     * @throws IllegalArgumentException naming the value and the rule
     */
    public GuardedGateBuilder scopes(Collection<String> all) {
        Bounds.count("scopes", all.size(), 1);
        all.forEach(Bounds::scope);
        if (all.stream().distinct().count() < all.size()) {
            throw new IllegalArgumentException("scopes must be named only once: " + Bounds.shown(all));
        }
        scopes = List.copyOf(all);
        return this;
    }

    /**
     * The certificate authorities of the nodes, instead of those of Java.
     *
     * @param pem a file of certificates; read now and by {@link #open}
     * @return this
     * @throws IllegalArgumentException if it cannot be used
     */
    public GuardedGateBuilder trustedCertificates(Path pem) {
        TrustedCertificates.read(pem);
        certificates = pem;
        return this;
    }

    /**
     * How long a node has for its reply.
     *
     * @param span 1 ms to 10 s; 2 s unless given
     * @return this
     * @throws IllegalArgumentException naming the value and the rule
     */
    public GuardedGateBuilder deadline(Duration span) {
        if (span.toMillis() < 1 || span.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("deadline must be 1 ms to 10 s: " + span);
        }
        deadline = span;
        return this;
    }

    /**
     * The clocks of the gate.
     *
     * @param clocks the system's unless given
     * @return this
     */
    public GuardedGateBuilder scheduler(Scheduler clocks) {
        scheduler = Objects.requireNonNull(clocks, "scheduler");
        return this;
    }

    /**
     * Who is told what changes.
     *
     * @param told called for one event after the other, on an event loop: it must not block
     * @return this
     */
    public GuardedGateBuilder listener(Consumer<GuardEvent> told) {
        listener = Objects.requireNonNull(told, "listener");
        return this;
    }

    /**
     * Opens the gate. It sends nothing before the first {@link GuardedGate#pet}. A builder makes one gate.
     *
     * @return the gate, shut
     * @throws IllegalArgumentException if a required part is missing
     */
    public GuardedGate open() {
        required("nodes", nodes == null);
        required("bot", bot.isEmpty());
        required("token", token.isEmpty());
        required("scopes", scopes.isEmpty());
        HttpClientOptions options = new HttpClientOptions().setKeepAliveTimeout(10);
        if (certificates != null) {
            options.setTrustOptions(new PemTrustOptions().addCertValue(TrustedCertificates.read(certificates)));
        }
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(PettedNode.UNANSWERED);
        HttpClient client = vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                .withConnectHandler(
                        connection -> connection.exceptionHandler(killed -> {})) // its pets fail: enough said
                .build();
        return new GuardedGate(this, vertx, client, new SecureRandom().nextInt());
    }

    private static void required(String what, boolean missing) {
        if (missing) {
            throw new IllegalArgumentException(what + " must be given");
        }
    }

    @Override
    public String toString() {
        return "GuardedGateBuilder[bot=" + bot + ", nodes=" + nodes + ", scopes=" + scopes + "]";
    }
}
