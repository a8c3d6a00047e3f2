package dev.countdown.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link OrderGateBenchmark} with one thread and with two, and holds it to its promise. */
class OrderGateBench {

    @Test
    void theGateCostsLittleMoreThanItsClocksAndAllocatesNothing() throws Exception {
        for (int threads = 1; threads <= 2; threads++) {
            Collection<RunResult> results = new Runner(new OptionsBuilder()
                            .include(OrderGateBenchmark.class.getSimpleName())
                            .threads(threads)
                            .jvmArgs(
                                    "-Xshare:auto") // not ours, with the coverage agent, whose probes all threads write
                            .addProfiler(GCProfiler.class)
                            .shouldFailOnError(true)
                            .build())
                    .run();
            double gate = score(results, "mayQuote");
            double clocks = score(results, "bareClocks");
            double bytes = bytes(results);
            System.out.printf(
                    "%d threads: mayQuote() %.1f ns, both clocks %.1f ns, ratio %.2f, %.4f bytes a call%n",
                    threads, gate, clocks, gate / clocks, bytes);
            assertThat(gate / clocks).isLessThanOrEqualTo(1.5);
            assertThat(bytes).isLessThan(0.01);
        }
    }

    private static RunResult find(Collection<RunResult> results, String method) {
        return results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("." + method))
                .findFirst()
                .orElseThrow();
    }

    private static double score(Collection<RunResult> results, String method) {
        return find(results, method).getPrimaryResult().getScore();
    }

    private static double bytes(Collection<RunResult> results) {
        Map<String, ? extends Result<?>> also = secondary(find(results, "mayQuote"));
        return also.keySet().stream()
                .filter(name -> name.endsWith("gc.alloc.rate.norm"))
                .mapToDouble(name -> also.get(name).getScore())
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // JMH's own signature is raw
    private static Map<String, ? extends Result<?>> secondary(RunResult result) {
        return (Map) result.getSecondaryResults();
    }
}
