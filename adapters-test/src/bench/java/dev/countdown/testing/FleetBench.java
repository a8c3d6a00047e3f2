package dev.countdown.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Runs {@link FleetBenchmark} in JVMs of its own: lateness under a collector that hardly pauses, as a platform that cares
 * would run it, and heap under the default one. {@code -Dseconds=N} measures for other than 60 s.
 */
class FleetBench {

    @Test
    void printsLatenessAndTheTimesToStartAndStop() throws Exception {
        run("-XX:+UseZGC", "-Xmx6g", System.getProperty("seconds", "60"));
    }

    @Test
    void printsHeap() throws Exception {
        run("-Xmx2g", "-XX:+UseG1GC", "heap");
    }

    private static void run(String option, String another, String argument) throws Exception {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of(option, another, "-cp", System.getProperty("java.class.path")));
        line.addAll(List.of(FleetBenchmark.class.getName(), argument));
        Process benchmark = new ProcessBuilder(line).redirectErrorStream(true).start();
        benchmark.getInputStream().transferTo(System.out);
        assertEquals(0, benchmark.waitFor());
    }
}
