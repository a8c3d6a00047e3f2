package dev.countdown.bootstrap.simulate;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.Json;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The simulator's faults as options; each is a field of {@code POST /sim/faults}. */
final class FaultOptions {

    @Option(names = "--delay", paramLabel = "D", description = "How long a request takes to be applied.")
    @Nullable
    String delay;

    @Option(names = "--jitter", paramLabel = "D", description = "How much longer at random, at most.")
    @Nullable
    String jitter;

    @Option(names = "--drop-before", paramLabel = "P", description = "Probability that a request is lost.")
    @Nullable
    Double dropBefore;

    @Option(names = "--drop-after", paramLabel = "P", description = "Probability that a reply is lost.")
    @Nullable
    Double dropAfter;

    @Option(names = "--error-rate", paramLabel = "P", description = "Probability of an error reply.")
    @Nullable
    Double errorRate;

    @Option(names = "--status", paramLabel = "N", description = "The status of error replies.")
    @Nullable
    Integer status;

    @Option(names = "--label", paramLabel = "LABEL", description = "The label of error replies.")
    @Nullable
    String label;

    @Option(names = "--duplicate", paramLabel = "P", description = "Probability that a request is applied twice.")
    @Nullable
    Double duplicate;

    @Option(names = "--replay", paramLabel = "P", description = "Probability of the reply before instead of its own.")
    @Nullable
    Double replay;

    @Option(names = "--lag", paramLabel = "P", description = "Probability that a reply is one request late.")
    @Nullable
    Double lag;

    @Option(names = "--html", paramLabel = "P", description = "Probability of a gateway's HTML page.")
    @Nullable
    Double html;

    @Option(names = "--truncate", paramLabel = "P", description = "Probability of half a reply.")
    @Nullable
    Double truncate;

    @Option(names = "--reset-after-bytes", paramLabel = "N", description = "Break every reply after so many bytes.")
    @Nullable
    Integer resetAfterBytes;

    @Option(
            names = "--trigger-time-as",
            paramLabel = "string|number|absent",
            description = "How the trigger time is written.")
    @Nullable
    String triggerTimeAs;

    @Option(
            names = "--time-headers",
            paramLabel = "exact|date|none",
            description = "What replies say of the exchange's clock.")
    @Nullable
    String timeHeaders;

    @Option(
            names = "--server-time",
            arity = "1",
            paramLabel = "true|false",
            description = "Whether GET /spot/time exists. Default: true.")
    @Nullable
    Boolean serverTime;

    @Option(names = "--clock-offset", paramLabel = "D", description = "How far the exchange's clock is ahead.")
    @Nullable
    String clockOffset;

    @Option(names = "--granularity", paramLabel = "D", description = "How late a countdown may fire.")
    @Nullable
    String granularity;

    @Option(names = "--seed", paramLabel = "N", description = "Of the faults' randomness. Default: 0.")
    @Nullable
    Long seed;

    String json() {
        return Json.object(json -> {
            millis(json, "delayMs", delay);
            millis(json, "jitterMs", jitter);
            number(json, "dropBefore", dropBefore);
            number(json, "dropAfter", dropAfter);
            number(json, "errorRate", errorRate);
            number(json, "status", status);
            text(json, "label", label);
            number(json, "duplicate", duplicate);
            number(json, "replay", replay);
            number(json, "lag", lag);
            number(json, "html", html);
            number(json, "truncate", truncate);
            number(json, "resetAfterBytes", resetAfterBytes);
            text(json, "triggerTimeAs", triggerTimeAs);
            text(json, "timeHeaders", timeHeaders);
            if (serverTime != null) {
                json.writeBooleanField("serverTime", serverTime);
            }
            millis(json, "clockOffsetMs", clockOffset);
            millis(json, "granularityMs", granularity);
            number(json, "seed", seed);
        });
    }

    private static void millis(JsonGenerator json, String field, @Nullable String span) throws IOException {
        if (span != null) {
            boolean behind = span.startsWith("-");
            Duration length = DurationText.parse(behind ? span.substring(1) : span);
            json.writeNumberField(field, behind ? -length.toMillis() : length.toMillis());
        }
    }

    private static void number(JsonGenerator json, String field, @Nullable Number value) throws IOException {
        if (value instanceof Double probability) {
            json.writeNumberField(field, probability);
        } else if (value != null) {
            json.writeNumberField(field, value.longValue());
        }
    }

    private static void text(JsonGenerator json, String field, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value);
        }
    }
}
