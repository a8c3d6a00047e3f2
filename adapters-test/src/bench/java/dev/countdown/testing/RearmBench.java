package dev.countdown.testing;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link RearmBenchmark} in JMH's own JVM. */
class RearmBench {

    @Test
    void printsRenewalsASecond() throws Exception {
        new Runner(new OptionsBuilder()
                        .include(RearmBenchmark.class.getSimpleName())
                        .shouldFailOnError(true)
                        .build())
                .run();
    }
}
