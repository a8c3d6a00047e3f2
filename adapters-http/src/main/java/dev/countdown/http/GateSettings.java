package dev.countdown.http;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Ascii;
import com.google.common.collect.Range;
import com.google.common.net.InetAddresses;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where a gateway finds the exchange, in which market, as whom it signs, and its limits. Immutable. There is no setting that switches the
 * verification of certificates off. It may get further parts: start with {@code of}, and change what you need.
 */
public final class GateSettings {

    /** The live exchange. */
    public static final URI LIVE = URI.create("https://api.gateio.ws/api/v4");

    /** The exchange's TestNet, which has keys of its own. */
    public static final URI TESTNET = URI.create("https://api-testnet.gateapi.io/api/v4");

    private final Parts parts;

    private GateSettings(Parts parts) {
        this.parts = parts;
    }

    /** Changed only before the settings that hold it are made. */
    private static final class Parts {
        private final URI baseUri;
        private final Supplier<Credentials> credentials;
        private Market market = Market.OPTIONS;
        private int connections = 8;
        private Duration keepAlive = Duration.ofSeconds(30);
        private int maxReplyBytes = 1 << 16;
        private Optional<Path> trustedCertificates = Optional.empty();
        private Optional<Duration> lifetime = Optional.empty();

        Parts(URI baseUri, Supplier<Credentials> credentials) {
            this.baseUri = baseUri;
            this.credentials = credentials;
        }
    }

    /**
     * The defaults: the market of options, 8 connections, replaced after 30 s of idling, replies of at most 64 KiB, this Java's certificate
     * authorities, the exchange's own lifetime of requests.
     *
     * @param baseUri such as {@link #LIVE}, up to and including {@code /api/v4}; plain {@code http} only for a loopback address
     * @param credentials who signs
     * @return the settings
     * @throws IllegalArgumentException if the URI is refused; the message names the rule
     */
    public static GateSettings of(URI baseUri, Credentials credentials) {
        Objects.requireNonNull(credentials, "credentials");
        return of(baseUri, () -> credentials);
    }

    /**
     * The same defaults with credentials that may change.
     *
     * @param baseUri such as {@link #LIVE}, up to and including {@code /api/v4}; plain {@code http} only for a loopback address
     * @param credentials asked before every request, on the gateway's event loop, so that keys can be rotated without a
     *     restart; must not block
     * @return the settings
     * @throws IllegalArgumentException if the URI is refused; the message names the rule
     */
    public static GateSettings of(URI baseUri, Supplier<Credentials> credentials) {
        Endpoint.of(Objects.requireNonNull(baseUri, "baseUri"));
        return new GateSettings(new Parts(baseUri, Objects.requireNonNull(credentials, "credentials")));
    }

    /**
     * Whether a host is this machine, as far as its text says: no name is looked up but {@code localhost}.
     *
     * @param host a name, or an address; that of IPv6 with or without brackets
     * @return true for {@code localhost} and for a loopback address; to such a host alone a secret may go in the clear
     */
    public static boolean isLoopback(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return Ascii.equalsIgnoreCase(bare, "localhost")
                || (InetAddresses.isInetAddress(bare)
                        && InetAddresses.forString(bare).isLoopbackAddress());
    }

    private GateSettings with(Consumer<Parts> change) {
        Parts copy = new Parts(parts.baseUri, parts.credentials);
        copy.market = parts.market;
        copy.connections = parts.connections;
        copy.keepAlive = parts.keepAlive;
        copy.maxReplyBytes = parts.maxReplyBytes;
        copy.trustedCertificates = parts.trustedCertificates;
        copy.lifetime = parts.lifetime;
        change.accept(copy);
        return new GateSettings(copy);
    }

    /**
     * Where the exchange is.
     *
     * @return up to and including {@code /api/v4}
     */
    public URI baseUri() {
        return parts.baseUri;
    }

