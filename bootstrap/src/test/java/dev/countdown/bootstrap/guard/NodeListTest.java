package dev.countdown.bootstrap.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.keep.config.Config;
import dev.countdown.bootstrap.keep.config.ConfigFile;
import dev.countdown.bootstrap.keep.config.GuardSection;
import dev.countdown.bootstrap.keep.config.OwnNode;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeListTest {

    private static final String FILE = """
            timeout = 30
            [guard]
            listen = "127.0.0.1:9001"
            nodes = ["http://127.0.0.1:9001", "http://127.0.0.1:9002", "http://127.0.0.1:9003", "http://127.0.0.1:9004"]
            token-file = "unread"
            [account.main]
            [[account.main.keep]]
            scope = "all"
            bots = ["mm-1"]
            """;

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Config read(String text) {
        return ConfigFile.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), Map.of());
    }

    private NodeList list(Config config) {
        GuardSection guard = config.guard().orElseThrow();
        GuardNode node = new GuardNode(guard, Scheduler.system(), 1);
        return new NodeList(guard, OwnNode.of(guard, guard.listen()), node, said::add, said::add);
    }

    private String reload(String text) throws InterruptedException {
        Config config = read(FILE);
        try (NodeList list = list(config)) {
            list.start(vertx);
            said.clear();
            list.reload(() -> read(text), config);
            return said.poll(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void aNodeThatIsNotInAListThatPlacesScopesDoesNotStart() {
        assertThatThrownBy(() -> list(read(FILE.replace("listen = \"127.0.0.1:9001\"", "listen = \"127.0.0.1:9005\"")))
                        .start(vertx))
                .hasMessageStartingWith("nodes must name this node, which self, or COUNTDOWN_SELF, or the address of"
                        + " listen says: 127.0.0.1:9005 is none of http://127.0.0.1:9001");
        list(read(FILE.replace("listen = \"127.0.0.1:9001\"", "listen = \"127.0.0.1:9005\"\ncopies = 4")))
                .start(vertx);
        assertThat(said)
                .satisfiesExactly(
                        kept -> assertThat(kept).contains("of 1 scopes this node keeps 1 of its own; 4 nodes"),
                        warning -> assertThat(warning)
                                .startsWith("countdown: nodes should name this node")
                                .contains("127.0.0.1:9005 is none of http://127.0.0.1:9001"));
    }

    @Test
    void aReloadTakesAnotherList() throws InterruptedException {
        assertThat(reload(FILE.replace(", \"http://127.0.0.1:9004\"", "")))
                .isEqualTo("countdown: of 1 scopes this node keeps 1 of its own; 3 nodes, http://127.0.0.1:9001,"
                        + " http://127.0.0.1:9002, http://127.0.0.1:9003");
        assertThat(reload(FILE.replace("nodes = [\"http://127.0.0.1:9001\"", "nodes = [\"http://127.0.0.1:9009\"")))
                .startsWith("countdown: this node is none of 4 nodes");
        assertThat(reload(FILE.replaceAll("nodes = .*", "nodes = [\"http://127.0.0.1:9002\"]")))
                .isEqualTo("countdown: of 1 scopes this node keeps 1 of its own; 1 nodes, http://127.0.0.1:9002");
        assertThat(said.poll(1, TimeUnit.MINUTES)).startsWith("countdown: nodes should name this node");
    }

    @Test
    void aReloadOfAnythingElseChangesNothing() throws InterruptedException {
        assertThat(reload(FILE.replace("timeout = 30", "timeout = 20")))
                .isEqualTo("countdown: not reloaded: only nodes may change without a restart: restart the nodes, one"
                        + " after the other");
        assertThat(reload(FILE.replaceAll("nodes = .*\n", "")))
                .isEqualTo("countdown: not reloaded: nodes must stay a list, or dns, or left out, without a restart");
        assertThat(reload(FILE)).isEqualTo("countdown: reloaded: nothing to change");
        assertThat(reload("x")).startsWith("countdown: not reloaded: (standard input):1: ");
    }

    @Test
    void aReloadThatFailsInAnyOtherWayIsTold() throws InterruptedException {
        Config config = read(FILE);
        try (NodeList list = list(config)) {
            list.reload(
                    () -> {
                        throw new OutOfMemoryError("full");
                    },
                    config);
            assertThat(said.poll(5, TimeUnit.MINUTES))
                    .isEqualTo("countdown: not reloaded: internal error: java.lang.OutOfMemoryError: full");
        }
    }
}
