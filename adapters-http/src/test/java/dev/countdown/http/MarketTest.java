package dev.countdown.http;

import static dev.countdown.http.RawServer.ok;
import static dev.countdown.http.Requests.DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Retry;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.RawServer.Request;
import dev.countdown.http.RequestCodec.CountdownRequest;
import io.vertx.core.Vertx;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarketTest {

    private static final Credentials CREDENTIALS = Credentials.of("key", "secret");

    /** Signed with key {@code key}, secret {@code secret} and Timestamp 1541993715. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            OPTIONS|all|/api/v4/options/countdown_cancel_all|{"timeout":30}|03850f44a9dba5867d6dab430203c9adccbac3a716b0ea671daf43583f37244a4571547660f7551f140f1af8afca326ef98278fe85e68f52f4b50570ee45dc7a
            OPTIONS|underlying:BTC_USDT|/api/v4/options/countdown_cancel_all|{"timeout":30,"underlying":"BTC_USDT"}|aba5c743661f3c2dbb903f0ec4d1c25579edbab28c353691e56bdae156de446ff9ee1c09543a2a7614d3091efd2ee2117aa2779e66d8f5c5063a608535850f5c
            OPTIONS|contract:BTC_USDT-20241001-46000-C|/api/v4/options/countdown_cancel_all|{"timeout":30,"contract":"BTC_USDT-20241001-46000-C","underlying":"BTC_USDT"}|44da846d55a9338e6702262868f09d7a34eedb37a7103834301b658333462b7a0d5d0469230be0e662772f50e70e16b91bfa2ba7705e95736883bb3ae937133b
            FUTURES_USDT|all|/api/v4/futures/usdt/countdown_cancel_all|{"timeout":30}|d5eea5053a60f52bbc63ddd4976e4f8568a8381530686fee0340325a698c1b37107564338a3e4d507eed7a28fd28868b0c68b91e15a17704e81af558d65f03ad
            FUTURES_USDT|contract:BTC_USDT|/api/v4/futures/usdt/countdown_cancel_all|{"timeout":30,"contract":"BTC_USDT"}|7676e349c18afed3421c578135bd0b65588236aa02aa7d5ed4ca0dc24cb6194e969246f88936bbeb492b43e949e9863a7a24a2d5c1e52683329bada094b2a2e2
            FUTURES_BTC|all|/api/v4/futures/btc/countdown_cancel_all|{"timeout":30}|fa4d9c8ed7cd15634712f193ddef78f49471ddf7af0e471b69605638be9d6d97109f0543aa8b4b352f828a36edf9b3de07c65acd0ccdc0cae987c07aaeb7e83c
            FUTURES_BTC|contract:BTC_USD|/api/v4/futures/btc/countdown_cancel_all|{"timeout":30,"contract":"BTC_USD"}|480e2d5c2be995a5a9a71fd48035b80027e9091efd21fd1c90a57963e23b26545fb29f6e28d43d230508c99357e381468c301f0a07d25f112a7baca02ec6e2ea
            SPOT|all|/api/v4/spot/countdown_cancel_all|{"timeout":30}|8543caef9721176df01b7a80304c402fa2ad3c581d0e1f67c219991ac3cd8ab138e80e2976abea39d9ae39402904b96a9118f3f1241da6f57a127d3261f675ae
            SPOT|pair:BTC_USDT|/api/v4/spot/countdown_cancel_all|{"timeout":30,"currency_pair":"BTC_USDT"}|8e636aa6e956ab4248735036b2023ee2cff077357c90392082ee9da0327b9d91ba22ee9835453a1747eed688d4d908d52b8bb2c7bd8703e1c5cc9ff2f79c69dd
            """)
    void pathBodyAndSignatureAreThoseOfTheMarket(Market market, String scope, String path, String body, String sign)
            throws Exception {
        RequestSigner signer = new RequestSigner();
        RequestCodec codec =
                new RequestCodec(signer, market, Endpoint.of(GateSettings.LIVE).countdownPath(market));
        CountdownRequest written = codec.encode(arm(Scope.parse(scope)));
        assertThat(written.body().toString()).isEqualTo(body);
        assertThat(signer.sign(written.signedPrefix(), "1541993715", CREDENTIALS.secret()))
                .isEqualTo(sign);

        Vertx vertx = Vertx.vertx();
        try (RawServer server = new RawServer((request, wire) -> wire.write(ok("", "{}")));
                GateCountdownGateway gateway = new GateCountdownGateway(
                        vertx,
                        GateSettings.of(server.uri("127.0.0.1"), CREDENTIALS).on(market))) {
            assertThat(submit(gateway, Scope.parse(scope))).isInstanceOf(Outcome.Applied.class);
            Request request = server.seen.take();
            assertThat(request.head()).startsWith("POST " + path + " HTTP/1.1\r\n");
            assertThat(request.body()).isEqualTo(body);
            assertThat(request.header("SIGN"))
                    .isEqualTo(signer.sign(written.signedPrefix(), request.header("Timestamp"), CREDENTIALS.secret()));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            options|pair:BTC_USDT|all, underlying:NAME or contract:NAME
            futures-usdt|pair:BTC_USDT|all or contract:NAME
            futures-usdt|underlying:BTC_USDT|all or contract:NAME
            futures-usdt|contract:BTC_USDT underlying:ETH_USDT|all or contract:NAME
            futures-usdt|contract:-A underlying:ETH_USDT|all or contract:NAME
            futures-btc|underlying:BTC_USD|all or contract:NAME
            spot|underlying:BTC_USDT|all or pair:NAME
            spot|contract:BTC_USDT|all or pair:NAME
            """)
    void aScopeThatTheMarketDoesNotHaveIsRefusedByRuleAndValueAndNeverSent(String name, String scope, String rule)
            throws Exception {
        Market market = Arrays.stream(Market.values())
                .filter(each -> each.toString().equals(name))
                .findFirst()
                .orElseThrow();
        String refusal = "a scope of market " + name + " must be " + rule + ": " + scope;
        Vertx vertx = Vertx.vertx();
        try (RawServer server = new RawServer((request, wire) -> wire.write(ok("", "{}")));
                GateCountdownGateway gateway = new GateCountdownGateway(
                        vertx,
                        GateSettings.of(server.uri("127.0.0.1"), CREDENTIALS).on(market))) {
            assertThat(gateway.market()).isEqualTo(name);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CountdownKeeper.builder(
                            gateway, Scope.parse(scope), RenewalPolicy.forTimeout(Timeout.ofSeconds(30))))
                    .withMessage(refusal);
            assertThat(submit(gateway, Scope.parse(scope)))
                    .isEqualTo(new Outcome.NotApplied(Outcome.NotApplied.NOT_SENT, refusal, Retry.NEVER));
            assertThat(submit(gateway, Scope.all())).isInstanceOf(Outcome.Applied.class);
            assertThat(server.seen).hasSize(1);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void theQuestionsOfACheckAreThoseOfTheMarket() {
        assertThat(Market.OPTIONS.openOrders()).isEqualTo("/options/orders?status=open&limit=1");
        assertThat(Market.FUTURES_BTC.openOrders()).isEqualTo("/futures/btc/orders?status=open&limit=1");
        assertThat(Market.SPOT.openOrders()).isEqualTo("/spot/orders?currency_pair=BTC_USDT&status=open&limit=1");
        assertThat(Market.OPTIONS.listing(Scope.all())).isEmpty();
        assertThat(Market.OPTIONS.listing(Scope.underlying("BTC_USDT"))).contains("/options/underlyings");
        assertThat(Market.OPTIONS.listing(Scope.contract("X-1-C"))).contains("/options/contracts/X-1-C");
        assertThat(Market.FUTURES_USDT.listing(Scope.contract("BTC_USDT")))
                .contains("/futures/usdt/contracts/BTC_USDT");
        assertThat(Market.SPOT.listing(Scope.pair("BTC_USDT"))).contains("/spot/currency_pairs/BTC_USDT");
    }

    private static Outcome submit(GateCountdownGateway gateway, Scope scope) {
        return gateway.submit(arm(scope), DEADLINE).toCompletableFuture().join();
    }

    private static Countdown arm(Scope scope) {
        return Countdown.arm(scope, Timeout.ofSeconds(30));
    }
}
