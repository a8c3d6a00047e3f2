package dev.countdown.bootstrap.keep.status;

import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The page, and the policy that lets nothing run in it but its own script. */
final class StatusPage {

    private static final String HTML = read();

    static final String POLICY = "default-src 'none'; connect-src 'self'; img-src data:; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'; script-src '" + hash("script") + "'; style-src '"
            + hash("style") + "'";

    /** Where the page has its first data. */
    private static final String FIRST = "null</script>";

    private StatusPage() {}

    /** The page with its first data, so that nobody waits for them. */
    static String html(String json) {
        return HTML.replace(FIRST, json.replace("<", "\\u003c") + "</script>");
    }

    private static String read() {
        try {
            return Resources.toString(Resources.getResource(StatusPage.class, "status.html"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String element) {
        int start = HTML.indexOf("<" + element + ">") + element.length() + 2;
        String content = HTML.substring(start, HTML.indexOf("</" + element + ">", start));
        byte[] hash =
                Hashing.sha256().hashString(content, StandardCharsets.UTF_8).asBytes();
        return "sha256-" + Base64.getEncoder().encodeToString(hash);
    }
}
