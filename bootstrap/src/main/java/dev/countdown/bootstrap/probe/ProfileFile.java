package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.cli.Markets;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.http.Market;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code probe} has seen: a flat JSON object of the market, the exchange and each topic that is known. Immutable.
 *
 * @param market that was asked about
 * @param exchange the base URL that was asked
 * @param seen by topic
 */
record ProfileFile(Market market, URI exchange, Map<Topic, String> seen) {

    private static final String MARKET = "market";
    private static final String BASE_URL = "base-url";

    ProfileFile {
        seen = Map.copyOf(seen);
    }

    static ProfileFile of(Market market, URI exchange, List<TopicFinding> found) {
        Map<Topic, String> seen = new EnumMap<>(Topic.class);
        found.forEach(each -> each.seen().ifPresent(value -> seen.put(each.topic(), value)));
        return new ProfileFile(market, exchange, seen);
    }

    /**
     * Reads a file that {@code probe --profile} wrote.
     *
     * @throws UsageException if it cannot be read, has no market or exchange, or names a topic that is none
     */
    static ProfileFile read(Path file) {
        Map<String, String> members;
        try {
            members = Json.members(Files.readString(file));
        } catch (IOException e) {
            throw new UsageException("profile must be a readable JSON object: " + file, e);
        }
        Map<Topic, String> seen = new EnumMap<>(Topic.class);
        members.forEach((name, value) -> {
            if (!name.equals(MARKET) && !name.equals(BASE_URL)) {
                seen.put(topic(name), value);
            }
        });
        return new ProfileFile(
                UsageException.checked(() -> Markets.read(required(members, MARKET))),
                ConnectionOptions.parse(required(members, BASE_URL)),
                seen);
    }

    private static String required(Map<String, String> members, String name) {
        return Optional.ofNullable(members.get(name))
                .orElseThrow(() -> new UsageException("profile must have a member " + name));
    }

    private static Topic topic(String name) {
        return Arrays.stream(Topic.values())
                .filter(each -> each.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("profile has an unknown topic: " + name));
    }

    /** The text of the file. */
    String text() {
        Json json = new Json().put(MARKET, market.toString()).put(BASE_URL, exchange.toString());
        new TreeMap<>(seen).forEach((topic, value) -> json.put(topic.toString(), value));
        return json.toString();
    }
}
