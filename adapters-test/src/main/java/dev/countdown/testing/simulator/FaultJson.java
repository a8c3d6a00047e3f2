package dev.countdown.testing.simulator;

import com.google.common.base.Ascii;
import com.google.common.base.Enums;
import dev.countdown.testing.ErrorLabels;
import dev.countdown.testing.Fault;
import dev.countdown.testing.FaultPlan;
import dev.countdown.testing.FaultScript;
import dev.countdown.testing.RandomFaults;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The faults of {@code POST /sim/faults}. */
final class FaultJson {

    private static final Set<String> FIELDS = Set.of(
            "delayMs",
            "jitterMs",
            "dropBefore",
            "dropAfter",
            "errorRate",
            "status",
            "label",
            "duplicate",
            "reorder",
            "replay",
            "lag",
            "html",
            "truncate",
            "stall",
            "resetAfterBytes",
            "triggerTimeAs",
            "timeHeaders",
            "serverTime",
            "clockOffsetMs",
            "granularityMs",
            "seed",
            "script");

    private final JsonObject json;

    FaultJson(JsonObject json) {
        this.json = json;
        for (String field : json.fieldNames()) {
            if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException("unknown fault: " + field);
            }
        }
    }

    FaultPlan plan() {
        RandomFaults plan = RandomFaults.seeded(whole("seed", 0))
                .withDelay(millis("delayMs"), millis("jitterMs"))
                .loseBefore(chance("dropBefore"))
                .loseAfter(chance("dropAfter"))
                .with(chance("duplicate"), new Fault.Duplicate(Duration.ZERO))
                .reorder(chance("reorder"))
                .with(errorRate(), refusal())
                .with(chance("replay"), new Fault.Replay())
                .with(chance("lag"), new Fault.Lag())
                .with(chance("html"), new Fault.Html())
                .with(chance("truncate"), new Fault.Truncate())
                .with(chance("stall"), new Fault.Stall(1));
        FaultPlan random = has("resetAfterBytes") ? plan.with(1, new Fault.Reset(int32("resetAfterBytes", 0))) : plan;
        return text("script")
                .map(FaultScript::parse)
                .map(script -> both(script, random))
                .orElse(random);
    }

    private static FaultPlan both(FaultPlan script, FaultPlan random) {
        return () ->
                Stream.concat(script.next().stream(), random.next().stream()).toList();
    }

    /** These assumptions with the changes that are named. */
    WireAssumptions wire(WireAssumptions before) {
        WireAssumptions form = oneOf("triggerTimeAs", WireAssumptions.TriggerTimeAs.class, "string, number or absent")
                .map(before::withTriggerTimeAs)
                .orElse(before);
        WireAssumptions times = oneOf("timeHeaders", WireAssumptions.TimeHeaders.class, "exact, date or none")
                .map(form::withTimeHeaders)
                .orElse(form);
        return has("serverTime") ? times.withServerTime(flag("serverTime")) : times;
    }

    private <E extends Enum<E>> Optional<E> oneOf(String field, Class<E> type, String names) {
        return text(field)
                .map(name -> Enums.getIfPresent(type, Ascii.toUpperCase(name))
                        .toJavaUtil()
                        .orElseThrow(() -> new IllegalArgumentException(field + " must be " + names + ": " + name)));
    }

    Optional<Duration> clockOffset() {
        return has("clockOffsetMs") ? Optional.of(millis("clockOffsetMs")) : Optional.empty();
    }

    Optional<Duration> granularity() {
        return has("granularityMs") ? Optional.of(millis("granularityMs")) : Optional.empty();
    }

    private double errorRate() {
        boolean meant = has("status") || has("label");
        return has("errorRate") ? chance("errorRate") : meant ? 1 : 0;
    }

    private Fault refusal() {
        Optional<String> label = text("label");
        int status = int32("status", label.map(ErrorLabels::statusOf).orElse(503));
        return new Fault.Refuse(status, label.orElseGet(() -> ErrorLabels.labelOf(status)));
    }

    private boolean has(String field) {
        return json.getValue(field) != null;
    }

    private Duration millis(String field) {
        return Duration.ofNanos((long) (number(field, 0) * 1e6));
    }

    /** A probability; true is 1 and false is 0. */
    private double chance(String field) {
        Object value = json.getValue(field);
        return value instanceof Boolean flag ? flag ? 1 : 0 : number(field, 0);
    }

    private boolean flag(String field) {
        if (json.getValue(field) instanceof Boolean flag) {
            return flag;
        }
        throw new IllegalArgumentException(field + " must be true or false: " + json.getValue(field));
    }

    private double number(String field, double otherwise) {
        Object value = json.getValue(field);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException(field + " must be a number: " + value);
    }

    private int int32(String field, int otherwise) {
        long value = whole(field, otherwise);
        if (value != (int) value) {
            throw new IllegalArgumentException(field + " must be a whole number of 32 bits: " + value);
        }
        return (int) value;
    }

    private long whole(String field, long otherwise) {
        Object value = json.getValue(field);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException(field + " must be a whole number: " + value);
    }

    private Optional<String> text(String field) {
        Object value = json.getValue(field);
        if (value != null && !(value instanceof String)) {
            throw new IllegalArgumentException(field + " must be a string: " + value);
        }
        return Optional.ofNullable((String) value);
    }
}
