package dev.countdown.http;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The certificate authorities of a PEM file. It is read when settings and gateways are made: a file that cannot be used is
 * refused there, and not at every connection for ever. Stateless, safe for use by many threads.
 */
public final class TrustedCertificates {

    /** Far more than the bundle of any operating system. */
    private static final int MOST_BYTES = 8 << 20;

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";
    private static final Pattern BLOCK = Pattern.compile(BEGIN + "([^-]*)" + END);

    private TrustedCertificates() {}

    /**
     * Reads the certificates and nothing else of the file.
     *
     * @param pem the file
     * @return the certificates as PEM
     * @throws IllegalArgumentException if it is no regular file of bounded size that can be read, or holds no certificate, or
     *     one that is malformed
     */
    public static Buffer read(Path pem) {
        Buffer certificates;
        try {
            certificates = certificates(text(pem));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "trusted certificates must be a file that can be read, of at most 8 MiB: " + pem, e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("trusted certificates must be well-formed: " + pem, e);
        }
        if (certificates.length() == 0) {
            throw new IllegalArgumentException("trusted certificates must hold a " + BEGIN + ": " + pem);
        }
        return certificates;
    }

    private static String text(Path pem) throws IOException {
        if (!Files.isRegularFile(pem)) {
            throw new IOException("no regular file");
        }
        try (InputStream in = Files.newInputStream(pem)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("longer than " + MOST_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    private static Buffer certificates(String text) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        Buffer certificates = Buffer.buffer();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            Certificate certificate = factory.generateCertificate(new ByteArrayInputStream(decoded(block.group(1))));
            String body = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
            certificates.appendString(BEGIN + "\n" + body + "\n" + END + "\n");
        }
        return certificates;
    }

    private static byte[] decoded(String base64) throws CertificateException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new CertificateException(e);
        }
    }
}
