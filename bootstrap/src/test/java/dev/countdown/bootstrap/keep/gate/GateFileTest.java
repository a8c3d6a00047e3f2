package dev.countdown.bootstrap.keep.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.cli.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateFileTest {

    private final KeptOnVirtualTime kept = new KeptOnVirtualTime();
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    Path folder;

    private Path file;
    private GateFile gate;

    @BeforeEach
    void open() throws IOException {
        file = Files.createDirectory(folder.resolve("bot")).resolve("gate");
        gate = GateFile.at(file, kept.gate::holdsFor, kept.time);
        kept.keep("", "all");
    }

    @AfterEach
    void close() {
        gate.close();
    }

    private void follow() {
        Runnable news = gate.follow(complaints::add);
        kept.keepers.onEvent((target, event) -> news.run());
    }

    private void awaitOpen() {
        Await.until("open", () -> Files.exists(file));
    }

    private void awaitShut() {
        Await.until("shut", () -> !Files.exists(file));
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    @Test
    void itIsThereFromTheFirstAcknowledgementAndSaysUntilWhen() {
        follow();
        assertThat(file).doesNotExist();
        kept.pass(1);
        awaitOpen();
        long until = Long.parseLong(lines().get(0));
        assertThat(until - kept.time.wallMillis()).isBetween(20_000L, 30_000L);
        assertThat(lines())
                .containsExactly(
                        String.valueOf(until), Instant.ofEpochMilli(until).toString());
    }

    @Test
    void theTimeMovesOnWithEachRenewal() {
        follow();
        kept.pass(1);
        awaitOpen();
        String before = lines().get(0);
        kept.pass(10);
        Await.until("moved on", () -> !lines().isEmpty() && Long.parseLong(lines().get(0)) > Long.parseLong(before));
    }

    /** The keepers' own threads stand still, and no event is told. */
    @Test
    void itIsRemovedAtTheEndOfTheClaimThoughNobodyTellsOfIt() {
        assertThat(gate.follow(complaints::add)).isNotNull();
        kept.pass(1);
        awaitOpen();
        kept.time.stepWall(Duration.ofSeconds(60));
        awaitShut();
    }

    @Test
    void itIsThereOnlyWhileEveryScopeIsArmed() {
        follow();
        kept.pass(1);
        awaitOpen();
        kept.lapse();
        awaitShut();
        kept.keepers.running().values().forEach(keeper -> keeper.reconciled(1));
        awaitOpen();
        kept.keep("other", "underlying:ETH_USDT");
        awaitShut();
        kept.pass(1);
        awaitOpen();
    }

    @Test
    void itIsRemovedAtTheEnd() {
        follow();
        kept.pass(1);
        awaitOpen();
        gate.close();
        assertThat(file).doesNotExist();
        assertThat(folder.resolve("bot")).isEmptyDirectory();
        assertThat(complaints).isEmpty();
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAtTheStart() throws IOException {
        Files.writeString(file, "1790000000000\n2026-09-21T14:13:20Z\n");
        try (GateFile next = GateFile.at(file, kept.gate::holdsFor, kept.time)) {
            assertThat(next).isNotNull();
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void whatIsNoGateFileIsLeftAlone() throws IOException {
        Files.writeString(file, "precious");
        assertRefused(file, "must name no file of something else");
        assertThat(file).hasContent("precious");
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/null"));
        assertRefused(file, "must name no file of something else");
        assertRefused(folder, "must be a file, not a directory");
        assertRefused(folder.resolve("no/such/folder"), "must be in a folder that exists");
    }

    private void assertRefused(Path path, String rule) {
        assertThatThrownBy(() -> GateFile.at(path, kept.gate::holdsFor, kept.time))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--gate-file ")
                .hasMessageContaining(rule)
                .hasMessageEndingWith(": " + path);
    }

    @Test
    void aDiskThatFailsIsSaidOnceAndWhenItWorksAgainTheFileIsThere() throws IOException {
        Path away = folder.resolve("away");
        Files.move(folder.resolve("bot"), away);
        follow();
        kept.pass(1);
        Await.until("complained", () -> !complaints.isEmpty());
        kept.pass(20);
        assertThat(kept.gate.ask(Duration.ZERO).mayQuote()).isTrue();
        Files.move(away, folder.resolve("bot"));
        awaitOpen();
        assertThat(complaints).singleElement().asString().contains("the gate file cannot be written");
    }
}
