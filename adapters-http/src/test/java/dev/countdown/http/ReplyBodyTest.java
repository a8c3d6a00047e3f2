package dev.countdown.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyBodyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1660039145000",
                "0",
                "123456789012345678",
                "1234567890123456789",
                "",
                "12a",
                "-1",
                "1.5",
                " 1",
                "\\u0031",
                "\u0661",
                "1\"",
                "1\",\"x\":\"2",
                "1\"}{\"",
                "\\"
            })
    void theUsualAcknowledgementIsReadAsAnyOtherReply(String time) {
        for (String body : new String[] {
            "{\"triggerTime\":\"" + time + "\"}",
            "{\"triggerTime\":\"" + time + "}",
            "{\"triggerTime\":" + time + "\"}",
            "{\"triggerTime\": \"" + time + "\"}",
            "{\"triggerTimE\":\"" + time + "\"}",
            "{\"triggerTime\":\"" + time + "\"]"
        }) {
            byte[] bytes = body.getBytes(UTF_8);
            assertThat(ReplyBody.parse(Buffer.buffer(bytes))).as(body).isEqualTo(ReplyBody.parseAny(bytes));
        }
    }
}
