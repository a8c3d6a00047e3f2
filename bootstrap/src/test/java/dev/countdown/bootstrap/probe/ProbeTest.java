package dev.countdown.bootstrap.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.http.Market;
import dev.countdown.testing.Deviation;
import dev.countdown.testing.simulator.BodyFault;
import dev.countdown.testing.simulator.WireAssumptions.TimeHeaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code probe} against exchanges whose switches are set at random; {@code -Dprobe.exchanges=300} for more of them. */
class ProbeTest {

    private static final int EXCHANGES = Integer.getInteger("probe.exchanges", 30);
    private static final long FIRST = Long.getLong("probe.seed", 0);
    private static final Pattern EDGE = Pattern.compile("taken at (-?[\\d.]+) s, refused at (-?[\\d.]+) s");
    private static final Pattern DELAY = Pattern.compile("(-?\\d+) to (-?\\d+) ms after .*");
    private static final Pattern OFFSET = Pattern.compile("(-?\\d+) to (-?\\d+) ms ahead of ours");

    @Test
    void neverFindsWhatTheExchangeIsNot() {
        Map<Topic, int[]> tally = new EnumMap<>(Topic.class);
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> reasons = new TreeMap<>();
        for (long seed = FIRST; seed < FIRST + EXCHANGES; seed++) {
            RandomExchange at = new RandomExchange(seed);
            List<TopicFinding> found = new ArrayList<>();
            Probe probe = at.probe(true);
            probe.run(found::add);
            assertThat(found).extracting(TopicFinding::topic).containsExactlyInAnyOrder(Topic.values());
            for (TopicFinding finding : found) {
                int[] counts = tally.computeIfAbsent(finding.topic(), absent -> new int[2]);
                counts[finding.seen().isPresent() ? 0 : 1]++;
                if (finding.seen().isEmpty()) {
                    reasons.merge("    " + finding.topic() + ": " + finding.sure(), 1, Integer::sum);
                }
            }
            wrong.addAll(untrue(at, probe, found));
            if (probe.left().isEmpty()) {
                assertThat(at.market().account().openOrders())
                        .as("seed " + seed)
                        .isEmpty();
                assertThat(at.market().countdowns()).as("seed " + seed).isEmpty();
            }
        }
        int seen = tally.values().stream().mapToInt(counts -> counts[0]).sum();
        int notKnown = tally.values().stream().mapToInt(counts -> counts[1]).sum();
        System.out.println("probe: exchanges " + EXCHANGES + ", found " + seen + ", not known " + notKnown + ", wrong "
                + wrong.size());
        tally.forEach((topic, counts) ->
                System.out.println("  " + topic + ": found " + counts[0] + ", not known " + counts[1]));
        if (EXCHANGES > 30) {
            reasons.forEach((reason, count) -> System.out.println(reason + ": " + count));
        }
        assertThat(wrong).isEmpty();
        assertThat(tally.get(Topic.TRIGGER_TIME_FORM)[0]).isGreaterThan(EXCHANGES * 7 / 10);
        assertThat(tally.get(Topic.LATE_REQUEST)[0]).isGreaterThan(EXCHANGES / 2);
        assertThat(List.of(Topic.REPEAT, Topic.TIMERS, Topic.ACCOUNT_WIDE_0, Topic.ACCOUNT_SCOPE, Topic.FIRING_DELAY))
                .allMatch(topic -> tally.get(topic)[0] > EXCHANGES * 7 / 10);
        assertThat(List.of(Topic.ORDERS_AFTER_ARMING, Topic.ORDERS_AFTER_FIRING, Topic.FINISH_AS))
                .allMatch(topic -> tally.get(topic)[0] > EXCHANGES * 7 / 10);
        assertThat(List.of(Topic.PRICE_ORDERS, Topic.FIRES_ONCE))
                .allMatch(topic -> tally.get(topic)[0] > EXCHANGES * 4 / 10);
    }

