package dev.countdown.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countdown.application.guard.Placement;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The samples pass the vectors, and pet a node. */
@Tag("slow")
class GuardedBotSamplesTest {

    private static final Path RESOURCES =
            Path.of("src/main/resources/dev/countdown/guard").toAbsolutePath();

    enum Language {
        PYTHON(
                "python3",
                "vectors.py",
                """
                import json, sys
                sys.path.insert(0, sys.argv[1])
                from guarded_bot import Gate, keepers
                cases = json.load(open(sys.argv[1] + "/gate-vectors.json"))["cases"]
                for case in cases:
                    gate = Gate()
                    for step in case["steps"]:
                        if "reply" in step:
                            reply = step["reply"]
                            gate.heard(reply["node"], reply["sent"], reply["got"], reply)
                        elif "reconciled" in step:
                            gate.reconciled(step["reconciled"])
                        elif "forget" in step:
                            gate.forget(step["forget"], step["at"])
                        else:
                            said = gate.may_quote(step["at"], step["margin"]), gate.open_lapse()
                            settling = gate.settling(step["at"])
                            right = step["mayQuote"], step["openLapse"]
                            if said != right or settling != step.get("settlingMs", settling):
                                print("WRONG", case["name"], step, said)
                print("cases", len(cases))
                placed = json.load(open(sys.argv[1] + "/placement-vectors.json"))["cases"]
                for case in placed:
                    if keepers(case["scope"], case["nodes"], case["copies"]) != case["keepers"]:
                        print("WRONG", case["name"])
                print("placed", len(placed))
                """,
                """
                import sys, time
                sys.path.insert(0, sys.argv[1])
                from guarded_bot import Guard
                guard = Guard(sys.argv[2].split(","), "mm-1", "t0k3n", ["main/underlying:BTC_USDT"])
                def until(condition):
                    while not condition():
                        guard.pet()
                        time.sleep(0.05)
                until(lambda: guard.open_lapses())
                print("shut", guard.may_quote(), guard.open_lapses())
                guard.reconciled("main/underlying:BTC_USDT", 1)
                print("open", guard.may_quote(1000), guard.may_quote(60000), flush=True)
                until(lambda: guard.superseded)
                print("end", guard.may_quote())
                """,
                List.of("shut False {'main/underlying:BTC_USDT': 1}", "open True False", "end False")),
        NODE(
                "node",
                "vectors.js",
                """
                const folder = process.argv[2];
                const { Gate, keepers } = require(folder + "/guarded-bot.js");
                const { cases } = require(folder + "/gate-vectors.json");
                for (const { name, steps } of cases) {
                  const gate = new Gate();
                  for (const step of steps) {
                    if (step.reply) gate.heard(step.reply.node, step.reply.sent, step.reply.got, step.reply);
                    else if (step.reconciled) gate.reconciled(step.reconciled);
                    else if (step.forget) gate.forget(step.forget, step.at);
                    else if (gate.mayQuote(step.at, step.margin) !== step.mayQuote || gate.openLapse() !== step.openLapse
                        || (step.settlingMs ?? gate.settling(step.at)) !== gate.settling(step.at))
                      console.log("WRONG", name, step, gate);
                  }
                }
                console.log("cases", cases.length);
                const placed = require(folder + "/placement-vectors.json").cases;
                for (const { name, nodes, copies, scope, keepers: right } of placed)
                  if (keepers(scope, nodes, copies).join() !== right.join()) console.log("WRONG", name);
                console.log("placed", placed.length);
                """,
                """
                const { Guard } = require(process.argv[2] + "/guarded-bot.js");
                const guard = new Guard(process.argv[3].split(","), "mm-1", "t0k3n", ["main/underlying:BTC_USDT"]);
                const until = async (condition) => {
                  while (!condition()) {
                    guard.pet();
                    await new Promise((go) => setTimeout(go, 50));
                  }
                };
                (async () => {
                  await until(() => Object.keys(guard.openLapses()).length > 0);
                  console.log("shut", guard.mayQuote(), JSON.stringify(guard.openLapses()));
                  guard.reconciled("main/underlying:BTC_USDT", 1);
                  console.log("open", guard.mayQuote(1000), guard.mayQuote(60000));
                  await until(() => guard.superseded);
                  console.log("end", guard.mayQuote());
                })();
                """,
                List.of("shut false {\"main/underlying:BTC_USDT\":1}", "open true false", "end false"));

        private final String program;
        private final String file;
        private final String vectors;
        private final String bot;
        private final List<String> says;

        Language(String program, String file, String vectors, String bot, List<String> says) {
            this.program = program;
            this.file = file;
            this.vectors = vectors;
            this.bot = bot;
            this.says = says;
        }

        private boolean isInstalled() {
            try {
                return new ProcessBuilder(program, "--version").start().waitFor() == 0;
            } catch (IOException | InterruptedException e) {
                return false;
            }
        }
    }

    @TempDir
    Path folder;

    private Process start(Language language, String script, String... more) throws IOException {
        assumeTrue(language.isInstalled(), language.program + " is not installed");
        Path file = Files.writeString(folder.resolve(language.file), script);
        ProcessBuilder builder = new ProcessBuilder(language.program, file.toString(), RESOURCES.toString());
        builder.command().addAll(List.of(more));
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        return builder.redirectErrorStream(true).start();
    }

    @ParameterizedTest
    @EnumSource
    void itsGatePassesEveryVector(Language language) throws IOException {
        Process process = start(language, language.vectors);
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(said).matches("cases (1[6-9]|[2-9]\\d)\nplaced (1[1-9]|[2-9]\\d)\n");
    }

    /** Of five nodes three keep the scope. */
    @ParameterizedTest
    @EnumSource
    void itPetsTheNodesOfItsScopeAlone(Language language) throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx();
        List<FakeNode> nodes =
                Stream.generate(() -> new FakeNode(vertx)).limit(5).toList();
        List<String> urls = nodes.stream().map(node -> node.uri().toString()).toList();
        List<String> keepers = Placement.keepers(FakeNode.SCOPE, urls, Placement.COPIES);
        CountDownLatch petted = new CountDownLatch(2 * Placement.COPIES);
        nodes.forEach(node -> node.answering((pet, response) -> {
            if (node.pets.size() <= 2) {
                petted.countDown();
            }
            FakeNode.replies(20_000, 0).answer(pet, response);
        }));
        Process process = start(language, language.bot, String.join(",", urls));
        try {
            assertThat(petted.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(nodes)
                    .filteredOn(node -> !node.pets.isEmpty())
                    .extracting(node -> node.uri().toString())
                    .containsExactlyInAnyOrderElementsOf(keepers);
        } finally {
            process.destroyForcibly();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @ParameterizedTest
    @EnumSource
    void itPetsANodeUntilANewerProcessIsHeard(Language language) throws IOException {
        Vertx vertx = Vertx.vertx();
        try (FakeNode node = new FakeNode(vertx)) {
            Process process = start(language, language.bot, node.uri().toString());
            try (BufferedReader said = process.inputReader(UTF_8)) {
                assertThat(said.readLine()).isEqualTo(language.says.get(0));
                assertThat(said.readLine()).isEqualTo(language.says.get(1));
                node.answering(FakeNode.superseded(1L << 52));
                assertThat(said.readLine()).isEqualTo(language.says.get(2));
            } finally {
                process.destroyForcibly();
            }
            assertThat(node.tokens).containsOnly("Bearer t0k3n");
            assertThat(node.pets.get(0).pet().echo()).isEmpty();
            assertThat(node.pets.get(node.pets.size() - 1).pet().echo()).hasValue(4711);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
