package dev.countdown.bootstrap.simulate;

import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The simulator's faults as options; each is a field of {@code POST /sim/faults}. */
final class FaultOptions {

    @Option(names = "--delay", paramLabel = "D", description = "How long a request takes to be applied.")
    @Nullable
    Duration delay;

    @Option(names = "--jitter", paramLabel = "D", description = "How much longer at random, at most.")
    @Nullable
    Duration jitter;

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

    @Option(names = "--stall", paramLabel = "P", description = "Probability that a reply stops after its first byte.")
    @Nullable
    Double stall;

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

    @Option(
            names = "--clock-offset",
            paramLabel = "D",
            converter = DurationText.SignedConverter.class,
            description = "How far the exchange's clock is ahead.")
    @Nullable
    Duration clockOffset;

    @Option(names = "--granularity", paramLabel = "D", description = "How late a countdown may fire.")
    @Nullable
    Duration granularity;

    @Option(names = "--seed", paramLabel = "N", description = "Of the faults' randomness. Default: 0.")
    @Nullable
    Long seed;

    String json() {
        return new Json()
                .put("delayMs", delay)
                .put("jitterMs", jitter)
                .put("dropBefore", dropBefore)
                .put("dropAfter", dropAfter)
                .put("errorRate", errorRate)
                .put("status", status)
                .put("label", label)
                .put("duplicate", duplicate)
                .put("replay", replay)
                .put("lag", lag)
                .put("html", html)
                .put("truncate", truncate)
                .put("stall", stall)
                .put("resetAfterBytes", resetAfterBytes)
                .put("triggerTimeAs", triggerTimeAs)
                .put("timeHeaders", timeHeaders)
                .put("serverTime", serverTime)
                .put("clockOffsetMs", clockOffset)
                .put("granularityMs", granularity)
                .put("seed", seed)
                .toString();
    }
}
