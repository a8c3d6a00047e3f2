package dev.countdown.http;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.Range;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a gateway finds the exchange, as whom it signs, and its limits. Immutable. There is no setting that switches the
 * verification of certificates off.
 *
 * @param baseUri up to and including {@code /api/v4}; plain {@code http} only for a loopback address
 * @param credentials asked before every request, on the gateway's event loop, so that keys can be rotated without a
 *     restart; must not block
 * @param connections how many connections are planned for, 1 to 1024; one more is kept warm, and another for each
 *     request that stays without answer. As many requests can be on their way at once
 * @param keepAlive how long a connection may idle before it is replaced, 1 s to 10 min; must be shorter than the
 *     exchange's
 * @param maxReplyBytes the largest body of a reply that is read, 256 bytes to 1 MiB
 * @param trustedCertificates a PEM file of the only certificate authorities to trust; empty for those of this Java
 * @param lifetime after how long the exchange should refuse a request that is still on its way, 2 s to 60 s, by a
 *     backdated Timestamp; empty for the exchange's own 60 s. Given up at the first {@code REQUEST_EXPIRED}
 */
public record GateSettings(
        URI baseUri,
        Supplier<Credentials> credentials,
        int connections,
        Duration keepAlive,
        int maxReplyBytes,
        Optional<Path> trustedCertificates,
        Optional<Duration> lifetime) {

    /** The live exchange. */
    public static final URI LIVE = URI.create("https://api.gateio.ws/api/v4");

    /** The exchange's TestNet, which has keys of its own. */
    public static final URI TESTNET = URI.create("https://api-testnet.gateapi.io/api/v4");

    /**
     * Checks every setting.
     *
     * @param baseUri up to and including {@code /api/v4}; plain {@code http} only for a loopback address
     * @param credentials asked before every request, on the gateway's event loop, so that keys can be rotated without a
     *     restart; must not block
     * @param connections how many connections are planned for, 1 to 1024; one more is kept warm, and another for each
     *     request that stays without answer. As many requests can be on their way at once
     * @param keepAlive how long a connection may idle before it is replaced, 1 s to 10 min; must be shorter than the
     *     exchange's
     * @param maxReplyBytes the largest body of a reply that is read, 256 bytes to 1 MiB
     * @param trustedCertificates a PEM file of the only certificate authorities to trust; empty for those of this Java
     * @param lifetime after how long the exchange should refuse a request that is still on its way, 2 s to 60 s, by a
     *     backdated Timestamp; empty for the exchange's own 60 s. Given up at the first {@code REQUEST_EXPIRED}
     * @throws IllegalArgumentException if one is out of range, or the file of certificates cannot be used; the message names
     *     it and the rule
     */
    public GateSettings {
        Endpoint.of(Objects.requireNonNull(baseUri, "baseUri"));
        Objects.requireNonNull(credentials, "credentials");
        check("connections", connections, 1, 1024);
        check(
                "keepAlive",
                Objects.requireNonNull(keepAlive, "keepAlive"),
                Duration.ofSeconds(1),
                Duration.ofMinutes(10));
        check("maxReplyBytes", maxReplyBytes, 256, 1 << 20);
        trustedCertificates.ifPresent(TrustedCertificates::read);
        lifetime.ifPresent(value -> check("lifetime", value, Duration.ofSeconds(2), Duration.ofSeconds(60)));
    }

    /**
     * The defaults: 8 connections, replaced after 30 s of idling, replies of at most 64 KiB, this Java's certificate
     * authorities, the exchange's own lifetime of requests.
     *
     * @param baseUri such as {@link #LIVE}
     * @param credentials who signs
     * @return the settings
     * @throws IllegalArgumentException if the URI is refused
     */
    public static GateSettings of(URI baseUri, Credentials credentials) {
        Objects.requireNonNull(credentials, "credentials");
        return of(baseUri, () -> credentials);
    }

    /**
     * The same defaults with credentials that may change.
     *
     * @param baseUri such as {@link #LIVE}
     * @param credentials asked before every request; must not block
     * @return the settings
     * @throws IllegalArgumentException if the URI is refused
     */
    public static GateSettings of(URI baseUri, Supplier<Credentials> credentials) {
        return new GateSettings(
                baseUri, credentials, 8, Duration.ofSeconds(30), 1 << 16, Optional.empty(), Optional.empty());
    }

    /**
     * With another number of connections.
     *
     * @param connections 1 to 1024
     * @return the settings
     * @throws IllegalArgumentException if out of range
     */
    public GateSettings withConnections(int connections) {
        return new GateSettings(
                baseUri, credentials, connections, keepAlive, maxReplyBytes, trustedCertificates, lifetime);
    }

    /**
     * With another time that a connection may idle.
     *
     * @param keepAlive 1 s to 10 min
     * @return the settings
     * @throws IllegalArgumentException if out of range
     */
    public GateSettings withKeepAlive(Duration keepAlive) {
        return new GateSettings(
                baseUri, credentials, connections, keepAlive, maxReplyBytes, trustedCertificates, lifetime);
    }

    /**
     * With another limit on the size of a reply.
     *
     * @param maxReplyBytes 256 bytes to 1 MiB
     * @return the settings
     * @throws IllegalArgumentException if out of range
     */
    public GateSettings withMaxReplyBytes(int maxReplyBytes) {
        return new GateSettings(
                baseUri, credentials, connections, keepAlive, maxReplyBytes, trustedCertificates, lifetime);
    }

    /**
     * Trusting only the certificate authorities of a file.
     *
     * @param pem a PEM file of at most 8 MiB, read now and once more when the gateway is made
     * @return the settings
     * @throws IllegalArgumentException if the file cannot be read or holds no certificate; the message names it
     */
    public GateSettings withTrustedCertificates(Path pem) {
        return new GateSettings(
                baseUri,
                credentials,
                connections,
                keepAlive,
                maxReplyBytes,
                Optional.of(Objects.requireNonNull(pem, "pem")),
                lifetime);
    }

    /**
     * With a narrowed lifetime of requests.
     *
     * @param lifetime 2 s to 60 s
     * @return the settings
     * @throws IllegalArgumentException if out of range
     */
    public GateSettings withLifetime(Duration lifetime) {
        return new GateSettings(
                baseUri,
                credentials,
                connections,
                keepAlive,
                maxReplyBytes,
                trustedCertificates,
                Optional.of(Objects.requireNonNull(lifetime, "lifetime")));
    }

    private static <T extends Comparable<T>> void check(String what, T value, T least, T most) {
        checkArgument(Range.closed(least, most).contains(value), "%s must be %s to %s: %s", what, least, most, value);
    }
}