    @Test
    void aRunAfterOneThatWasKilledLeavesNoCountdownAndNoOrder() {
        SplittableRandom random = new SplittableRandom(17);
        int kills = 0;
        int cleaned = 0;
        int standing = 0;
        for (long seed = FIRST; seed < FIRST + EXCHANGES; seed++) {
            RandomExchange at = new RandomExchange(seed);
            at.line.dieAfter(random.nextInt(1, 220));
            try {
                at.probe(true).run(found -> {});
            } catch (CancellationException killed) {
                kills++;
                standing += at.market().account().openOrders().isEmpty() ? 0 : 1;
            }
            at.line.dieAfter(Integer.MAX_VALUE);
            Probe next = at.probe(seed % 2 == 0);
            List<TopicFinding> found = new ArrayList<>();
            next.run(found::add);
            assertThat(untrue(at, next, found)).isEmpty();
            if (next.left().isEmpty()) {
                cleaned++;
                assertThat(at.market().countdowns()).as("seed " + seed).isEmpty();
                assertThat(at.market().account().openOrders())
                        .as("seed " + seed)
                        .isEmpty();
            } else if (!at.market().account().openOrders().isEmpty()) {
                assertThat(next.left()).as("seed " + seed).anyMatch(line -> line.contains("order"));
            }
        }
        System.out.println("probe: killed " + kills + ", of these with orders standing " + standing + ", cleaned by the"
                + " next run " + cleaned + " of " + EXCHANGES);
        assertThat(standing).isGreaterThan(EXCHANGES / 6);
        assertThat(kills).isGreaterThan(EXCHANGES / 3);
        assertThat(cleaned).isGreaterThan(EXCHANGES * 8 / 10);
    }

    @Test
    void theTableOfAssumptionsNamesEachTopic() throws IOException {
        String table = Files.readString(Path.of("..", "adapters-http", "README.md"));
        assertThat(Topic.values()).allMatch(topic -> table.contains("`" + topic + "`"));
    }

    /** The findings that are wrong, a line each. */
    private static List<String> untrue(RandomExchange at, Probe probe, List<TopicFinding> found) {
        List<String> wrong = new ArrayList<>();
        for (TopicFinding finding : found) {
            if (finding.topic() == Topic.FIRING_DELAY) {
                probe.firings().stream()
                        .filter(firing -> !isInside(at, firing, finding))
                        .forEach(firing -> wrong.add("seed " + at.seed + ": " + firing + ": " + finding));
            } else if (finding.seen()
                    .filter(seen -> !isTrue(at, finding.topic(), seen))
                    .isPresent()) {
                wrong.add("seed " + at.seed + ": " + finding);
            }
        }
        return wrong;
    }

