package dev.countdown.bootstrap.keep.config;

import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.SmallFile;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.guard.PetJson;
import dev.countdown.http.SecretFile;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of a node, read from their files. The token is kept as its hash alone, so that nothing that prints this can show
 * it. Safe for use by many threads.
 */
public final class GuardSecrets {

    private static final String SCHEME = "Bearer ";
    private static final int MOST_PEM = 256 * 1024;

    private final byte[] token;
    private final Optional<PemKeyCertOptions> tls;

    private GuardSecrets(byte[] token, Optional<PemKeyCertOptions> tls) {
        this.token = token;
        this.tls = tls;
    }

    /**
     * Reads all of them.
     *
     * @param vertx which knows how to use a certificate
     * @throws UsageException if one cannot be used, or others can read it; never shows what a file holds
     */
    public static GuardSecrets read(GuardSection guard, Vertx vertx) {
        String token = UsageException.checked("token-file", () -> SecretFile.read(guard.tokenFile()));
        UsageException.checked("token-file " + guard.tokenFile(), () -> PetJson.checkToken(token));
        return new GuardSecrets(hash(token), guard.tls().map(files -> pem(files, vertx)));
    }

    private static PemKeyCertOptions pem(GuardSection.Tls files, Vertx vertx) {
        String certificate = SmallFile.read(files.certificate(), "certificate");
        String key = UsageException.checked("key", () -> SecretFile.read(files.key(), MOST_PEM));
        PemKeyCertOptions pem =
                new PemKeyCertOptions().addCertValue(Buffer.buffer(certificate)).addKeyValue(Buffer.buffer(key));
        ServerCertificate server;
        try {
            server = ServerCertificate.of(pem.getKeyManagerFactory(vertx));
        } catch (Exception e) { // its message may quote the file
            throw new UsageException(
                    "certificate and key must be PEM of RSA or EC, and belong together: " + files.certificate() + ", "
                            + files.key(),
                    e);
        }
        server.flaw(Instant.ofEpochMilli(Scheduler.system().wallMillis())).ifPresent(flaw -> {
            throw new UsageException(flaw + ": " + files.certificate() + ", " + files.key());
        });
        return pem;
    }

    /**
     * Whether a header shows the token. Takes as long for each that is wrong.
     *
     * @param authorization null if there is no such header
     */
    public boolean isShownBy(@Nullable String authorization) {
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(token, hash(authorization.substring(SCHEME.length())));
    }

    /** Certificate and key; empty for plain HTTP. */
    public Optional<PemKeyCertOptions> tls() {
        return tls;
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
