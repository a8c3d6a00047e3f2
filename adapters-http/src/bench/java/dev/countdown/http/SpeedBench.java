package dev.countdown.http;

import dev.countdown.http.Contender.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Our gateway and a naive adapter against bare WebClient: each run in a JVM of its own against a server in another, in
 * interleaved rounds, compared pair by pair. Prints medians with quartiles.
 */
class SpeedBench {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 15);
    private static final int WARM_UP_SECONDS = Integer.getInteger("bench.warmup", 12);
    private static final int SECONDS = Integer.getInteger("bench.seconds", 5);

    @Test
    void ratiosToBareWebClient() throws Exception {
        Process server = java(BenchServer.class).start();
        try {
            String uri = "http://127.0.0.1:" + firstLine(server) + "/api/v4";
            for (int inFlight : new int[] {64, 1}) {
                report(inFlight, rounds(uri, inFlight));
            }
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static Map<Kind, List<Figures>> rounds(String uri, int inFlight) throws Exception {
        Map<Kind, List<Figures>> figures = new EnumMap<>(Kind.class);
        for (int round = 0; round < ROUNDS; round++) {
            List<Kind> order = new ArrayList<>(List.of(Kind.values()));
            Collections.rotate(order, round);
            for (Kind kind : order) {
                figures.computeIfAbsent(kind, first -> new ArrayList<>()).add(run(kind, uri, inFlight));
            }
        }
        return figures;
    }

    private static Figures run(Kind kind, String uri, int inFlight) throws Exception {
        Process client = java(
                        BenchClient.class,
                        kind.name(),
                        uri,
                        Integer.toString(inFlight),
                        Integer.toString(WARM_UP_SECONDS),
                        Integer.toString(SECONDS))
                .start();
        Figures figures = Figures.parse(firstLine(client));
        if (client.waitFor() != 0) {
            throw new IllegalStateException(kind + " exited with " + client.exitValue());
        }
        return figures;
    }

    private static void report(int inFlight, Map<Kind, List<Figures>> figures) {
        System.out.printf("%n%d in flight, %d rounds of %d s after %d s%n", inFlight, ROUNDS, SECONDS, WARM_UP_SECONDS);
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
        for (int round = 0; round < ROUNDS; round++) {
            ratios.add(what.applyAsDouble(figures.get(kind).get(round))
                    / what.applyAsDouble(figures.get(Kind.BARE).get(round)));
        }
        return Quartiles.of(ratios, Double::doubleValue);
    }

    private static ProcessBuilder java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    private static String firstLine(Process process) throws IOException {
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new IOException("a process of the bench said nothing");
        }
        return line;
    }
}
