package dev.countdown.bootstrap.keep.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.RenewalPolicy;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.SimulatorTest;
import dev.countdown.domain.Timeout;
import dev.countdown.testing.ExchangeEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On a quiet machine: it measures time. */
class HostileViewersLongRun extends SimulatorTest {

    private final RenewalPolicy policy = RenewalPolicy.forTimeout(Timeout.ofSeconds(5));

    /** Each first attempt arrives: no retry is needed, far less the two for which the policy leaves room. */
    @Test
    void tenThousandOfThemDelayNoRenewal() throws IOException {
        try (Cli cli = Cli.start(baseUri, "keep", "--timeout", "5", "--json", "--http", "0");
                HostileViewers viewers = new HostileViewers(cli.statusPort())) {
            cli.awaitOut("\"armed\"");
            int wanted = exchange.renewals("demo").size() + 40;
            while (exchange.renewals("demo").size() < wanted) {
                viewers.pester();
            }
            assertThat(gaps()).allMatch(gap -> gap.compareTo(policy.interval().plus(policy.attemptDeadline())) <= 0);
            assertThat(exchange.firings()).isEmpty();
            assertThat(cli.out())
                    .noneMatch(line -> line.matches(".*\"event\":\"(failed|refused|unknown|at_risk|lapsed|fired)\".*"));
            System.out.println(viewers + ", gaps " + gaps());
        }
    }

    private List<Duration> gaps() {
        List<Instant> arms =
                exchange.renewals("demo").stream().map(ExchangeEvent.Armed::at).toList();
        return IntStream.range(1, arms.size())
                .mapToObj(i -> Duration.between(arms.get(i - 1), arms.get(i)))
                .toList();
    }
}
