package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.profile.ExchangeProfile;
import dev.countdown.http.Market;
import dev.countdown.testing.Deviation;
import dev.countdown.testing.ExchangeAssumptions;
import dev.countdown.testing.simulator.BodyFault;
import dev.countdown.testing.simulator.RateLimit;
import dev.countdown.testing.simulator.WireAssumptions;
import dev.countdown.testing.simulator.WireAssumptions.TimeHeaders;
import dev.countdown.testing.simulator.WireAssumptions.TriggerTimeAs;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code probe} has seen of an exchange, as switches of the simulator. For one thread.
 */
public final class Profile {

    private static final Pattern REFUSED = Pattern.compile("(\\w+), (\\d{3})");
    private static final Pattern EDGE = Pattern.compile("taken at (-?[\\d.]+) s, refused at (-?[\\d.]+) s");
    private static final Duration LIMIT_WINDOW = Duration.ofSeconds(10);
    private static final double WINDOW_SECONDS = 60;

    private final List<String> unlike = new ArrayList<>();
    private final Map<BodyFault, String> labels = new EnumMap<>(BodyFault.class);
    private ExchangeAssumptions exchange = ExchangeAssumptions.DEFAULTS;
    private WireAssumptions wire = WireAssumptions.DEFAULTS;

    Profile(Map<Topic, String> seen) {
        new TreeMap<>(seen).forEach((topic, value) -> {
            if (!takes(topic, value)) {
                unlike.add(topic + ": " + value);
            }
        });
    }

    /**
     * Reads a file that {@code probe --profile} wrote.
     *
     * @throws UsageException if it cannot be read, or names a topic that is none
     */
    public static Profile read(Path file) {
        Map<Topic, String> seen = new EnumMap<>(Topic.class);
        ExchangeProfile.read(file).seen().forEach((name, value) -> seen.put(topic(name), value));
        return new Profile(seen);
    }

    /** What is to be written. */
    static ExchangeProfile of(Market market, URI exchange, List<TopicFinding> found) {
        Map<String, String> seen = new HashMap<>();
        found.forEach(
                each -> each.seen().ifPresent(value -> seen.put(each.topic().toString(), value)));
        return new ExchangeProfile(market, exchange, seen);
    }

    private static Topic topic(String name) {
        return Arrays.stream(Topic.values())
                .filter(each -> each.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("profile has an unknown topic: " + name));
    }

    /** What the exchange does. */
    public ExchangeAssumptions exchange() {
        return exchange;
    }

    /** What its HTTP looks like. */
    public WireAssumptions wire() {
        return wire;
    }

    /** What was seen and the simulator cannot do, a topic and a value each. */
    public List<String> unlike() {
        return List.copyOf(unlike);
    }

