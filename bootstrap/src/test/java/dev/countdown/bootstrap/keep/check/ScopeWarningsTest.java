package dev.countdown.bootstrap.keep.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.bootstrap.keep.target.Account;
import dev.countdown.bootstrap.keep.target.Login;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.GateSettings;
import dev.countdown.http.Market;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeWarningsTest {

    private static final Login MAIN = new Login(GateSettings.LIVE, "MAIN_KEY");
    private static final Login OTHER = new Login(GateSettings.LIVE, "OTHER_KEY");

    private static Target target(String account, Login login, String scope) {
        return target(account, login, Market.OPTIONS, scope);
    }

    private static Target target(String account, Login login, Market market, String scope) {
        RenewalPolicy policy = RenewalPolicy.forTimeout(Timeout.ofSeconds(30));
        return new Target(new Account(account, login), market, Scope.parse(scope), policy, CloseMode.EXPIRE);
    }

    private static List<String> warnings(Target... targets) {
        return ScopeWarnings.of(List.of(targets)).stream()
                .map(finding -> finding.text(false))
                .toList();
    }

    private static List<String> warnings(String... scopes) {
        return warnings(
                Stream.of(scopes).map(scope -> target("main", MAIN, scope)).toArray(Target[]::new));
    }

    @Test
    void whatIsMeantIsNotWarnedOf() {
        assertThat(warnings("underlying:BTC_USDT", "underlying:ETH_USDT", "contract:DOGE_USDT-20260519-0.106-C"))
                .isEmpty();
        assertThat(warnings("all")).isEmpty();
        assertThat(warnings(target("a", MAIN, "all"), target("b", OTHER, "underlying:BTC_USDT")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "underlying:BTCUSDT, an underlying",
        "underlying:BTC-USDT, an underlying",
        "underlying:btc_usdt, an underlying",
        "underlying:BTC_USDT-20301227-70000-C, an underlying",
        "contract:BTC-WEEKLY-200824-11000-P, a contract"
    })
    void aNameThatGateWouldWriteInAnotherWayIsSuspect(String scope, String kind) {
        String name = scope.substring(scope.indexOf(':') + 1);
        assertThat(warnings(scope))
                .singleElement()
                .asString()
                .startsWith("WARNING main " + scope + ": " + name + " is not written as Gate writes " + kind)
                .endsWith("correct the name");
    }

    @ParameterizedTest
    @CsvSource({
        "FUTURES_USDT, contract:BTCUSDT, 'BTCUSDT is not written as Gate writes a contract, such as BTC_USDT.'",
        "FUTURES_BTC, contract:BTCUSD, 'BTCUSD is not written as Gate writes a contract, such as BTC_USD.'",
        "SPOT, pair:BTCUSDT, 'BTCUSDT is not written as Gate writes a pair, such as BTC_USDT.'",
        "OPTIONS, contract:BTC_USDT, 'this is the name of a futures contract, and the market is options,'",
        "FUTURES_USDT, contract:BTC_USDT-20301227-70000-C, 'this is the name of an option, and the market is futures-usdt,'"
    })
    void aNameOfAnotherMarketIsSuspect(Market market, String scope, String warning) {
        assertThat(warnings(target("main", MAIN, market, scope)))
                .singleElement()
                .asString()
                .startsWith(
                        "WARNING " + "main " + (market == Market.OPTIONS ? "" : market + " ") + scope + ": " + warning)
                .contains("guards nothing", "correct the name");
    }

    @Test
    void scopesOfTwoMarketsDoNotOverlap() {
        assertThat(warnings(
                        target("main", MAIN, Market.SPOT, "all"),
                        target("main", MAIN, Market.FUTURES_USDT, "contract:BTC_USDT"),
                        target("main", MAIN, Market.OPTIONS, "all")))
                .isEmpty();
        assertThat(warnings(
                        target("main", MAIN, Market.SPOT, "all"), target("main", MAIN, Market.SPOT, "pair:BTC_USDT")))
                .singleElement()
                .asString()
                .startsWith("WARNING main spot pair:BTC_USDT: also guarded by main spot all:");
    }

    @ParameterizedTest
    @CsvSource({
        "all, underlying:BTC_USDT",
        "all, contract:BTC_USDT-20301227-70000-C",
        "underlying:BTC_USDT, contract:BTC_USDT-20301227-70000-C",
        "underlying:BTC_USDT, contract:BTC_WEEKLY-200824-11000-P underlying:BTC_USDT"
    })
    void aScopeWithinAnotherIsGuardedTwice(String wide, String narrow) {
        assertThat(warnings(wide, narrow))
                .isEqualTo(warnings(narrow, wide))
                .singleElement()
                .asString()
                .startsWith("WARNING main " + narrow + ": also guarded by main " + wide + ":");
    }

    @Test
    void oneKeyUnderTwoNamesIsOneAccount() {
        assertThat(warnings(target("a", MAIN, "all"), target("b", MAIN, "underlying:BTC_USDT")))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith("WARNING a, b: these accounts have one key, MAIN_KEY:"))
                .anySatisfy(
                        line -> assertThat(line).startsWith("WARNING b underlying:BTC_USDT: also guarded by a all"));
    }
}
