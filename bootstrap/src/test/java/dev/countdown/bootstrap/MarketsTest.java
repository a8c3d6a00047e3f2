package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.testing.ExchangeMarket;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.simulator.SeenRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each market from the command line to the exchange. */
@Tag("slow")
class MarketsTest extends SimulatorTest {

    private static final List<String> ALL = List.of("options", "futures-usdt", "futures-btc", "spot");

    @TempDir
    Path folder;

    private InMemoryExchange in(String market) {
        return exchange.market(ExchangeMarket.parse(market));
    }

    private List<String> posted() {
        return simulator.requests().stream()
                .filter(request -> request.method().equals("POST"))
                .map(SeenRequest::path)
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            options | --contract=BTC_USDT-20301227-70000-C | contract:BTC_USDT-20301227-70000-C | /options | "contract":"BTC_USDT-20301227-70000-C","underlying":"BTC_USDT"
            futures-usdt | --contract=BTC_USDT | contract:BTC_USDT | /futures/usdt | "contract":"BTC_USDT"
            futures-btc | --contract=BTC_USD | contract:BTC_USD | /futures/btc | "contract":"BTC_USD"
            spot | --pair=BTC_USDT | pair:BTC_USDT | /spot | "currency_pair":"BTC_USDT"
            """)
    void armAndDisarmAreOneRequestEach(String market, String option, String scope, String path, String fields) {
        String name = market.equals("options") ? scope : market + " " + scope;
        try (Cli arm = Cli.start(baseUri, "arm", "--timeout", "30", "--market", market, option)) {
            assertThat(arm.exitCode()).as("%s", arm.err()).isZero();
            assertThat(arm.out()).singleElement().asString().startsWith("armed " + name + " for 30s");
        }
        assertThat(in(market).countdowns())
                .singleElement()
                .satisfies(armed -> assertThat(armed.countdown().scope()).hasToString(scope));
        try (Cli disarm = Cli.start(baseUri, "disarm", "--json", "--market", market, option)) {
            assertThat(disarm.exitCode()).as("%s", disarm.err()).isZero();
            assertThat(disarm.out())
                    .singleElement()
                    .asString()
                    .startsWith("{\"market\":\"" + market + "\",\"scope\":\"" + scope + "\"");
        }
        assertThat(in(market).countdowns()).isEmpty();
        assertThat(bodies()).containsExactly("{\"timeout\":30," + fields + "}", "{\"timeout\":0," + fields + "}");
        assertThat(posted()).containsExactly("/api/v4" + path + "/countdown_cancel_all");
    }

    @ParameterizedTest
    @CsvSource({
        "options, --underlying, BTC_USDT, BTC_USDT-20301227-70000-C, ETH_USDT-20301227-4000-C",
        "futures-usdt, --contract, BTC_USDT, BTC_USDT, ETH_USDT",
        "futures-btc, --contract, BTC_USD, BTC_USD, ETH_USD",
        "spot, --pair, BTC_USDT, BTC_USDT, ETH_USDT"
    })
    void aKeepThatIsKilledLeavesItsOrdersToTheSwitchOfItsMarket(
            String market, String option, String name, String guarded, String other) {
        ALL.forEach(each -> in(each).account().place(guarded, 1));
        in(market).account().place(other, 1);
        try (Cli cli = Cli.start(baseUri, "keep", "--timeout", "5", "--market", market, option, name)) {
            cli.awaitOut("renewed");
            cli.signal("KILL");
            Await.until("fired", () -> !in(market).firings().isEmpty());
        }
        assertThat(in(market).account().openOrders())
                .singleElement()
                .satisfies(order -> assertThat(order.contract()).isEqualTo(other));
        ALL.stream()
                .filter(each -> !each.equals(market))
                .forEach(each -> assertThat(in(each).account().openOrders()).hasSize(1));
    }

    @Test
    void oneScopeInEachMarketSharesNothing() throws Exception {
        StringBuilder text = new StringBuilder("timeout = 60\n[account.main]\nbase-url = '" + baseUri + "'\n");
        ALL.forEach(market -> text.append("[[account.main.keep]]\nscope = 'all'\nmarket = '")
                .append(market)
                .append("'\non-exit = 'disarm'\n"));
        Path file = Files.writeString(folder.resolve("countdown.toml"), text);
        Path state = Files.createDirectory(
                folder.resolve("state"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path runtime = Path.of(Cli.runtimeFolder()).resolve("countdown");
        Map<String, String> environment = Cli.environment(baseUri);
        environment.put("RUNTIME_DIRECTORY", runtime.toString());
        try (Cli cli = Cli.start(
                environment,
                "keep",
                "--config",
                file.toString(),
                "--state",
                state.toString(),
                "--json",
                "--http",
                "0")) {
            for (String market : ALL) {
                cli.awaitOut(
                        line -> line.contains("\"event\":\"armed\"")
                                && line.contains(
                                        "\"account\":\"main\",\"market\":\"" + market + "\",\"scope\":\"all\""),
                        market);
                assertThat(in(market).countdowns()).hasSize(1);
            }
            Await.until("records", () -> count(state, ".continuity") == 4);
            assertThat(count(runtime, ".lock")).isEqualTo(4);
            String metrics = get(cli, "/metrics");
            ALL.forEach(market -> assertThat(metrics)
                    .contains("countdown_state{account=\"main\",market=\"" + market
                            + "\",scope=\"all\",state=\"armed\"} 1.0"));
            assertThat(get(cli, "/api/countdowns"))
                    .contains("\"name\":\"main all\"", "\"name\":\"main spot all\"", "\"market\":\"futures-btc\"");
            assertThat(get(cli, "/may-quote?contract=BTC_USDT"))
                    .startsWith("market must be given beside contract where scopes of several are kept:");
            assertThat(get(cli, "/may-quote?contract=BTC_USDT&market=spot"))
                    .contains("\"mayQuote\":true", "\"asked\":[\"main spot all\"]");
            cli.signal("TERM");
            assertThat(cli.exitCode()).isEqualTo(ExitCode.ofSignal(15));
        }
        ALL.forEach(market -> assertThat(in(market).countdowns()).isEmpty());
    }

    private static int count(Path where, String ending) {
        return Objects.requireNonNull(where.toFile().list((folder, name) -> name.endsWith(ending))).length;
    }

    private static String get(Cli cli, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + cli.statusPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
