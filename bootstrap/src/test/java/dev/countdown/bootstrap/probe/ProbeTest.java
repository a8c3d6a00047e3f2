package dev.countdown.bootstrap.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.http.Market;
import dev.countdown.testing.Deviation;
import dev.countdown.testing.simulator.BodyFault;
import dev.countdown.testing.simulator.WireAssumptions.TimeHeaders;
import dev.countdown.testing.simulator.WireAssumptions.TriggerTimeAs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code probe} against exchanges whose switches are set at random; {@code -Dprobe.exchanges=300} for more of them. */
class ProbeTest {

    private static final int EXCHANGES = Integer.getInteger("probe.exchanges", 30);
    private static final Pattern EDGE = Pattern.compile("taken at (-?[\\d.]+) s, refused at (-?[\\d.]+) s");
    private static final Pattern OFFSET = Pattern.compile("(-?\\d+) to (-?\\d+) ms ahead of ours");

    @Test
    void neverFindsWhatTheExchangeIsNot() {
        Map<Topic, int[]> tally = new EnumMap<>(Topic.class);
        List<String> wrong = new ArrayList<>();
        for (long seed = 0; seed < EXCHANGES; seed++) {
            RandomExchange at = new RandomExchange(seed);
            List<TopicFinding> found = new ArrayList<>();
            Probe.run(new Conversation(at.line), at.subject, found::add);
            assertThat(found).extracting(TopicFinding::topic).containsExactlyInAnyOrder(Topic.values());
            for (TopicFinding finding : found) {
                int[] counts = tally.computeIfAbsent(finding.topic(), absent -> new int[2]);
                counts[finding.seen().isPresent() ? 0 : 1]++;
                if (finding.seen().isPresent()
                        && !isTrue(at, finding.topic(), finding.seen().get())) {
                    wrong.add("seed " + seed + ": " + finding);
                }
            }
        }
        int seen = tally.values().stream().mapToInt(counts -> counts[0]).sum();
        int notKnown = tally.values().stream().mapToInt(counts -> counts[1]).sum();
        System.out.println("probe: exchanges " + EXCHANGES + ", found " + seen + ", not known " + notKnown + ", wrong "
                + wrong.size());
        tally.forEach((topic, counts) ->
                System.out.println("  " + topic + ": found " + counts[0] + ", not known " + counts[1]));
        assertThat(wrong).isEmpty();
        assertThat(tally.get(Topic.TRIGGER_TIME_FORM)[0]).isGreaterThan(EXCHANGES * 7 / 10);
        assertThat(tally.get(Topic.REPEAT)[0]).isGreaterThan(EXCHANGES * 4 / 10);
        assertThat(tally.get(Topic.LATE_REQUEST)[0]).isGreaterThan(EXCHANGES / 2);
    }

    @Test
    void aRunAfterOneThatWasKilledLeavesNoCountdown() {
        SplittableRandom random = new SplittableRandom(17);
        int kills = 0;
        int cleaned = 0;
        for (long seed = 0; seed < EXCHANGES; seed++) {
            RandomExchange at = new RandomExchange(seed);
            at.line.dieAfter(random.nextInt(1, 150));
            try {
                Probe.run(new Conversation(at.line), at.subject, found -> {});
            } catch (CancellationException killed) {
                kills++;
            }
            at.line.dieAfter(Integer.MAX_VALUE);
            boolean clean = Probe.run(new Conversation(at.line), at.subject, found -> {});
            if (clean) {
                cleaned++;
                assertThat(at.market().countdowns()).as("seed " + seed).isEmpty();
            }
        }
        assertThat(kills).isGreaterThan(EXCHANGES / 3);
        assertThat(cleaned).isGreaterThan(EXCHANGES * 8 / 10);
    }

    @Test
    void theTableOfAssumptionsNamesEachTopic() throws IOException {
        String table = Files.readString(Path.of("..", "adapters-http", "README.md"));
        assertThat(Topic.values()).allMatch(topic -> table.contains("`" + topic + "`"));
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
            case REPEAT ->
                seen.equals(at.has(Deviation.REPEAT_NEVER_SHORTENS) ? "never shortens" : "replaces")
                        && at.wire.triggerTimeAs() != TriggerTimeAs.ABSENT;
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
            case TIMERS_OF_KEYS, AGE_CHECK, RESTART -> false;
        };
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