    /**
     * Whose countdowns are sent.
     *
     * @return one market
     */
    public Market market() {
        return parts.market;
    }

    /**
     * Who signs.
     *
     * @return asked before every request, on the gateway's event loop
     */
    public Supplier<Credentials> credentials() {
        return parts.credentials;
    }

    /**
     * How many connections are planned for. One more is kept warm, and another for each request that stays without answer. As many
     * requests can be on their way at once.
     *
     * @return 1 to 1024
     */
    public int connections() {
        return parts.connections;
    }

    /**
     * How long a connection may idle before it is replaced; must be shorter than the exchange's.
     *
     * @return 1 s to 10 min
     */
    public Duration keepAlive() {
        return parts.keepAlive;
    }

    /**
     * The largest body of a reply that is read.
     *
     * @return 256 bytes to 1 MiB
     */
    public int maxReplyBytes() {
        return parts.maxReplyBytes;
    }

    /**
     * A PEM file of the only certificate authorities to trust.
     *
     * @return empty for those of this Java
     */
    public Optional<Path> trustedCertificates() {
        return parts.trustedCertificates;
    }

    /**
     * After how long the exchange should refuse a request that is still on its way, by a backdated Timestamp. Given up at the first
     * {@code REQUEST_EXPIRED}.
     *
     * @return 2 s to 60 s; empty for the exchange's own 60 s
     */
    public Optional<Duration> lifetime() {
        return parts.lifetime;
    }

    /**
     * In another market. The key needs the permission of that one.
     *
     * @param market whose countdowns are sent
     * @return the settings
     */
    public GateSettings on(Market market) {
        Objects.requireNonNull(market, "market");
        return with(copy -> copy.market = market);
    }

    /**
     * With another number of connections.
     *
     * @param count 1 to 1024
     * @return the settings
     * @throws IllegalArgumentException if out of range
     */
    public GateSettings withConnections(int count) {
        check("connections", count, 1, 1024);
        return with(copy -> copy.connections = count);
    }

    /**
     * With another time that a connection may idle.
     *
     * @param span 1 s to 10 min
     * @return the settings
     * @throws IllegalArgumentException if out of range
     */
    public GateSettings withKeepAlive(Duration span) {
        check("keepAlive", Objects.requireNonNull(span, "keepAlive"), Duration.ofSeconds(1), Duration.ofMinutes(10));
        return with(copy -> copy.keepAlive = span);
    }

    /**
     * With another limit on the size of a reply.
     *
     * @param bytes 256 bytes to 1 MiB
     * @return the settings
     * @throws IllegalArgumentException if out of range
     */
    public GateSettings withMaxReplyBytes(int bytes) {
        check("maxReplyBytes", bytes, 256, 1 << 20);
        return with(copy -> copy.maxReplyBytes = bytes);
    }

    /**
     * Trusting only the certificate authorities of a file.
     *
     * @param pem a PEM file of at most 8 MiB, read now and once more when the gateway is made
     * @return the settings
     * @throws IllegalArgumentException if the file cannot be read or holds no certificate; the message names it
     */
    public GateSettings withTrustedCertificates(Path pem) {
        TrustedCertificates.read(Objects.requireNonNull(pem, "pem"));
        return with(copy -> copy.trustedCertificates = Optional.of(pem));
    }

    /**
     * With a narrowed lifetime of requests.
     *
     * @param span 2 s to 60 s
     * @return the settings
     * @throws IllegalArgumentException if out of range
     */
    public GateSettings withLifetime(Duration span) {
        check("lifetime", Objects.requireNonNull(span, "lifetime"), Duration.ofSeconds(2), Duration.ofSeconds(60));
        return with(copy -> copy.lifetime = Optional.of(span));
    }

    private static <T extends Comparable<T>> void check(String what, T value, T least, T most) {
        checkArgument(Range.closed(least, most).contains(value), "%s must be %s to %s: %s", what, least, most, value);
    }
}
