package dev.countdown.bootstrap.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.testing.ExchangeEvent;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What {@code keep --json} said, held against the exchange's own log. */
final class KeptLog {

    private final List<JsonObject> events;
    private final List<ExchangeEvent.Armed> arms;

    KeptLog(List<String> lines, List<ExchangeEvent.Armed> arms) {
        events = lines.stream().map(JsonObject::new).toList();
        this.arms = arms;
    }

    Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        events.forEach(event -> counts.merge(event.getString("event"), 1, Integer::sum));
        return counts;
    }

    /** While a scope was said to be ARMED, its deadline at the exchange was never sooner than the claim. */
    int claimsHold() {
        Map<String, List<ExchangeEvent.Armed>> byScope = byScope();
        int claims = 0;
        for (JsonObject event : events) {
            if (!"ARMED".equals(event.getString("state"))
                    || event.getString("event").equals("closed")) {
                continue;
            }
            Instant at = Instant.parse(event.getString("at"));
            Instant claimed = at.plusMillis(event.getLong("protectedForMs"));
            ExchangeEvent.Armed last = null;
            for (ExchangeEvent.Armed arm : byScope.get(event.getString("scope"))) {
                if (!arm.at().isAfter(at)) {
                    last = arm;
                }
            }
            assertThat(last).describedAs("%s", event).isNotNull();
            assertThat(last.triggerTime()).describedAs("%s, %s", event, last).isAfterOrEqualTo(claimed);
            claims++;
        }
        return claims;
    }

    /**
     * Every acknowledgement is in the exchange's log, and every arm there was acknowledged or has an unknown outcome.
     */
    void isAccountedFor() {
        Set<String> applied = new HashSet<>();
        arms.forEach(arm ->
                applied.add(arm.countdown().scope() + " " + arm.triggerTime().toEpochMilli()));
        Set<String> acknowledged = new HashSet<>();
        for (JsonObject event : events) {
            if (event.containsKey("triggerTime")) {
                acknowledged.add(event.getString("scope") + " " + event.getLong("triggerTime"));
            }
        }
        assertThat(applied).containsAll(acknowledged);
        assertThat(applied.size() - acknowledged.size()).isBetween(0, counts().getOrDefault("unknown", 0));
    }

    /** The longest time between two arms of one scope that both fall into a span. */
    Duration longestGap(Instant from, Instant to) {
        Duration longest = Duration.ZERO;
        for (List<ExchangeEvent.Armed> ofScope : byScope().values()) {
            Instant before = null;
            for (ExchangeEvent.Armed arm : ofScope) {
                if (before != null && !before.isBefore(from) && !arm.at().isAfter(to)) {
                    Duration gap = Duration.between(before, arm.at());
                    longest = gap.compareTo(longest) > 0 ? gap : longest;
                }
                before = arm.at();
            }
        }
        return longest;
    }

    private Map<String, List<ExchangeEvent.Armed>> byScope() {
        Map<String, List<ExchangeEvent.Armed>> byScope = new HashMap<>();
        for (ExchangeEvent.Armed arm : arms) {
            byScope.computeIfAbsent(arm.countdown().scope().toString(), none -> new ArrayList<>())
                    .add(arm);
        }
        return byScope;
    }
}
