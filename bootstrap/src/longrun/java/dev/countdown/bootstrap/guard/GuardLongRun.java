package dev.countdown.bootstrap.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.SimulatorTest;
import dev.countdown.bootstrap.guard.PettedBot.Asked;
import dev.countdown.testing.simulator.SeenRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes and bots, all of them processes. {@code -Dlong-run.minutes=N} (10) is how long nodes are restarted. */
class GuardLongRun extends SimulatorTest {

    private static final Duration WINDOW = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private List<NodeProcess> nodes;

    @BeforeEach
    void make() {
        nodes = Stream.of("a", "b", "c")
                .map(name -> new NodeProcess(folder, name, baseUri, NodeProcess.KEEP))
                .toList();
    }

    @AfterEach
    void end() {
        nodes.forEach(NodeProcess::close);
    }

    private PettedBot bot(String name) {
        return new PettedBot(name, PettedBot.SCOPE, nodes, exchange);
    }

    @Test
    void nothingFiresAndNoGateShutsWhileOneNodeAfterTheOtherIsRestarted() {
        int minutes = Integer.getInteger("long-run.minutes", 10);
        nodes.forEach(node -> node.start(30));
        try (PettedBot one = bot("mm-1");
                PettedBot two = bot("mm-2")) {
            List<PettedBot> bots = List.of(one, two);
            bots.forEach(bot -> bot.reconcile(1));
            bots.forEach(PettedBot::quote);
            nodes.forEach(NodeProcess::awaitReady);
            long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
            int restarts = 0;
            for (; System.nanoTime() < end; restarts++) {
                NodeProcess node = nodes.get(restarts % nodes.size());
                restart(node, 30);
            }
            List<Asked> asked = bots.stream().map(PettedBot::end).toList();
            System.out.printf(
                    "%d restarts in %d min; firings %d; %d renewals; nodes lost and heard again %d and %d times; gates %s%n",
                    restarts,
                    minutes,
                    exchange.firings().size(),
                    exchange.renewals("demo").size(),
                    one.count("node_lost") + two.count("node_lost"),
                    one.count("node_heard") + two.count("node_heard"),
                    asked);
            assertThat(restarts).isGreaterThan(2);
            assertThat(exchange.firings()).isEmpty();
            assertThat(asked).allSatisfy(each -> {
                assertThat(each.yes()).isPositive();
                assertThat(each.longestShut()).isLessThanOrEqualTo(PettedBot.ONE_PET);
                assertThat(each.lapses()).isEqualTo(1);
                assertThat(each.falseClaims()).isZero();
            });
        }
    }

    /** The gates are shut from the first node that differs until no late request of the older timeout can be applied. */
    @Test
    void anotherTimeoutShutsTheGatesLoudlyAndTheyOpenOnceTheBotsReconciled() {
        nodes.forEach(node -> node.start(10));
        try (PettedBot one = bot("mm-1");
                PettedBot two = bot("mm-2")) {
            List<PettedBot> bots = List.of(one, two);
            bots.forEach(bot -> bot.reconcile(1));
            bots.forEach(bot -> Await.until("open", bot::mayQuote));
            nodes.forEach(NodeProcess::awaitReady);
            roll(15, bots, 1);
            roll(10, bots, 2);
            assertThat(exchange.firings()).isEmpty();
        }
    }

    /** It has heard one timeout alone; the nodes know of the other one from the bots. */
    @Test
    void aBotThatStartsAfterTheChangeWaitsAsLongAsTheOthers() {
        nodes.forEach(node -> node.start(10));
        try (PettedBot one = bot("mm-1");
                PettedBot two = bot("mm-2")) {
            List.of(one, two).forEach(bot -> bot.reconcile(1));
            List.of(one, two).forEach(bot -> Await.until("open", bot::mayQuote));
            nodes.forEach(node -> restart(node, 20));
            Instant changed = Instant.now();
            two.process().signal("KILL");
            try (PettedBot next = bot("mm-2")) {
                next.process().awaitOut("\"event\":\"settling\"");
                Await.until("its first proof", () -> {
                    assertThat(next.mayQuote()).isFalse();
                    return next.count("lapsed") > 0;
                });
                Duration waited = Duration.between(changed, Instant.now());
                assertThat(waited).isGreaterThan(Duration.ofSeconds(160));
                one.reconcile();
                next.reconcile();
                System.out.printf(
                        "a bot that was started after the change waited %s; firings %d%n",
                        waited, exchange.firings().size());
            }
        }
    }

