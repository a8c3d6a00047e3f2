package dev.countdown.bootstrap.keep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.CloseMode;
import dev.countdown.application.KeeperState;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.SimulatorTest;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.Keys;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.target.Account;
import dev.countdown.bootstrap.keep.target.Login;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.GateSettings;
import dev.countdown.http.Market;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a timeout of 30 s a countdown is renewed every 7.5 s: of 160 requests in 10 s that is 120 countdowns. */
class BudgetsTest extends SimulatorTest {

    private static final String TOO_MUCH =
            "must need at most 80 % of its budget of 200 requests in 10 s: 161.33, " + "allowed are 160.00";

    @TempDir
    Path folder;

    private Map<String, String> environment = Map.of("A", "key one\n", "B", "key two", "C", " key one");

    private static String account(String name, String more, int scopes) {
        StringBuilder text = new StringBuilder("[account." + name + "]\n" + more + "\n");
        IntStream.range(0, scopes)
                .forEach(i -> text.append("[[account." + name + ".keep]]\nscope='underlying:" + name + i + "'\n"));
        return text.toString();
    }

    private Path file(String... accounts) throws IOException {
        return Files.writeString(folder.resolve("c.toml"), "timeout = 30\n" + String.join("", accounts));
    }

    private Config read(String... accounts) throws IOException {
        return ConfigFile.read(file(accounts), environment);
    }

    @Test
    void whatOneAccountMayNeedFits() throws IOException {
        assertThat(read(account("main", "key-env='A'", 120)).targets()).hasSize(120);
    }

    @Test
    void oneCountdownMoreIsRefused() {
        assertThatThrownBy(() -> read(account("main", "key-env='A'", 121)))
                .isInstanceOf(UsageException.class)
                .hasMessage("renewals of account main " + TOO_MUCH);
    }

    @Test
    void twoNamesOfOneKeyShareItsBudget() {
        assertThatThrownBy(() -> read(account("a", "key-env='A'", 60), account("b", "key-env='A'", 61)))
                .hasMessage("renewals of account a, b " + TOO_MUCH);
        assertThatThrownBy(() -> read(
                        account("a", "key-env='A'\nsecret-env='S'", 60),
                        account("b", "key-env='C'\nsecret-env='S'", 61)))
                .hasMessage("renewals of account a, b " + TOO_MUCH);
        assertThatThrownBy(() -> read(
                        account("a", "base-url='HTTPS://Example.com:443/api/v4/'", 60),
                        account("b", "base-url='https://example.com/api/v4'", 61)))
                .hasMessage("renewals of account a, b " + TOO_MUCH);
    }

    @Test
    void oneKeyAtTwoBaseUrlsSharesItsBudget() {
        assertThatThrownBy(() -> read(
                        account("a", "base-url='http://127.0.0.1:8000/api/v4'", 60),
                        account("b", "base-url='http://localhost:8000/api/v4'", 61)))
                .hasMessage("renewals of account a, b " + TOO_MUCH);
    }

    @Test
    void eachMarketHasABudgetOfItsOwn() throws IOException {
        String options = account("a", "key-env='A'", 120);
        String futures = account("b", "key-env='A'\nmarket='futures-usdt'", 120).replace("underlying:", "contract:");
        assertThat(read(options, futures).targets()).hasSize(240);
        assertThatThrownBy(() -> read(
                        options,
                        futures,
                        account("c", "key-env='A'\nmarket='futures-usdt'", 1).replace("underlying:", "contract:")))
                .hasMessage("renewals of account b, c in futures-usdt " + TOO_MUCH);
    }

    @Test
    void anotherKeyHasABudgetOfItsOwn() {
        assertThatCode(() -> read(account("a", "key-env='A'", 120), account("b", "key-env='B'", 120)))
                .doesNotThrowAnyException();
    }

    @Tag("slow")
    @Test
    void checkAndKeepRefuseItInOneLineAndSendNothing() throws IOException {
        String file = file(account("main", "base-url='" + baseUri + "'", 121)).toString();
        List<String> plain = new ArrayList<>(List.of("keep", "--timeout", "30"));
        IntStream.range(0, 121).forEach(i -> plain.addAll(List.of("--underlying", "U" + i)));
        Stream.of(List.of("check", file), List.of("keep", "--config", file), plain)
                .forEach(arguments -> {
                    try (Cli cli = Cli.start(baseUri, arguments.toArray(String[]::new))) {
                        assertThat(cli.exitCode()).isEqualTo(ExitCode.USAGE);
                        assertThat(cli.err()).singleElement().asString().endsWith(TOO_MUCH);
                        assertThat(cli.out()).isEmpty();
                    }
                });
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void whatAReloadMustLeaveAsItIsCountsAsItIs() {
        Account account = new Account("main", new Login(GateSettings.LIVE, Keys.KEY));
        List<Target> quick =
                IntStream.range(0, 80).mapToObj(i -> target(account, i, 5)).toList();
        List<Target> slow =
                IntStream.range(0, 120).mapToObj(i -> target(account, i, 7.5)).toList();
        assertThatThrownBy(() -> ConfigChange.of(all(quick, KeeperState.LAPSED), slow))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("213.33, allowed are 160.00");
        assertThat(ConfigChange.of(all(quick, KeeperState.ARMED), slow).started())
                .isEqualTo(slow);
    }

    private static Map<Target, KeeperState> all(List<Target> targets, KeeperState state) {
        return targets.stream().collect(java.util.stream.Collectors.toMap(target -> target, target -> state));
    }

    private static Target target(Account account, int number, double seconds) {
        return new Target(
                account,
                Market.OPTIONS,
                Scope.underlying("U" + number),
                RenewalPolicy.forTimeout(Timeout.ofSeconds(30), Duration.ofMillis((long) (seconds * 1000))),
                CloseMode.EXPIRE);
    }
}
