package dev.countdown.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.KeeperState;
import dev.countdown.application.guard.ProofGate;
import dev.countdown.application.guard.ScopeReply;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Timeout;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The vectors that a bot's gate in any language must pass. Here the wall clock stands still, so that one clock decides. */
class GateVectorsTest {

    private static final String VECTORS = "/dev/countdown/guard/gate-vectors.json";

    @TestFactory
    Stream<DynamicTest> theGatePassesEveryVector() throws IOException {
        try (InputStream in = GateVectorsTest.class.getResourceAsStream(VECTORS)) {
            JsonArray cases = new JsonObject(new String(in.readAllBytes(), UTF_8)).getJsonArray("cases");
            assertThat(cases).hasSizeGreaterThan(15);
            return cases.stream()
                    .map(JsonObject.class::cast)
                    .map(each ->
                            DynamicTest.dynamicTest(each.getString("name"), () -> play(each.getJsonArray("steps"))));
        }
    }

    private static void play(JsonArray steps) {
        ProofGate gate = new ProofGate();
        steps.stream().map(JsonObject.class::cast).forEach(step -> {
            if (step.containsKey("reply")) {
                hear(gate, step.getJsonObject("reply"));
            } else if (step.containsKey("reconciled")) {
                gate.reconciled(step.getLong("reconciled"));
            } else if (step.containsKey("forget")) {
                gate.forget(step.getString("forget"), at(step.getLong("at")));
            } else {
                ask(gate, step);
            }
        });
    }

    private static void hear(ProofGate gate, JsonObject reply) {
        ScopeReply said = new ScopeReply(
                KeeperState.valueOf(reply.getString("state")),
                Timeout.ofSeconds(reply.getInteger("timeout")),
                reply.getLong("guardedForMs"),
                reply.getLong("unbrokenForMs"),
                reply.getLong("settlingMs", 0L),
                List.of(),
                reply.getString("digest"));
        gate.heard(reply.getString("node"), at(reply.getLong("sent")), at(reply.getLong("got")), said);
    }

    private static void ask(ProofGate gate, JsonObject question) {
        boolean mayQuote = gate.mayQuote(at(question.getLong("at")), Duration.ofMillis(question.getLong("margin")));
        assertThat(mayQuote).as("%s", question).isEqualTo(question.getBoolean("mayQuote"));
        assertThat(gate.settlingMs(at(question.getLong("at"))))
                .as("%s", question)
                .isEqualTo(question.getLong("settlingMs", gate.settlingMs(at(question.getLong("at")))));
        Long lapse = question.getLong("openLapse");
        assertThat(gate.openLapse())
                .as("%s", question)
                .isEqualTo(lapse == null ? OptionalLong.empty() : OptionalLong.of(lapse));
    }

    private static ClockReading at(long millis) {
        return new ClockReading(millis * 1_000_000, -1_000_000_000L);
    }
}