    private static boolean isTrue(RandomExchange at, Topic topic, String seen) {
        return switch (topic) {
            case SERVER_TIME -> seen.startsWith(at.wire.serverTime() ? "exists" : "does not exist");
            case TIME_HEADERS ->
                seen.startsWith(
                        at.wire.timeHeaders() == TimeHeaders.EXACT
                                ? "X-In-Time, X-Out-Time, a trace id"
                                : at.wire.timeHeaders() == TimeHeaders.DATE ? "Date alone" : "none");
            case CLOCK_OFFSET -> isBetween(OFFSET, seen, at.offset.toMillis());
            case LATE_REQUEST, EARLY_REQUEST -> isBetween(EDGE, seen, 60);
            case RATE_LIMIT -> seen.equals(at.limit == 0 ? "no headers" : "limit " + at.limit);
            case TRIGGER_TIME_FORM -> seen.equals(at.wire.triggerTimeAs().name().toLowerCase(java.util.Locale.ROOT));
            case TRIGGER_TIME_RESOLUTION -> seen.equals(at.has(Deviation.WHOLE_SECOND_DEADLINES) ? "1 s" : "1 ms");
            case TRIGGER_TIME_ORIGIN -> seen.equals("time of receipt + timeout");
            case REPLY_TO_0 ->
                seen.equals(
                        switch (at.wire.triggerTimeAs()) {
                            case STRING -> "taken, string 0";
                            case NUMBER -> "taken, number 0";
                            case ABSENT -> "taken, no trigger time";
                        });
            case REPLY_TO_1_TO_4, REFUSAL_OF_NEGATIVE_TIMEOUT -> isLabel(at, BodyFault.TIMEOUT_OUT_OF_RANGE, seen);
            case REFUSAL_OF_MISSING_TIMEOUT -> isLabel(at, BodyFault.MISSING_TIMEOUT, seen);
            case REFUSAL_OF_WRONG_TYPE, REFUSAL_OF_BROKEN_JSON -> isLabel(at, BodyFault.UNREADABLE, seen);
            case REFUSAL_OF_BAD_NAME -> isLabel(at, BodyFault.BAD_NAME, seen);
            case REFUSAL_OF_FOREIGN_NAME ->
                at.wire.refusesForeignNames() ? isLabel(at, BodyFault.FOREIGN_NAME, seen) : seen.equals("taken");
            case REFUSAL_OF_UNKNOWN_KEY -> seen.equals("INVALID_KEY, 401");
            case REFUSAL_OF_WRONG_SIGNATURE -> seen.equals("INVALID_SIGNATURE, 401");
            case REFUSAL_OF_TIMESTAMP -> seen.equals("INVALID_PARAM_VALUE, 400");
            case REFUSAL_OF_OLD_REQUEST -> seen.equals("REQUEST_EXPIRED, " + at.wire.expiredStatus());
            case REPEAT -> seen.equals(at.has(Deviation.REPEAT_NEVER_SHORTENS) ? "never shortens" : "replaces");
            case TIMERS -> seen.equals(at.has(Deviation.ONE_TIMER_PER_ACCOUNT) ? "shared by the account" : "own");
            case ACCOUNT_WIDE_0 ->
                seen.equals(
                        at.has(Deviation.ONE_TIMER_PER_ACCOUNT) || at.has(Deviation.ACCOUNT_DISARM_CLEARS_ALL)
                                ? "clears narrower ones"
                                : "leaves narrower ones");
            case CONTRACT_AND_UNDERLYING ->
                at.subject.market() == Market.OPTIONS
                        && seen.equals(
                                at.has(Deviation.UNDERLYING_WINS) ? "the underlying counts" : "the contract counts");
            case PERMISSION -> at.readOnly && seen.equals("READ_ONLY, " + at.wire.permissionStatus());
            case ACCOUNT_SCOPE -> seen.equals("cancelled");
            case FIRES_ONCE ->
                seen.equals(at.has(Deviation.FIRES_REPEATEDLY) ? "again, after the same timeout" : "once");
            case ORDERS_AFTER_ARMING -> seen.equals(at.has(Deviation.SPARES_LATER_ORDERS) ? "spared" : "cancelled");
            case ORDERS_AFTER_FIRING -> seen.equals("untouched");
            case PRICE_ORDERS ->
                at.subject.market() != Market.OPTIONS
                        && seen.equals(at.has(Deviation.CANCELS_PRICE_ORDERS) ? "cancelled" : "spared");
            case FINISH_AS -> seen.equals(at.exchange.assumptions().finishAs());
            case REFUSAL_OF_CANCEL ->
                seen.equals(at.subject.market() == Market.SPOT ? "ORDER_CANCELLED, 400" : "ORDER_FINISHED, 400");
            case FIRING_DELAY, TIMERS_OF_KEYS, AGE_CHECK, RESTART -> false;
        };
    }

    /** What was said of one firing, and of those that count for the finding together, is what happened. */
    private static boolean isInside(RandomExchange at, Firings.Firing firing, TopicFinding finding) {
        String seen = finding.seen().orElse("none");
        boolean counts = seen.endsWith(firing.isOfTriggerTime() ? "trigger time" : "timeout");
        long truth = at.delayOf(firing);
        return firing.millis().least() <= truth
                && truth <= firing.millis().most()
                && (!counts || isBetween(DELAY, seen, truth));
    }

    private static boolean isLabel(RandomExchange at, BodyFault fault, String seen) {
        return seen.equals(at.labels.get(fault) + ", 400");
    }

    private static boolean isBetween(Pattern form, String seen, long truth) {
        Matcher found = form.matcher(seen);
        return found.matches()
                && Double.parseDouble(found.group(1)) <= truth
                && truth <= Double.parseDouble(found.group(2));
    }
}
