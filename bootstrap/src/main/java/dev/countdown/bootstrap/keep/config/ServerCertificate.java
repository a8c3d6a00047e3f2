package dev.countdown.bootstrap.keep.config;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/** A certificate with the key that is said to be its own: a wrong pair is only noticed by those who connect. */
record ServerCertificate(X509Certificate certificate, PrivateKey key) {

    private static final byte[] ANYTHING = {1};

    /**
     * What a server would show.
     *
     * @throws GeneralSecurityException if there is no pair
     */
    static ServerCertificate of(KeyManagerFactory keys) throws GeneralSecurityException {
        X509KeyManager manager = Stream.of(keys.getKeyManagers())
                .filter(X509KeyManager.class::isInstance)
                .map(X509KeyManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no certificate"));
        String alias = Stream.of("RSA", "EC")
                .flatMap(type -> Stream.ofNullable(manager.getServerAliases(type, null)))
                .flatMap(Stream::of)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("neither RSA nor EC"));
        return new ServerCertificate(manager.getCertificateChain(alias)[0], manager.getPrivateKey(alias));
    }

    /** Why nobody could connect; empty where nothing is known against it. */
    Optional<String> flaw(Instant now) {
        if (!isPair()) {
            return Optional.of("certificate and key must belong together");
        }
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        return now.isBefore(from) || now.isAfter(until)
                ? Optional.of("certificate must be valid now, and not from " + from + " until " + until)
                : Optional.empty();
    }

    private boolean isPair() {
        try {
            Signature signature = Signature.getInstance(algorithm());
            signature.initSign(key);
            signature.update(ANYTHING);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(ANYTHING);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private String algorithm() {
        return key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    }
}
