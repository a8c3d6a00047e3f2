package dev.countdown.testing.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.testing.Fault;
import dev.countdown.testing.FaultPlan;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultJsonTest {

    private static List<List<Fault>> draw(FaultPlan plan, int requests) {
        return IntStream.range(0, requests).mapToObj(i -> plan.next()).toList();
    }

    @Test
    void aScriptAndChanceGoTogetherInJson() {
        FaultPlan plan = new FaultJson(new JsonObject("{\"script\":\"2: lose-after\",\"html\":1}")).plan();
        assertThat(draw(plan, 2))
                .containsExactly(List.of(new Fault.Html()), List.of(new Fault.LoseAfter(), new Fault.Html()));
    }

    @Test
    void repliesToOtherRequestsComeByChanceInJson() {
        FaultPlan plan = new FaultJson(new JsonObject("{\"replay\":true,\"lag\":1}")).plan();
        assertThat(plan.next()).containsExactly(new Fault.Replay(), new Fault.Lag());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"seed\":1.5}|seed must be a whole number: 1.5",
                "{\"resetAfterBytes\":5.5}|resetAfterBytes must be a whole number: 5.5",
                "{\"status\":503.5}|status must be a whole number: 503.5",
                "{\"status\":4294967799}|status must be a whole number of 32 bits: 4294967799",
                "{\"triggerTimeAs\":\"text\"}|triggerTimeAs must be string, number or absent: text",
                "{\"timeHeaders\":\"some\"}|timeHeaders must be exact, date or none: some",
                "{\"serverTime\":\"no\"}|serverTime must be true or false: no"
            })
    void aFieldThatCannotBeReadIsRefusedByName(String json, String message) {
        FaultJson faults = new FaultJson(new JsonObject(json));
        assertThatThrownBy(() -> {
                    faults.plan();
                    faults.wire(WireAssumptions.DEFAULTS);
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aSeedIsTakenToTheLastBit() {
        String json = "{\"dropAfter\":0.5,\"seed\":%d}";
        FaultPlan plan = new FaultJson(new JsonObject(json.formatted(1L << 53))).plan();
        FaultPlan other = new FaultJson(new JsonObject(json.formatted((1L << 53) + 1))).plan();
        assertThat(draw(plan, 100)).isNotEqualTo(draw(other, 100));
    }
}
