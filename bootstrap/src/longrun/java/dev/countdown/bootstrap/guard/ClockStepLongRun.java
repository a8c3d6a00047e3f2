package dev.countdown.bootstrap.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.SimulatorTest;
import dev.countdown.bootstrap.guard.PettedBot.Asked;
import dev.countdown.testing.ExchangeOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wall clocks of nodes and of a bot are stepped while they run. Skipped without libfaketime. */
class ClockStepLongRun extends SimulatorTest {

    private static final int TIMEOUT = 15;

    /** Each node's: more of them than the timeout is long, so that a switch that was to fire after a step has fired. */
    private static final int RENEWALS = 6;

    private static final Duration HOUR = Duration.ofHours(1);

    /** Than the timeout: every proof of before is over, but the nodes prove on. */
    private static final Duration LONGER = Duration.ofSeconds(TIMEOUT + 5);

    private static final Duration LITTLE = Duration.ofSeconds(3);
    private static final List<Duration> FORTH_AND_BACK =
            List.of(HOUR, HOUR.negated(), HOUR.negated(), HOUR, LITTLE, LITTLE.negated(), LITTLE.negated(), LITTLE);

    @TempDir
    Path folder;

    private final Map<NodeProcess, SteppedClock> nodes = new LinkedHashMap<>();
    private final List<PettedBot> bots = new ArrayList<>();
    private SteppedClock botClock;
    private ExchangeOrder order;

    @BeforeEach
    void make() {
        String obstacle = SteppedClock.obstacle(folder);
        assumeTrue(obstacle.isEmpty(), obstacle);
        for (String name : List.of("a", "b", "c")) {
            SteppedClock clock = new SteppedClock(folder, name);
            nodes.put(new NodeProcess(folder, name, baseUri, NodeProcess.KEEP, clock.environment()), clock);
        }
        botClock = new SteppedClock(folder, "mm-1");
    }

    @AfterEach
    void end() throws InterruptedException {
        List<Cli> all = new ArrayList<>();
        nodes.keySet().stream()
                .map(NodeProcess::process)
                .filter(Objects::nonNull)
                .forEach(all::add);
        bots.forEach(bot -> all.add(bot.process()));
        nodes.keySet().forEach(NodeProcess::close);
        bots.forEach(PettedBot::close);
        for (Cli each : all) {
            each.process().waitFor(1, TimeUnit.MINUTES);
            SteppedClock.tidy(each.process().pid());
        }
    }

    private void open() {
        nodes.keySet().forEach(node -> node.start(TIMEOUT));
        List<NodeProcess> all = List.copyOf(nodes.keySet());
        bots.add(new PettedBot("mm-1", PettedBot.SCOPE, all, exchange, botClock.environment()));
        bots.add(new PettedBot("mm-2", PettedBot.SCOPE, all, exchange));
        nodes.keySet().forEach(NodeProcess::awaitReady);
        bots.forEach(PettedBot::reconcile);
        bots.forEach(PettedBot::quote);
        order = exchange.account().place("BTC_USDT-20241001-46000-C", 1);
        goOn();
        bots.forEach(PettedBot::asked);
    }

    /** Until whatever follows from a step has followed. */
    private void goOn() {
        Map<NodeProcess, Long> before = new LinkedHashMap<>();
        nodes.keySet().forEach(node -> before.put(node, renewals(node)));
        before.forEach((node, count) -> Await.until("it renews", () -> renewals(node) >= count + RENEWALS));
    }

    private static long renewals(NodeProcess node) {
        return node.process().out().stream()
                .filter(line -> line.contains("\"renewed\""))
                .count();
    }

    private void nothingFired(String what, List<Asked> asked) {
        System.out.println(what + ": firings " + exchange.firings().size() + ", orders "
                + exchange.account().openOrders().size() + ", gates " + asked);
        assertThat(exchange.firings()).as(what).isEmpty();
        assertThat(exchange.account().openOrders()).as(what).containsExactly(order);
        assertThat(asked).as(what).allSatisfy(each -> {
            assertThat(each.yes()).isPositive();
            assertThat(each.falseClaims()).isZero();
        });
    }

    private void nobodyNoticed(String what) {
        List<Asked> asked = bots.stream().map(PettedBot::asked).toList();
        nothingFired(what, asked);
        assertThat(asked).as(what).allSatisfy(each -> {
            assertThat(each.longestShut()).isLessThanOrEqualTo(PettedBot.ONE_PET);
            assertThat(each.lapses()).isZero();
        });
    }

    /** What a process told since. */
    private static void tell(String who, Cli process, long since) {
        process.out().stream()
                .skip(since)
                .filter(line -> !line.contains("\"renewed\""))
                .forEach(line -> System.out.println("   " + who + " " + line));
    }

    private void stepNodes(String what, List<NodeProcess> stepped, Duration by) {
        Map<NodeProcess, Integer> before = new LinkedHashMap<>();
        stepped.forEach(node -> before.put(node, node.process().out().size()));
        stepped.forEach(node -> nodes.get(node).step(by, node::wallClock));
        goOn();
        before.forEach((node, since) -> tell("node", node.process(), since));
        nobodyNoticed(what + " " + by);
    }

    @Test
    void noStepOfTheClocksOfNodesFiresOrShutsAGate() {
        open();
        List<NodeProcess> all = List.copyOf(nodes.keySet());
        FORTH_AND_BACK.forEach(by -> stepNodes("one node", all.subList(0, 1), by));
        stepNodes("all nodes", all, HOUR);
        stepNodes("all nodes", all, HOUR.negated());
    }

    @Test
    void aStepForwardOfABotsClockShutsItsOwnGateUntilTheNodesProveMore() {
        open();
        PettedBot bot = bots.get(0);
        List<Duration> steps = new ArrayList<>(FORTH_AND_BACK);
        steps.addAll(List.of(LONGER, LONGER.negated()));
        for (Duration by : steps) {
            boolean shuts = by.equals(HOUR); // the nodes prove nothing of an hour ago
            int since = bot.process().out().size();
            long lapses = bot.count("lapsed");
            botClock.step(by, bot::wallClock);
            assertThat(by.equals(LONGER) || bot.mayQuote())
                    .as("open after %s", by)
                    .isEqualTo(!shuts);
            if (shuts) {
                Await.until("a lapse", () -> bot.count("lapsed") > lapses);
                bot.reconcile();
            }
            goOn();
            tell("bot", bot.process(), since);
            Asked asked = bot.asked();
            Asked other = bots.get(1).asked();
            nothingFired("a bot " + by, List.of(asked, other));
            assertThat(asked.lapses() > 0).as("%s", asked).isEqualTo(shuts);
            assertThat(other.lapses()).isZero();
            assertThat(other.longestShut()).isLessThanOrEqualTo(PettedBot.ONE_PET);
        }
    }
}
