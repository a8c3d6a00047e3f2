package dev.countdown.bootstrap.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Cli;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class DemoTest {

    @Test
    void exactlyTheGuardedOrdersAreCancelled() {
        try (Cli cli = Cli.start(Map.of(), "demo")) {
            assertThat(cli.exitCode())
                    .describedAs("%s %s", cli.out(), cli.err())
                    .isZero();
            assertThat(cli.out())
                    .filteredOn(line -> line.contains("finished/cancelled"))
                    .hasSize(2)
                    .allMatch(line -> line.contains("BTC_USDT"));
            assertThat(cli.out())
                    .filteredOn(line -> line.contains(": open (not guarded)"))
                    .hasSize(2);
            assertThat(cli.out()).allMatch(line -> line.matches(" *\\d+\\.\\d{3} s  .*"));
        }
    }
}
