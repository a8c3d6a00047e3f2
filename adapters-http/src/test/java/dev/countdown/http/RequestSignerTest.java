package dev.countdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestSignerTest {

    private static final String COUNTDOWN = "/api/v4/options/countdown_cancel_all";

    private final RequestSigner signer = new RequestSigner();

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", nullValues = "none", textBlock = """
            GET|/api/v4/futures/orders|contract=BTC_USD&status=finished&limit=50|''|1541993715|55f84ea195d6fe57ce62464daaa7c3c02fa9d1dde954e4c898289c9a2407a3d6fb3faf24deff16790d726b66ac9f74526668b13bd01029199cc4fcc522418b8a
            POST|/api/v4/futures/orders|''|{"contract":"BTC_USD","type":"limit","size":100,"price":6800,"time_in_force":"gtc"}|1541993715|eae42da914a590ddf727473aff25fc87d50b64783941061f47a3fdb92742541fc4c2c14017581b4199a1418d54471c269c03a38d788d802e2c306c37636389f0
            POST|COUNTDOWN|''|{"timeout":30,"contract":"BTC_USDT-20241001-46000-C","underlying":"BTC_USDT"}|1541993715|44da846d55a9338e6702262868f09d7a34eedb37a7103834301b658333462b7a0d5d0469230be0e662772f50e70e16b91bfa2ba7705e95736883bb3ae937133b
            POST|COUNTDOWN|''|{"timeout":0}|1541993715|9dc393fd8d1a1c63a51da29b621066c3c7fe2afdab5e2c0cbd363ba62f3228b5c4630c075fb04b35c4b913130d3757fb37527d41d186fc306ad1d511183cec24
            POST|COUNTDOWN|''|{"timeout": 30}|1541993715.25|a2eece12b6cfa35163ee5c9ae3c16fef916b08141a587954aeff5a8138d6e4057fba26f3f294969b7bdf27141de4e6dcbbbf88e90162c3d75288596de7bfbb0c
            GET|/api/v4/options/orders|status=open&underlying=BTC_USDT|''|1541993715|95d750e1f67097b99bb07d09bdfd8e036c8853abfb86e0ec81e2819e3aad239cda8d873e1cf6bf29c116b7615ec1ed94ddef7f3e4390ce0369ee5a152885044a
            """)
    void signsEveryPublishedVector(
            String method, String path, String query, String body, String timestamp, String expected) {
        String realPath = path.equals("COUNTDOWN") ? COUNTDOWN : path;
        RequestSigner.Prefix prefix = signer.prefix(method, realPath, query, body.getBytes(StandardCharsets.UTF_8));
        Credentials credentials = Credentials.of("key", "secret");
        assertThat(signer.sign(prefix, timestamp, credentials.secret())).isEqualTo(expected);
        signer.sign(prefix, timestamp, Credentials.of("key", "another").secret());
        assertThat(signer.sign(prefix, timestamp, credentials.secret())).isEqualTo(expected);
    }
}
