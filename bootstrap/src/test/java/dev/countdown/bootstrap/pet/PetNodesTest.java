package dev.countdown.bootstrap.pet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.guard.GuardedGate;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PetNodesTest {

    private final Vertx vertx = Vertx.vertx();
    private final List<String> said = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** The thread that pets must not: a file can hang. */
    @Test
    void aReloadReadsOnAThreadOfItsOwn() throws IOException {
        PetNodes nodes = new PetNodes();
        nodes.file = folder.resolve("nodes");
        List<Runnable> readings = new ArrayList<>();
        try (GuardedGate gate = GuardedGate.builder(vertx)
                .nodes(List.of(URI.create("https://a:1")))
                .bot("mm-1")
                .token("0123456789abcdef")
                .scopes(List.of("main/all"))
                .open()) {
            Runnable reload = nodes.reload(gate, readings::add, said::add).orElseThrow();
            reload.run();
            assertThat(said).isEmpty();
            readings.remove(0).run();
            assertThat(said).containsExactly("countdown: not reloaded: --guard-file must exist: " + nodes.file);

            Files.writeString(nodes.file, "https://b:1\n");
            reload.run();
            assertThat(gate.nodes()).containsExactly("https://a:1");
            readings.remove(0).run();
            assertThat(gate.nodes()).containsExactly("https://b:1");
        }
    }
}
