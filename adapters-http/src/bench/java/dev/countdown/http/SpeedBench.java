package dev.countdown.http;

import dev.countdown.http.Contender.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our gateway and a naive adapter against bare WebClient, each in a JVM of its own against a server in another. A round
 * starts and warms one JVM of each, and lets them take turns of a second, so that what the machine does meanwhile falls
 * on neighbours alike; they are compared turn by turn. Prints medians with quartiles.
 */
class SpeedBench {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 15);
    private static final int WARM_UP_SECONDS = Integer.getInteger("bench.warmup", 12);
    private static final int TURNS = Integer.getInteger("bench.turns", 5);

    private static final Path TASKSET = Path.of("/usr/bin/taskset");

    /** As a JVM that is started on one core chooses its collector and its compiler threads. */
    private static final List<String> FOR_ONE_CORE = List.of("-XX:ActiveProcessorCount=1");

    @ParameterizedTest
    @ValueSource(ints = {64, 1})
    void ratiosToBareWebClient(int inFlight) throws Exception {
        boolean oneCore = inFlight == 1 && Files.isExecutable(TASKSET);
        BenchProcess server = BenchProcess.start(List.of(), BenchServer.class);
        try {
            String uri = "http://127.0.0.1:" + server.readLine() + "/api/v4";
            if (oneCore) {
                holdToOneCore(server);
            }
            report(inFlight, rounds(oneCore, uri, inFlight));
        } finally {
            server.kill();
        }
    }

    private static Map<Kind, List<Figures>> rounds(boolean oneCore, String uri, int inFlight) throws Exception {
        Map<Kind, List<Figures>> figures = new EnumMap<>(Kind.class);
        List<Kind> order = new ArrayList<>(List.of(Kind.values()));
        for (int round = 0; round < ROUNDS; round++) {
            Collections.rotate(order, 1);
            Map<Kind, BenchProcess> clients = new EnumMap<>(Kind.class);
            for (Kind kind : order) {
                clients.put(kind, warmed(oneCore, kind, uri, inFlight));
            }
            for (int turn = 0; turn < TURNS; turn++) {
                Collections.rotate(order, 1);
                for (Kind kind : order) {
                    Figures seen = Figures.parse(clients.get(kind).ask("go"));
                    figures.computeIfAbsent(kind, first -> new ArrayList<>()).add(seen);
                }
            }
            for (BenchProcess client : clients.values()) {
                client.finish();
            }
        }
        return figures;
    }

    private static BenchProcess warmed(boolean oneCore, Kind kind, String uri, int inFlight) throws Exception {
        BenchProcess client = BenchProcess.start(
                oneCore ? FOR_ONE_CORE : List.of(),
                BenchClient.class,
                kind.name(),
                uri,
                "" + inFlight,
                "" + WARM_UP_SECONDS,
                "1");
        client.readLine();
        if (oneCore) {
            holdToOneCore(client);
        }
        return client;
    }

    /**
     * A lone request waits for the kernel to wake each side, 27 us on the same core and 75 on another, as luck has it. Only once
     * warm, because the compiler, held to the same core, would still be at work when the turns begin.
     */
    private static void holdToOneCore(BenchProcess process) throws Exception {
        Process taskset = new ProcessBuilder(TASKSET.toString(), "-a", "-p", "-c", "0", "" + process.pid())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (taskset.waitFor() != 0) {
            throw new IOException("taskset exited with " + taskset.exitValue());
        }
    }

    private static void report(int inFlight, Map<Kind, List<Figures>> figures) {
        System.out.printf(
                "%n%d in flight, %d rounds of %d turns of 1 s after warm-ups of %d s%n",
                inFlight, ROUNDS, TURNS, WARM_UP_SECONDS);
        System.out.printf("%-6s %10s %10s %12s %14s%n", "", "calls/s", "p50 us", "bytes/call", "CPU us/call");
        figures.forEach((kind, runs) -> System.out.printf(
                "%-6s %10.0f %10.1f %12.0f %14.2f%n",
                kind,
                Quartiles.of(runs, Figures::callsPerSecond).median(),
                Quartiles.of(runs, Figures::p50Micros).median(),
                Quartiles.of(runs, Figures::bytesPerCall).median(),
                Quartiles.of(runs, Figures::cpuMicrosPerCall).median()));
        for (Kind kind : List.of(Kind.OURS, Kind.NAIVE)) {
            System.out.printf(
                    "%s / bare: calls/s %s, p50 %s, bytes %s, CPU %s%n",
                    kind,
                    ratio(figures, kind, Figures::callsPerSecond),
                    ratio(figures, kind, Figures::p50Micros),
                    ratio(figures, kind, Figures::bytesPerCall),
                    ratio(figures, kind, Figures::cpuMicrosPerCall));
        }
    }

    private static Quartiles ratio(Map<Kind, List<Figures>> figures, Kind kind, ToDoubleFunction<Figures> what) {
        List<Double> ratios = new ArrayList<>();
        for (int turn = 0; turn < figures.get(kind).size(); turn++) {
            ratios.add(what.applyAsDouble(figures.get(kind).get(turn))
                    / what.applyAsDouble(figures.get(Kind.BARE).get(turn)));
        }
        return Quartiles.of(ratios, Double::doubleValue);
    }
}
