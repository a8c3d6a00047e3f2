package dev.countdown.bootstrap.keep.status;

import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The page, and the policy that lets nothing run in it but its own script. */
final class StatusPage {

    static final String HTML = read();

    static final String POLICY = "default-src 'none'; connect-src 'self'; img-src data:; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'; script-src '" + hash("script") + "'; style-src '"
            + hash("style") + "'";

    private StatusPage() {}

    private static String read() {
        try {
            return Resources.toString(Resources.getResource(StatusPage.class, "status.html"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String element) {
        int start = HTML.indexOf("<" + element + ">") + element.length() + 2;
        String content = HTML.substring(start, HTML.indexOf("</" + element + ">"));
        byte[] hash =
                Hashing.sha256().hashString(content, StandardCharsets.UTF_8).asBytes();
        return "sha256-" + Base64.getEncoder().encodeToString(hash);
    }
}
