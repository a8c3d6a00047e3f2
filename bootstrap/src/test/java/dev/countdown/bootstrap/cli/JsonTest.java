package dev.countdown.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void membersKeepTheirOrderAndTheirKind() {
        Json inner = new Json().put("even", true);
        assertThat(new Json()
                        .put("name", "a \"b\"\n")
                        .put("count", 3L)
                        .put("share", 0.25)
                        .put("spanMs", Duration.ofSeconds(2))
                        .put("all", List.of(1, inner)))
                .hasToString("{\"name\":\"a \\\"b\\\"\\n\",\"count\":3,\"share\":0.25,\"spanMs\":2000,"
                        + "\"all\":[1,{\"even\":true}]}");
    }

    @Test
    void aMemberWithoutAValueIsLeftOut() {
        assertThat(new Json().put("none", null).put("empty", Optional.empty()).put("given", Optional.of(Duration.ZERO)))
                .hasToString("{\"given\":0}");
    }

    @Test
    void plainMembersAreRead() throws IOException {
        assertThat(Json.members("{\"name\":\"all\",\"lapse\":9,\"none\":null}"))
                .isEqualTo(Map.of("name", "all", "lapse", "9"));
        assertThatThrownBy(() -> Json.members("{\"name\":")).isInstanceOf(IOException.class);
    }
}
