package dev.countdown.bootstrap.keep.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.CloseMode;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.http.Market;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateQuestionTest {

    private static final String CALL = "BTC_USDT-20270326-100000-C";

    private final KeptOnVirtualTime kept = new KeptOnVirtualTime();

    private static GateQuestion question(String query) {
        return GateQuestion.of(Stream.of(query.split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", -1))
                .map(pair -> Map.entry(pair[0], pair[1]))
                .toList());
    }

    private OrderGate.Answer ask(String query) {
        return question(query).ask(kept.gate);
    }

    private String json(String query) {
        return question(query).json(ask(query));
    }

    @Test
    void anOrderThatIsGuardedMayBePlaced() {
        kept.keep("", "underlying:BTC_USDT");
        kept.pass(1);
        assertThat(json("contract=" + CALL + "&margin=5000"))
                .matches(
                        "\\{\"mayQuote\":true,\"forMs\":2[0-9]{4},\"asked\":\\[\"underlying:BTC_USDT\"],\"inTheWay\":\\[]}");
    }

    @Test
    void aMarginThatDoesNotFitIsANo() {
        kept.keep("", "all");
        kept.pass(1);
        assertThat(ask("margin=20000").mayQuote()).isTrue();
        assertThat(json("margin=40000"))
                .contains(
                        "\"mayQuote\":false,\"forMs\":0,\"reason\":\"all: guarded, but for less than the margin of 40.0 s\"")
                .contains(
                        "\"inTheWay\":[{\"account\":\"\",\"market\":\"options\",\"scope\":\"all\",\"state\":\"ARMED\",");
    }

    @Test
    void anOrderThatNobodyGuardsIsANo() {
        kept.keep("main", "underlying:BTC_USDT");
        kept.pass(1);
        assertThat(json("contract=ETH_USDT-20270326-5000-P&account=main"))
                .contains("\"mayQuote\":false")
                .contains("no scope that is kept covers contract ETH_USDT-20270326-5000-P of account main")
                .contains("\"asked\":[]");
        assertThat(ask("account=other").mayQuote()).isFalse();
    }

    @Test
    void allThatCoverItMustAgree() {
        Target all = kept.keep("main", "all");
        Target call = kept.keep("main", "contract:" + CALL);
        Target other = kept.keep("other", "underlying:BTC_USDT");
        kept.keep("other", "underlying:ETH_USDT");
        kept.pass(1);
        assertThat(ask("contract=" + CALL).asked()).containsExactly(all, call, other);
        assertThat(ask("contract=" + CALL + "&account=other").asked()).containsExactly(other);
        assertThat(ask("").asked()).hasSize(4);
    }

    @Test
    void namesOfOneKeyAreOneAccount() {
        Target main = kept.keep("main", "KEY", "underlying:BTC_USDT");
        Target alias = kept.keep("alias", "KEY", "all");
        kept.pass(1);
        assertThat(ask("account=main&contract=" + CALL).asked()).containsExactly(main, alias);
    }

    @Test
    void aContractOfSeveralMarketsNeedsItsMarket() {
        kept.keep("main", "KEY", Market.OPTIONS, "all");
        Target spot = kept.keep("main", "KEY", Market.SPOT, "all");
        kept.pass(1);
        assertThatThrownBy(() -> ask("contract=BTC_USDT"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("market must be given beside contract where scopes of several are kept: [options, spot]");
        assertThat(ask("contract=BTC_USDT&market=spot").asked()).containsExactly(spot);
        assertThat(json("contract=BTC_USDT&market=futures-usdt"))
                .contains("\"mayQuote\":false", "no scope that is kept covers contract BTC_USDT in futures-usdt");
        assertThat(ask("").asked()).hasSize(2);
    }

    @Test
    void aScopeThatIsKeptNoMoreStandsInTheWayWhileItsSwitchMayFire() {
        Target all = kept.keep("main", "all");
        kept.keep("main", "underlying:BTC_USDT");
        kept.pass(1);
        kept.keepers.close(all, CloseMode.EXPIRE, report -> {});
        assertThat(json("contract=" + CALL))
                .contains("\"mayQuote\":false,\"forMs\":0,\"reason\":\"a scope that is kept no more still runs out");
        kept.pass(40);
        assertThat(ask("contract=" + CALL).mayQuote()).isTrue();
    }

    @Test
    void aLapseStandsInTheWayUntilItIsReconciled() {
        Target lapsed = kept.keep("", "all");
        kept.pass(1);
        kept.lapse();
        assertThat(json("")).contains("\"state\":\"LAPSED\",\"lapse\":1,\"reason\":\"the switch fired, or may have");
        kept.keepers.running().get(lapsed).reconciled(1);
        assertThat(ask("").mayQuote()).isTrue();
    }

    @Test
    void aNoSaysWhyInWords() {
        kept.keep("", "all");
        assertThat(json("")).contains("\"reason\":\"all: not armed yet\"");
        kept.pass(1);
        kept.die("it hangs");
        kept.pass(1);
        assertThat(json("")).contains("\"reason\":\"all: nothing is renewed, and the switch will fire: it hangs\"");
    }

    @Test
    void aSilentNetworkShutsItBeforeTheClaimIsOver() {
        kept.keep("", "all");
        kept.pass(1);
        kept.cut(true);
        kept.pass(27);
        assertThat(json(""))
                .contains("\"state\":\"AT_RISK\"")
                .contains("\"reason\":\"all: no attempt was acknowledged lately, and the claim is nearly over:"
                        + " the network is gone\"");
        kept.pass(2);
        assertThat(json(""))
                .contains("\"reason\":\"all: the switch may have fired, or may fire: the network is gone\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "market=moon | market must be [options, futures-usdt, futures-btc, spot]: 'moon'",
                "margin=-1 | margin must be a whole number of milliseconds, 0 to 999999999: '-1'",
                "margin=1s | margin must be a whole number of milliseconds, 0 to 999999999: '1s'",
                "margin= | margin must be a whole number of milliseconds, 0 to 999999999: ''",
                "contract=A B | contract must be letters, digits, . _ or -: 'A B'",
                "contract= | contract must be letters, digits, . _ or -: ''",
                "account=a/b | account must be letters, digits, . _ or -: 'a/b'",
                "contrct=A | parameter must be contract, market, account or margin: 'contrct'",
                "margin=1&margin=2 | parameter must be given once: 'margin'",
            })
    void aBadParameterIsNamedWithItsRule(String query, String complaint) {
        assertThatThrownBy(() -> question(query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(complaint);
    }

    @Test
    void theReferenceNamesEachFieldAndNoOther() throws IOException {
        kept.keep("main", "all");
        kept.pass(1);
        kept.lapse();
        String table = Files.readString(Path.of("README.md"))
                .split("\\| field \\| in \\| value \\|\n")[1]
                .split("\n\n")[0];
        List<String> documented = find("(?m)^\\| `(\\w+)` ", table);
        documented.addAll(find(
                "`(account|market|scope|state|reason|lapse)`",
                table.split("`inTheWay`")[1].split("\n")[0]));
        assertThat(find("\"(\\w+)\":", json(""))).containsExactlyInAnyOrderElementsOf(documented);
    }

    private static List<String> find(String regex, String text) {
        return new ArrayList<>(Pattern.compile(regex)
                .matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList());
    }
}
