package dev.countdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.RequestCodec.CountdownRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCodecTest {

    private final RequestCodec codec =
            new RequestCodec(new RequestSigner(), Market.OPTIONS, "/api/v4/options/countdown_cancel_all");

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
    void aDisarmIsATimeoutOfZero() {
        assertThat(body(Countdown.disarm(Scope.all()))).isEqualTo("{\"timeout\":0}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "0", "1e5", "-", ".", "BTC_USDT-20241001-46000-C"})
    void everyNameArrivesUnchangedAndNothingElse(String name) throws Exception {
        try (JsonParser body = new JsonFactory().createParser(body(arm(Scope.contract(name, name))))) {
            assertThat(body.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            assertThat(body.nextFieldName()).isEqualTo("timeout");
            assertThat(body.nextIntValue(-1)).isEqualTo(30);
            assertThat(body.nextFieldName()).isEqualTo("contract");
            assertThat(body.nextTextValue()).isEqualTo(name);
            assertThat(body.nextFieldName()).isEqualTo("underlying");
            assertThat(body.nextTextValue()).isEqualTo(name);
            assertThat(body.nextToken()).isEqualTo(JsonToken.END_OBJECT);
            assertThat(body.nextToken()).isNull();
        }
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
