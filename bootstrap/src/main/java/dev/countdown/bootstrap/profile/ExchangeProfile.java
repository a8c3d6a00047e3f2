package dev.countdown.bootstrap.profile;

import dev.countdown.application.CloseMode;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.cli.Markets;
import dev.countdown.bootstrap.cli.SmallFile;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.domain.TriggerWindow;
import dev.countdown.http.Market;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file of {@code probe --profile}: a flat JSON object of the market, the exchange and each topic that is known. Immutable.
 *
 * @param market that was asked about
 * @param exchange the base URL that was asked
 * @param seen by the name of its topic
 */
public record ExchangeProfile(Market market, URI exchange, Map<String, String> seen) {

    /** The topics that a keeper reads. */
    static final String FIRING_DELAY = "firing-delay";

    static final String RESOLUTION = "trigger-time-resolution";
    static final String REPEAT = "repeat";

    /** What is seen of {@code firing-delay}: the least and the most. */
    public static final Pattern DELAY = Pattern.compile("(-?\\d{1,9}) to (-?\\d{1,9}) ms after .*");

    private static final String MARKET = "market";
    private static final String BASE_URL = "base-url";
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9}) (ms|s)");

    public ExchangeProfile {
        seen = Map.copyOf(seen);
    }

    /**
     * Reads a file.
     *
     * @throws UsageException if it is none, or has no market or exchange
     */
    public static ExchangeProfile read(Path file) {
        Map<String, String> members;
        try {
            members = new TreeMap<>(Json.members(SmallFile.read(file, "profile")));
        } catch (IOException e) {
            throw new UsageException("profile must be a readable JSON object: " + file, e);
        }
        String market = taken(members, MARKET);
        String exchange = taken(members, BASE_URL);
        return new ExchangeProfile(
                UsageException.checked(() -> Markets.read(market)), ConnectionOptions.parse(exchange), members);
    }

    private static String taken(Map<String, String> members, String name) {
        return Optional.ofNullable(members.remove(name))
                .orElseThrow(() -> new UsageException("profile must have a member " + name));
    }

    /** The text of the file. */
    public String text() {
        Json json = new Json().put(MARKET, market.toString()).put(BASE_URL, exchange.toString());
        new TreeMap<>(seen).forEach(json::put);
        return json.toString();
    }

    /**
     * The same profile.
     *
     * @throws UsageException if it is of another market or exchange
     */
    public ExchangeProfile checked(Market asked, URI at) {
        if (market != asked) {
            throw new UsageException("profile is of market " + market + ", not " + asked);
        }
        if (!exchange.equals(at)) {
            throw new UsageException("profile is of " + exchange + ", not " + at);
        }
        return this;
    }

    /**
     * The policy for this exchange: its granularity is the longest delay that was seen, and never below what the model assumes. What
     * is not known changes nothing.
     *
     * @throws UsageException if no claim of the model holds there, or a shorter countdown would have no effect
     */
    public RenewalPolicy applied(RenewalPolicy policy, CloseMode onExit) {
        Optional<Duration> resolution =
                Optional.ofNullable(seen.get(RESOLUTION)).map(ExchangeProfile::span);
        if (resolution
                .filter(span -> span.compareTo(TriggerWindow.RESOLUTION) > 0)
                .isPresent()) {
            throw new UsageException("profile: trigger times are cut to more than 1 s, for which no claim holds: "
                    + seen.get(RESOLUTION));
        }
        boolean shortens = policy.onDead() == OnDead.EXPIRE_SOON || onExit == CloseMode.EXPIRE_SOON;
        if (shortens
                && Optional.ofNullable(seen.get(REPEAT))
                        .filter("never shortens"::equals)
                        .isPresent()) {
            throw new UsageException(
                    "profile: a repeat never shortens a countdown, so expire-soon has no effect: choose expire");
        }
        return granular(policy);
    }

    /**
     * The same without what concerns a keeper alone.
     *
     * @throws UsageException if a firing was not seen in time, or came later than a keeper can allow for
     */
    public RenewalPolicy granular(RenewalPolicy policy) {
        return Optional.ofNullable(seen.get(FIRING_DELAY))
                .map(ExchangeProfile::latest)
                .filter(late -> late.compareTo(policy.granularity()) > 0)
                .map(late -> UsageException.checked(() -> policy.withGranularity(late)))
                .orElse(policy);
    }

    private static Duration latest(String delay) {
        Matcher found = DELAY.matcher(delay);
        if (!found.matches()) {
            throw new UsageException("profile: the countdown does not fire as the model has it: " + delay);
        }
        return Duration.ofMillis(Long.parseLong(found.group(2)));
    }

    private static Duration span(String text) {
        Matcher found = SPAN.matcher(text);
        if (!found.matches()) {
            throw new UsageException("profile: trigger-time-resolution must be a span such as 1 ms: " + text);
        }
        long number = Long.parseLong(found.group(1));
        return found.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
    }
}
