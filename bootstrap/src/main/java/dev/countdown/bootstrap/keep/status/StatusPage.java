package dev.countdown.bootstrap.keep.status;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;

/** The page, and the policy that lets nothing run in it but its own script. */
final class StatusPage {

    static final String HTML = read();

    static final String POLICY = "default-src 'none'; connect-src 'self'; img-src data:; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'; script-src '" + hash("script") + "'; style-src '"
            + hash("style") + "'";

    private StatusPage() {}

    private static String read() {
        try (InputStream page = StatusPage.class.getResourceAsStream("status.html")) {
            return new String(Objects.requireNonNull(page).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String element) {
        int start = HTML.indexOf("<" + element + ">") + element.length() + 2;
        String content = HTML.substring(start, HTML.indexOf("</" + element + ">"));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
