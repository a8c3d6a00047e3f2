package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.http.GateSettings;
import java.net.URI;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which host is asked: the TestNet, unless something else was said twice. */
final class ProbeHost {

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "The exchange instead of the TestNet; a host that is neither it nor loopback needs --live.")
    @Nullable
    String baseUrl;

    @Option(names = "--live", description = "The live host. Asks for a confirmation on the terminal.")
    boolean live;

    /**
     * The host.
     *
     * @param terminal asks a person; empty if there is none
     * @param placesOrders whether orders will be placed there: then the confirmation names them
     * @throws UsageException if it is not the TestNet or loopback, and {@code --live} or its confirmation is missing
     */
    URI confirmed(Optional<UnaryOperator<String>> terminal, boolean placesOrders) {
        URI base = baseUrl != null
                ? ConnectionOptions.checked(ConnectionOptions.parse(baseUrl))
                : live ? GateSettings.LIVE : GateSettings.TESTNET;
        if (isHarmless(base)) {
            return base;
        }
        if (!live) {
            throw new UsageException("--live needs to be given for a host that is not the TestNet: " + base);
        }
        String expected = (placesOrders ? "place orders at " : "") + base.getHost();
        String typed = terminal.map(ask -> ask.apply("probe will arm countdowns"
                        + (placesOrders ? " and place orders" : "") + " at " + base + "; type: " + expected + ": "))
                .orElseThrow(() -> new UsageException("--live needs a terminal to confirm on"));
        if (!expected.equals(typed)) {
            throw new UsageException("not confirmed: " + expected);
        }
        return base;
    }

    /** The options that name the same host again. */
    String options() {
        return (live ? " --live" : "") + (baseUrl == null ? "" : " --base-url " + baseUrl);
    }

    private static boolean isHarmless(URI base) {
        String host = base.getHost();
        return host.equals(GateSettings.TESTNET.getHost()) || GateSettings.isLoopback(host);
    }
}
