package dev.countdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import org.junit.jupiter.api.Test;

class RequestCodecTest {

    private final RequestCodec codec = new RequestCodec(new RequestSigner(), "/api/v4/options/countdown_cancel_all");

    @Test
    void theWholeAccountNeedsOnlyATimeout() {
        assertThat(body(arm(Scope.all()))).isEqualTo("{\"timeout\":30}");
    }

    @Test
    void anUnderlyingIsNamed() {
        assertThat(body(arm(Scope.underlying("BTC_USDT")))).isEqualTo("{\"timeout\":30,\"underlying\":\"BTC_USDT\"}");
    }

    @Test
    void aContractIsNamedBesideItsUnderlying() {
        assertThat(body(arm(Scope.contract("DOGE_USDT-20260519-0.106-C"))))
                .isEqualTo("{\"timeout\":30,\"contract\":\"DOGE_USDT-20260519-0.106-C\",\"underlying\":\"DOGE_USDT\"}");
    }

    @Test
    void aCancelIsATimeoutOfZero() {
        assertThat(body(Countdown.cancel(Scope.all()))).isEqualTo("{\"timeout\":0}");
    }

    @Test
    void aNameThatLooksLikeJsonStaysAName() {
        assertThat(body(arm(Scope.underlying("X\",\"timeout\":0,\"a\":\"\\"))))
                .isEqualTo("{\"timeout\":30,\"underlying\":\"X\\\",\\\"timeout\\\":0,\\\"a\\\":\\\"\\\\\"}");
    }

    @Test
    void aBodyThatRepeatsIsWrittenOnce() {
        assertThat(codec.encode(arm(Scope.all()))).isSameAs(codec.encode(arm(Scope.all())));
    }

    @Test
    void onlyTheLatestBodiesAreRemembered() {
        CountdownRequest first = codec.encode(arm(Scope.all()));
        for (int i = 0; i < 300; i++) {
            codec.encode(arm(Scope.underlying("U" + i)));
        }
        assertThat(codec.encode(arm(Scope.all()))).isNotSameAs(first);
    }

    private String body(Countdown countdown) {
        return codec.encode(countdown).body().toString();
    }

    private static Countdown arm(Scope scope) {
        return Countdown.arm(scope, Timeout.ofSeconds(30));
    }
}
