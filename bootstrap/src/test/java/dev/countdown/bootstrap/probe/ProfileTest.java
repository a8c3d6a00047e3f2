package dev.countdown.bootstrap.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.ManualScheduler;
import dev.countdown.testing.simulator.SimulatorCalls;
import dev.countdown.testing.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {

    private static final int EXCHANGES = Integer.getInteger("probe.exchanges", 30);

    @TempDir
    Path folder;

    /** All but what depends on the moment, and a limit that no header tells. */
    private static Map<Topic, String> lasting(List<TopicFinding> found) {
        return found.stream()
                .filter(each -> each.seen().isPresent())
                .filter(each -> each.topic() != Topic.CLOCK_OFFSET
                        && each.topic() != Topic.LATE_REQUEST
                        && each.topic() != Topic.EARLY_REQUEST
                        && each.topic() != Topic.PERMISSION
                        && each.topic() != Topic.FIRING_DELAY
                        && !each.seen().get().equals("no headers"))
                .collect(Collectors.toMap(
                        TopicFinding::topic, each -> each.seen().get()));
    }

    private static Run probe(SimulatedWire line, Subject subject) {
        List<TopicFinding> found = new ArrayList<>();
        OwnOrders own = new OwnOrders(subject.market(), Set.of());
        OrderTerms terms = OrderTerms.of(subject.market(), "1", "-1");
        Probe probe = new Probe(new Conversation(line), subject, own, Optional.of(terms));
        probe.run(found::add);
        return new Run(found, probe.firings());
    }

    private record Run(List<TopicFinding> found, List<Firings.Firing> firings) {}

    @Test
    void aSimulatorBehavesAsItsProfileSays() throws IOException {
        Path file = folder.resolve("profile.json");
        for (long seed = 0; seed < EXCHANGES; seed++) {
            RandomExchange at = new RandomExchange(seed);
            Run run = probe(at.line, at.subject);
            List<TopicFinding> found = run.found();
            Files.writeString(
                    file,
                    Profile.of(at.subject.market(), URI.create("http://localhost/api/v4"), found)
                            .text());
            Profile profile = Profile.read(file);
            assertThat(profile.unlike()).allMatch(each -> each.equals("rate-limit: no headers"));
            assertThat(run.firings())
                    .allMatch(firing -> at.delayOf(firing)
                            < profile.exchange().checkPeriod().toMillis());
            ManualScheduler clock = new ManualScheduler();
            InMemoryExchange exchange = InMemoryExchange.on(clock, profile.exchange());
            SimulatorCalls calls = new SimulatorCalls(exchange, SimulatorSettings.DEFAULTS.withWire(profile.wire()));
            SimulatedWire line =
                    new SimulatedWire(clock, exchange, calls, new SplittableRandom(seed), 0, Duration.ofMillis(50));
            assertThat(lasting(probe(line, at.subject).found()))
                    .as("seed " + seed)
                    .containsAllEntriesOf(lasting(found));
        }
    }

    @Test
    void namesWhatTheSimulatorCannotDo() {
        Profile odd = new Profile(Map.of(
                Topic.TRIGGER_TIME_FORM, "number or string",
                Topic.TRIGGER_TIME_RESOLUTION, "10 ms",
                Topic.REPLY_TO_1_TO_4, "taken",
                Topic.REFUSAL_OF_BROKEN_JSON, "BAD_REQUEST, 422",
                Topic.LATE_REQUEST, "taken at 29.5 s, refused at 30.5 s",
                Topic.RATE_LIMIT, "no headers"));
        assertThat(odd.unlike()).hasSize(6);
    }

    @Test
    void aKeeperReadsTopicsThatExist() {
        assertThat(List.of(Topic.FIRING_DELAY, Topic.TRIGGER_TIME_RESOLUTION, Topic.REPEAT))
                .extracting(Topic::toString)
                .containsExactly("firing-delay", "trigger-time-resolution", "repeat");
    }

    @Test
    void refusesAFileThatIsNone() throws IOException {
        Path file = Files.writeString(
                folder.resolve("odd.json"),
                "{\"market\":\"spot\",\"base-url\":\"http://localhost\",\"no-topic\":\"1\"}");
        assertThatThrownBy(() -> Profile.read(file))
                .isInstanceOf(UsageException.class)
                .hasMessage("profile has an unknown topic: no-topic");
        assertThatThrownBy(() -> Profile.read(folder.resolve("none"))).isInstanceOf(UsageException.class);
    }
}
