package dev.countdown.bootstrap.keep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.guard.GuardedScope;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.domain.Timeout;
import dev.countdown.guard.Nodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardSectionTest {

    private static final String FILE = """
            timeout = 30
            [guard]
            listen = "10.0.0.1:9465"
            node = "a"
            nodes = ["https://10.0.0.1:9465", "https://10.0.0.2:9465", "https://10.0.0.3:9465"]
            copies = 3
            token-file = "/run/credentials/pets"
            certificate = "/etc/countdown/guard.pem"
            max-age = "2500ms"
            [account.main]
            [[account.main.keep]]
            scope = "underlying:BTC_USDT"
            bots = ["mm-1", "mm-2"]
            """;

    @TempDir
    Path folder;

    private Config read(String text) throws IOException {
        return ConfigFile.read(Files.writeString(folder.resolve("c.toml"), text), Map.of("HOSTNAME", "guard-0"));
    }

    @Test
    void isRead() throws IOException {
        Config config = read(FILE);
        GuardSection guard = config.guard().orElseThrow();
        Path pem = Path.of("/etc/countdown/guard.pem");
        assertThat(guard.listen()).hasToString("10.0.0.1:9465");
        assertThat(guard.node()).isEqualTo("a");
        assertThat(guard.copies()).isEqualTo(3);
        assertThat(guard.tls()).contains(new GuardSection.Tls(pem, pem));
        assertThat(guard.maxAge()).isEqualTo(Duration.ofMillis(2_500));
        assertThat(guard.scopes())
                .containsOnly(Map.entry(
                        config.targets().get(0), new GuardedScope(Timeout.ofSeconds(30), List.of("mm-1", "mm-2"))));
    }

    @Test
    void whatIsLeftOutHasADefault() throws IOException {
        GuardSection guard = read(FILE.replaceAll("(?m)^(node|nodes|copies|max-age|certificate) = .*\n", "")
                        .replace("10.0.0.1:9465", "[::1]:9465"))
                .guard()
                .orElseThrow();
        assertThat(guard.node()).isEqualTo("guard-0");
        assertThat(guard.copies()).isEqualTo(3);
        assertThat(guard.tls()).isEmpty();
        assertThat(guard.maxAge()).isEqualTo(Duration.ofMillis(2_500));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeout = 30 | timeout = 30%non-dead = 'expire-soon' | 2: on-dead must be expire beside [guard]",
                "[account.main] | [account.main]%non-exit = 'disarm' | 11: on-exit must be expire beside [guard]",
                "bots = [\"mm-1\", \"mm-2\"] | on-exit = 'expire-soon' | 13: on-exit must be expire beside [guard]",
                "timeout = 30 | timeout = 30%nstate = '/var/lib/x' | 2: state must not stand beside [guard]",
                "bots = [\"mm-1\", \"mm-2\"] | '' | 11: bots must name one or more, which must all be alive for main",
                "[\"mm-1\", \"mm-2\"] | [] | 13: bots must name one or more",
                "[\"mm-1\", \"mm-2\"] | 7 | 13: bots must be an array of strings: 7",
                "[\"mm-1\", \"mm-2\"] | [\"mm-1\", \"mm-1\"] | 13: bots: a bot must be required only once: [mm-1, mm-1]",
                "[\"mm-1\", \"mm-2\"] | [\"mm/1\"] | 13: bots: bot must be 1 to 64 letters, digits, '.', '_' or '-'",
                "listen = \"10.0.0.1:9465\" | listen = '9465x' | 3: listen must be HOST:PORT: '9465x'",
                "certificate = \"/etc/countdown/guard.pem\" | '' | 3: listen must be loopback unless there is a certificate",
                "certificate = | key = | 3: listen must be loopback unless there is a certificate: 10.0.0.1:9465",
                "node = \"a\" | node = 'a b' | 4: node must be 1 to 64 letters, digits",
                "10.0.0.2:9465 | 10.0.0.2 | 5: nodes: node must have a port of 1 to 65535: https://10.0.0.2",
                "https://10.0.0.2:9465 | dns:guard.example:9465 | 5: nodes must be URLs, or dns:NAME:PORT alone",
                "node = \"a\" | self = 'http://10.0.0.1:9465' | 4: self: node must be https unless its host is loopback",
                "node = \"a\" | dns-server = '10.0.0.1:x' | 4: dns-server must be HOST:PORT: '10.0.0.1:x'",
                "copies = 3 | copies = 10 | 6: copies must be a number from 1 to 9: 10",
                "https://10.0.0.2 | http://10.0.0.2 | 5: nodes: node must be https unless its host is loopback",
                "10.0.0.2 | 10.0.0.3 | 5: nodes must be at least one, and none twice",
                "token-file = | tokenfile = | 7: unknown key tokenfile",
                "token-file = \"/run/credentials/pets\" | '' | 2: token-file is missing",
                "timeout = 30 | timeout = 4 | 1: timeout must be at least 5 seconds: 4",
                "timeout = 30 | timeout = 'ten' | 1: timeout: duration must be written as 30 for seconds, 1500ms, 10s or 2m: 'ten'",
                "2500ms | ten | 9: max-age: duration must be written as 1500ms, 10s or 2m: 'ten'",
                "2500ms | 1400ms | 9: max-age must be from 1500ms to 60s",
            })
    void whatCannotBeUsedIsRefusedWithItsLine(String what, String instead, String complaint) {
        String text = FILE.replace(what, instead.replace("%n", "\n").replace('\'', '"'));
        assertThat(text).isNotEqualTo(FILE);
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("c.toml:" + complaint);
    }

    @Test
    void nodesMayBeLookedUpByName() throws IOException {
        String dns = FILE.replaceAll(
                "nodes = .*", "nodes = \"dns:guard.trading.svc.cluster.local:9465\"\ndns-server = \"10.0.0.9\"");
        GuardSection guard = read(dns).guard().orElseThrow();
        assertThat(guard.nodes()).contains(new Nodes.Named("guard.trading.svc.cluster.local", 9465));
        assertThat(guard.nameServer()).hasToString("Optional[10.0.0.9:53]");
        assertThatThrownBy(
                        () -> read(dns.replace("certificate", "# certificate").replace("10.0.0.1:9465", "127.0.0.1:1")))
                .hasMessageContaining("c.toml:5: nodes by dns must have a certificate");
    }

    @Test
    void whichNodeThisIsMayStandInTheFileOrInTheEnvironment() throws IOException {
        Path file = Files.writeString(folder.resolve("c.toml"), FILE);
        assertThat(read(FILE).guard().orElseThrow().self()).isEmpty();
        assertThat(ConfigFile.read(file, Map.of(GuardSection.SELF, "https://GUARD-0:9465/"))
                        .guard()
                        .orElseThrow()
                        .self())
                .contains("https://guard-0:9465");
        assertThatThrownBy(() -> ConfigFile.read(file, Map.of(GuardSection.SELF, "guard-0")))
                .hasMessageContaining("COUNTDOWN_SELF: node must be https://HOST:PORT");
        assertThat(read(FILE.replace("node = \"a\"", "self = \"https://10.0.0.2:9465\""))
                        .guard()
                        .orElseThrow()
                        .self())
                .contains("https://10.0.0.2:9465");
    }

    @Test
    void aScopeIsNamedOnceWhateverItsTimeout() {
        assertThatThrownBy(() -> read(FILE + """
                        [[account.main.keep]]
                        scope = "underlying:BTC_USDT"
                        bots = ["mm-1", "mm-2"]
                        timeout = 10
                        """))
                .hasMessageContaining("c.toml:15: a scope must be named once for one key");
    }

    @Test
    void botsAndGuardBelongTogether() {
        String without = FILE.replaceAll("(?s)\\[guard].*?(?=\\[account)", "");
        assertThatThrownBy(() -> read(without)).hasMessageContaining("c.toml:5: unknown key bots");
    }

    @Test
    void theNodesShareTheBudgetOfAnAccount() throws IOException {
        assertThat(read(FILE + scopes(39)).targets()).hasSize(40);
        String five = FILE.replace("nodes = [", "nodes = [\"https://10.0.0.4:9465\", \"https://10.0.0.5:9465\", ");
        assertThat(read(five + scopes(39)).targets()).hasSize(40);
        assertThatThrownBy(() -> read(five + scopes(40))).hasMessageContaining("164.00, allowed are 160.00");
        assertThatThrownBy(() -> read(FILE + scopes(40)))
                .hasMessage(
                        "renewals of account main with 3 copies of each scope must need at most 80 % of its budget of 200 requests"
                                + " in 10 s: 164.00, allowed are 160.00");
    }

    private static String scopes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "[[account.main.keep]]\nscope = \"underlying:U_" + i + "\"\nbots = [\"mm-1\"]\n")
                .collect(Collectors.joining());
    }
}