    private void roll(int timeout, List<PettedBot> bots, int change) {
        Instant start = Instant.now();
        restart(nodes.get(0), timeout);
        bots.forEach(bot -> {
            Await.until("digests differ", () -> bot.count("digests_differ") == change);
            assertThat(bot.mayQuote()).isFalse();
        });
        Duration shut = Duration.between(start, Instant.now());
        restart(nodes.get(1), timeout);
        bots.forEach(bot -> assertThat(bot.mayQuote()).isFalse());
        restart(nodes.get(2), timeout);
        bots.forEach(bot -> Await.until("digests agree", () -> bot.count("digests_agree") == change));
        Duration agreed = Duration.between(start, Instant.now());
        bots.forEach(bot -> {
            Await.until("a new proof", () -> {
                assertThat(bot.mayQuote()).isFalse();
                return bot.count("lapsed") == change + 1;
            });
            bot.reconcile(change + 1);
            Await.until("open", bot::mayQuote);
            assertThat(bot.process().err()).anyMatch(line -> line.contains("they differ in its timeout or its bots"));
        });
        System.out.printf(
                "timeout %d: shut after %s, digests agree after %s, open after %s; firings %d%n",
                timeout,
                shut,
                agreed,
                Duration.between(start, Instant.now()),
                exchange.firings().size());
    }

    private static void restart(NodeProcess node, int timeout) {
        node.end();
        node.start(timeout);
        node.awaitReady();
    }

    /** The limit of an account is 200 requests in 10 s. A node that was restarted does not know what it sent before. */
    @Test
    void fortyScopesOnThreeNodesStayWithinTheBudgetOfTheirAccount() {
        List<String> scopes = IntStream.range(0, 40).mapToObj(i -> "U" + i).toList();
        String keep = scopes.stream()
                .map(name -> "[[account.main.keep]]\nscope = \"underlying:" + name + "\"\nbots = [\"mm-1\"]\n")
                .collect(Collectors.joining());
        nodes = Stream.of("a", "b", "c")
                .map(name -> new NodeProcess(folder, name, baseUri, keep))
                .toList();
        nodes.forEach(node -> node.start(30));
        int minutes = Integer.getInteger("long-run.minutes", 10);
        try (PettedBot bot = new PettedBot("mm-1", "main/underlying:U0", nodes, exchange)) {
            bot.reconcile(1);
            bot.quote();
            nodes.forEach(NodeProcess::awaitReady);
            LockSupport.parkNanos(WINDOW.toNanos()); // until the first arms are over, which count for the limit alone
            Instant since = exchange.now();
            LockSupport.parkNanos(Duration.ofSeconds(15L * minutes).toNanos());
            Instant until = exchange.now();
            long end = System.nanoTime() + Duration.ofSeconds(15L * minutes).toNanos();
            while (System.nanoTime() < end) {
                restart(nodes.get((int) (System.nanoTime() / 1_000_000 % 3)), 30);
                LockSupport.parkNanos(Duration.ofSeconds(20).toNanos());
            }
            List<Instant> posts = simulator.requests().stream()
                    .filter(request -> request.method().equals("POST"))
                    .map(SeenRequest::at)
                    .sorted()
                    .toList();
            List<Instant> steady = posts.stream()
                    .filter(at -> at.isAfter(since) && at.isBefore(until))
                    .toList();
            double seconds = Duration.between(since, until).toMillis() / 1_000.0;
            System.out.printf(
                    "%d requests; %.3f a second for each scope and node, at most %d in any 10 s of 200; at most %d where nodes are"
                            + " restarted; firings %d%n",
                    posts.size(),
                    steady.size() / seconds / 40 / 3,
                    most(steady),
                    most(posts),
                    exchange.firings().size());
            assertThat(most(steady)).isLessThanOrEqualTo(200);
            assertThat(exchange.firings()).isEmpty();
            assertThat(bot.end().longestShut()).isLessThanOrEqualTo(PettedBot.ONE_PET);
        }
    }

    /** In any ten seconds. */
    private static int most(List<Instant> posts) {
        int most = 0;
        for (int from = 0, to = 0; to < posts.size(); to++) {
            while (!posts.get(from).plus(WINDOW).isAfter(posts.get(to))) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }
}
