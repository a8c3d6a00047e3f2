package dev.countdown.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "main/all",
                "main/spot/all",
                "main/spot/pair:BTC_USDT",
                "main/futures-usdt/contract:BTC_USDT",
                "main/contract:X-1 underlying:BTC_USDT",
                "all"
            })
    void isWrittenAsItIsRead(String text) {
        assertThat(ScopeName.parse(text)).hasToString(text);
    }

    @Test
    void theCommandIsOneThatAShellTakes() {
        assertThat(ScopeName.parse("main/spot/pair:BTC_USDT").reconciled(2))
                .isEqualTo("countdown reconciled main/spot/pair:BTC_USDT --lapse 2");
        assertThat(ScopeName.parse("main/contract:X-1 underlying:BTC_USDT").reconciled(1))
                .isEqualTo("countdown reconciled 'main/contract:X-1 underlying:BTC_USDT' --lapse 1");
    }
}
