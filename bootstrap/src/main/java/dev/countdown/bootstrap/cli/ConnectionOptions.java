package dev.countdown.bootstrap.cli;

import dev.countdown.http.Credentials;
import dev.countdown.http.GateSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which exchange is meant. */
public final class ConnectionOptions {

    public static final String BASE_URL = "COUNTDOWN_BASE_URL";

    /** For the help of each command that has these options. */
    public static final String VARIABLES =
            Keys.VARIABLES + "%n  COUNTDOWN_BASE_URL    the exchange, unless --base-url or --testnet names it";

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "The exchange; also COUNTDOWN_BASE_URL. Default: the live host. Plain http to loopback only.")
    @Nullable
    String baseUrl;

    @Option(names = "--testnet", description = "The exchange's TestNet instead of the live host.")
    boolean testnet;

    public GateSettings settings(Map<String, String> environment) {
        URI base = checkedUri(environment);
        Credentials credentials = Keys.from(environment);
        return settings(base, () -> credentials);
    }

    public static GateSettings settings(URI base, Supplier<Credentials> credentials) {
        return UsageException.checked(() -> GateSettings.of(base, credentials));
    }

    /** Checked before anything is read that is secret. */
    public URI checkedUri(Map<String, String> environment) {
        return checked(uri(environment));
    }

    public static URI checked(URI uri) {
        return plain(settings(uri, () -> Credentials.of("checked", "later")).baseUri());
    }

    /** One exchange is written in one way: an account is told from another by it. */
    private static URI plain(URI uri) {
        boolean usualPort = uri.getPort() == (uri.getScheme().equalsIgnoreCase("https") ? 443 : 80);
        String authority = uri.getHost() + (uri.getPort() < 0 || usualPort ? "" : ":" + uri.getPort());
        return URI.create((uri.getScheme() + "://" + authority).toLowerCase(Locale.ROOT)
                + uri.getRawPath().replaceAll("/+$", ""));
    }

    private URI uri(Map<String, String> environment) {
        if (testnet && baseUrl != null) {
            throw new UsageException("--testnet and --base-url exclude each other: " + shown(baseUrl));
        }
        if (testnet) {
            return GateSettings.TESTNET;
        }
        return baseUrl != null ? parse(baseUrl) : usual(environment);
    }

    /** What is meant where nothing else is said. */
    public static URI usual(Map<String, String> environment) {
        String text = environment.getOrDefault(BASE_URL, "");
        return text.isEmpty() ? GateSettings.LIVE : checked(parse(text));
    }

    public static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new UsageException("URL must be well-formed: '" + shown(text) + "'", e);
        }
    }

    /** On one line, without what may be secret: a user or password, and a query. */
    public static String shown(String url) {
        String line = url.replaceAll("\\p{Cntrl}", "?");
        return line.replaceAll(url.contains("@") ? "(?<=:).*" : "[?#].*", "...");
    }
}
