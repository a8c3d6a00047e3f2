package dev.countdown.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.guard.Placement;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The vectors by which any language finds the nodes of a scope. */
class PlacementVectorsTest {

    private static final String VECTORS = "/dev/countdown/guard/placement-vectors.json";

    private static JsonObject read() throws IOException {
        try (InputStream in = PlacementVectorsTest.class.getResourceAsStream(VECTORS)) {
            return new JsonObject(new String(in.readAllBytes(), UTF_8));
        }
    }

    @TestFactory
    Stream<DynamicTest> everyVectorIsFound() throws IOException {
        JsonArray cases = read().getJsonArray("cases");
        assertThat(cases).hasSizeGreaterThan(10);
        return cases.stream()
                .map(JsonObject.class::cast)
                .map(each -> DynamicTest.dynamicTest(
                        each.getString("name"),
                        () -> assertThat(Placement.keepers(
                                        each.getString("scope"),
                                        texts(each.getJsonArray("nodes")),
                                        each.getInteger("copies")))
                                .isEqualTo(texts(each.getJsonArray("keepers")))));
    }

    @Test
    void theWeightsAreThoseOfTheDescription() throws IOException, NoSuchAlgorithmException {
        JsonArray weights = read().getJsonArray("weights");
        assertThat(weights).isNotEmpty();
        for (Object each : weights) {
            JsonObject one = (JsonObject) each;
            byte[] bytes = (one.getString("node") + "|" + one.getString("scope")).getBytes(UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            assertThat(HexFormat.of().formatHex(hash)).isEqualTo(one.getString("weight"));
        }
    }

    private static List<String> texts(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }
}
