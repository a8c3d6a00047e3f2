package dev.countdown.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

    private static final String CALL = "BTC_USDT-20241001-46000-C";

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> gate = Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars("_-.")
                .ofMinLength(1)
                .ofMaxLength(30);
        return Arbitraries.oneOf(gate, Arbitraries.of("all", "underlying", "contract-X", "BTC_USDT"));
    }

    @Property
    void anyLegalUnderlyingIsReadBack(@ForAll("names") String name) {
        Scope scope = Scope.underlying(name);
        assertThat(Scope.parse(scope.toString())).isEqualTo(scope);
        assertThat(scope).isEqualTo(new Scope.ByUnderlying(name));
    }

    @Property
    void anyLegalContractIsReadBack(@ForAll("names") String name, @ForAll("names") String underlying) {
        Scope scope = Scope.contract(name, underlying);
        assertThat(Scope.parse(scope.toString())).isEqualTo(scope);
        assertThat(scope.covers(name)).isTrue();
        assertThat(scope.covers(name + "0")).isFalse();
    }

    @Property
    void anyLegalPairIsReadBack(@ForAll("names") String name) {
        Scope scope = Scope.pair(name);
        assertThat(Scope.parse(scope.toString())).isEqualTo(scope);
        assertThat(scope).isEqualTo(new Scope.ByPair(name));
    }

    @Test
    void theUnderlyingOfAContractStandsBeforeItsFirstDash() {
        assertThat(Scope.contract(CALL)).isEqualTo(Scope.contract(CALL, "BTC_USDT"));
        assertThat(Scope.contract("PERP")).isEqualTo(Scope.contract("PERP", "PERP"));
    }

    @Test
    void textNamesTheUnderlyingOnlyWhereTheContractDoesNot() {
        assertThat(Scope.all()).hasToString("all");
        assertThat(Scope.underlying("BTC_USDT")).hasToString("underlying:BTC_USDT");
        assertThat(Scope.pair("BTC_USDT")).hasToString("pair:BTC_USDT");
        assertThat(Scope.contract(CALL)).hasToString("contract:" + CALL);
        assertThat(Scope.contract("BTC-WEEKLY-200824-11000-P", "BTC_USDT"))
                .hasToString("contract:BTC-WEEKLY-200824-11000-P underlying:BTC_USDT");
        assertThat(Scope.parse("all")).isEqualTo(Scope.all());
    }

    @Test
    void coversTheOrdersThatItsCountdownCancels() {
        assertThat(Scope.all().covers(CALL)).isTrue();
        assertThat(Scope.underlying("BTC_USDT").covers(CALL)).isTrue();
        assertThat(Scope.underlying("BTC").covers(CALL)).isFalse();
        assertThat(Scope.contract(CALL).covers(CALL)).isTrue();
        assertThat(Scope.contract(CALL).covers("BTC_USDT-20241001-46000-P")).isFalse();
        assertThat(Scope.contract("BTC_USDT").covers("BTC_USDT")).isTrue();
        assertThat(Scope.contract("BTC_USDT").covers(CALL)).isFalse();
        assertThat(Scope.pair("BTC_USDT").covers("BTC_USDT")).isTrue();
        assertThat(Scope.pair("BTC_USDT").covers("BTC_USD")).isFalse();
        assertThat(Scope.pair("BTC_USDT").covers(CALL)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\t\n",
                "A B",
                "A\nB",
                "A\u0000",
                "A\u0085",
                "A\u00a0B",
                "A\u2028B",
                "\ud800",
                "A\udc00B",
                "BTC\"},{\"",
                "BTC/USDT",
                "BTC:USDT",
                "\u00dcBER",
                "\u0661"
            })
    void refusesANameThatIsNotOfLettersDigitsAndTheMarksThatGateUses(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scope.underlying(name))
                .withMessageStartingWith("underlying must be letters, digits, . _ or -: '");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scope.contract(name))
                .withMessageStartingWith("contract must be letters, digits, . _ or -: '");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scope.contract(name, "BTC_USDT"))
                .withMessageStartingWith("contract must be letters, digits, . _ or -: '");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scope.contract(CALL, name))
                .withMessageStartingWith("underlying of contract " + CALL + " must be letters, digits, . _ or -: '");
        assertThatIllegalArgumentException().isThrownBy(() -> Scope.parse("underlying:" + name));
        assertThatIllegalArgumentException().isThrownBy(() -> Scope.parse("contract:" + name));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scope.parse("pair:" + name))
                .withMessageStartingWith("pair must be letters, digits, . _ or -: '");
    }

    @Test
    void refusesAContractThatHasNoUnderlying() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scope.contract("-20241001"))
                .withMessage("underlying of contract -20241001 must be letters, digits, . _ or -: ''");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ALL", "All ", "btc", "underlying", "account:1"})
    void refusesAnyOtherText(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scope.parse(text))
                .withMessage("scope must be all, underlying:NAME, contract:NAME or pair:NAME: '" + text + "'");
    }

    @Test
    void refusesAContractWithoutANameBesideItsUnderlying() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scope.parse("contract: underlying:BTC_USDT"))
                .withMessage("contract must be letters, digits, . _ or -: ''");
    }

    @Test
    void aRefusalIsOneLineWhateverTheName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scope.parse("a\r\nb c\u202e\u2028"))
                .withMessageEndingWith("'a\\u000d\\u000ab c\\u202e\\u2028'");
    }
}