    /** Topics come in their order; false if the simulator has no such switch. */
    private boolean takes(Topic topic, String seen) {
        return switch (topic) {
            case CLOCK_OFFSET -> true; // of one machine at one time
            case SERVER_TIME -> wire(wire.withServerTime(seen.equals("exists")));
            case TIME_HEADERS -> timeHeaders(seen);
            case RATE_LIMIT -> rateLimit(seen);
            case TRIGGER_TIME_FORM -> triggerTime(seen);
            case TRIGGER_TIME_RESOLUTION ->
                seen.equals("1 ms") || (seen.equals("1 s") && but(Deviation.WHOLE_SECOND_DEADLINES));
            case TRIGGER_TIME_ORIGIN -> seen.equals("time of receipt + timeout");
            case REPLY_TO_0 ->
                seen.equals(
                        wire.triggerTimeAs() == TriggerTimeAs.ABSENT
                                ? "taken, no trigger time"
                                : "taken, " + wire.triggerTimeAs().name().toLowerCase(Locale.ROOT) + " 0");
            case REPLY_TO_1_TO_4, REFUSAL_OF_NEGATIVE_TIMEOUT -> label(BodyFault.TIMEOUT_OUT_OF_RANGE, seen);
            case REFUSAL_OF_MISSING_TIMEOUT -> label(BodyFault.MISSING_TIMEOUT, seen);
            case REFUSAL_OF_WRONG_TYPE, REFUSAL_OF_BROKEN_JSON -> label(BodyFault.UNREADABLE, seen);
            case REFUSAL_OF_BAD_NAME -> label(BodyFault.BAD_NAME, seen);
            case REFUSAL_OF_FOREIGN_NAME ->
                seen.equals("taken") ? wire(wire.withForeignNamesRefused(false)) : label(BodyFault.FOREIGN_NAME, seen);
            case REFUSAL_OF_UNKNOWN_KEY -> seen.equals("INVALID_KEY, 401");
            case REFUSAL_OF_WRONG_SIGNATURE -> seen.equals("INVALID_SIGNATURE, 401");
            case REFUSAL_OF_TIMESTAMP -> seen.equals("INVALID_PARAM_VALUE, 400");
            case REFUSAL_OF_OLD_REQUEST ->
                status(seen, "REQUEST_EXPIRED")
                        .map(status -> wire(wire.withExpiredStatus(status)))
                        .orElse(false);
            case LATE_REQUEST, EARLY_REQUEST -> hasEdgeOfSimulator(seen);
            case REPEAT -> seen.equals("replaces") || but(Deviation.REPEAT_NEVER_SHORTENS);
            case TIMERS -> seen.equals("own") || but(Deviation.ONE_TIMER_PER_ACCOUNT);
            case ACCOUNT_WIDE_0 ->
                seen.equals("leaves narrower ones")
                        || exchange.has(Deviation.ONE_TIMER_PER_ACCOUNT)
                        || but(Deviation.ACCOUNT_DISARM_CLEARS_ALL);
            case CONTRACT_AND_UNDERLYING -> seen.equals("the contract counts") || but(Deviation.UNDERLYING_WINS);
            case PERMISSION ->
                status(seen, "READ_ONLY")
                        .map(status -> wire(wire.withPermissionStatus(status)))
                        .orElse(false);
            case ACCOUNT_SCOPE -> seen.equals("cancelled");
            case FIRING_DELAY -> firingDelay(seen);
            case FIRES_ONCE -> seen.equals("once") || but(Deviation.FIRES_REPEATEDLY);
            case ORDERS_AFTER_ARMING -> seen.equals("cancelled") || but(Deviation.SPARES_LATER_ORDERS);
            case ORDERS_AFTER_FIRING -> seen.equals("untouched");
            case PRICE_ORDERS -> seen.equals("spared") || but(Deviation.CANCELS_PRICE_ORDERS);
            case FINISH_AS -> exchange(exchange.withFinishAs(seen));
            case REFUSAL_OF_CANCEL -> seen.equals("ORDER_FINISHED, 400") || seen.equals("ORDER_CANCELLED, 400");
            case TIMERS_OF_KEYS, AGE_CHECK, RESTART -> false;
        };
    }

    private boolean but(Deviation deviation) {
        return exchange(exchange.but(deviation));
    }

    private boolean exchange(ExchangeAssumptions changed) {
        exchange = changed;
        return true;
    }

    /** The simulator is late by less than the time between two checks. */
    private boolean firingDelay(String seen) {
        Matcher delay = ExchangeProfile.DELAY.matcher(seen);
        return delay.matches()
                && exchange(
                        exchange.withCheckPeriod(Duration.ofMillis(Math.max(0, Long.parseLong(delay.group(2))) + 1)));
    }

    private boolean wire(WireAssumptions changed) {
        wire = changed;
        return true;
    }

    private boolean timeHeaders(String seen) {
        return switch (seen) {
            case "X-In-Time, X-Out-Time, a trace id" -> wire(wire.withTimeHeaders(TimeHeaders.EXACT));
            case "Date alone" -> wire(wire.withTimeHeaders(TimeHeaders.DATE));
            case "none" -> wire(wire.withTimeHeaders(TimeHeaders.NONE));
            default -> false;
        };
    }

    /** No headers do not mean that there is no limit. */
    private boolean rateLimit(String seen) {
        return seen.matches("limit [1-9]\\d{0,8}")
                && wire(wire.withCountdownLimit(new RateLimit(Integer.parseInt(seen.substring(6)), LIMIT_WINDOW)));
    }

    private boolean triggerTime(String seen) {
        return Arrays.stream(TriggerTimeAs.values())
                .filter(form -> form.name().toLowerCase(Locale.ROOT).equals(seen))
                .findFirst()
                .map(form -> wire(wire.withTriggerTimeAs(form)))
                .orElse(false);
    }

    /** The simulator has one label for two topics in some cases: the first one counts. */
    private boolean label(BodyFault fault, String seen) {
        Matcher refused = REFUSED.matcher(seen);
        if (!refused.matches() || !refused.group(2).equals("400")) {
            return false;
        }
        String label = refused.group(1);
        return labels.computeIfAbsent(fault, first -> label).equals(label) && wire(wire.withLabel(fault, label));
    }

    private static Optional<Integer> status(String seen, String label) {
        Matcher refused = REFUSED.matcher(seen);
        return refused.matches() && refused.group(1).equals(label)
                ? Optional.of(Integer.parseInt(refused.group(2)))
                : Optional.empty();
    }

    private static boolean hasEdgeOfSimulator(String seen) {
        Matcher edge = EDGE.matcher(seen);
        return edge.matches()
                && Double.parseDouble(edge.group(1)) <= WINDOW_SECONDS
                && WINDOW_SECONDS <= Double.parseDouble(edge.group(2));
    }
}
