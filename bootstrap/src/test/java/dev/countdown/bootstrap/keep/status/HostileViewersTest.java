package dev.countdown.bootstrap.keep.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.SimulatorTest;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long they delay a renewal is measured in the profile "long-run". */
@Tag("slow")
class HostileViewersTest extends SimulatorTest {

    @Test
    void renewalsGoOnAmongTenThousandOfThem() throws IOException {
        try (Cli cli = Cli.start(baseUri, "keep", "--timeout", "60", "--interval", "300ms", "--json", "--http", "0");
                HostileViewers viewers = new HostileViewers(cli.statusPort())) {
            cli.awaitOut("\"armed\"");
            for (int renewals = 0; renewals < 4; renewals++) {
                int before = exchange.renewals("demo").size();
                do {
                    viewers.pester();
                } while (exchange.renewals("demo").size() == before
                        && cli.process().isAlive());
            }
            assertThat(cli.process().isAlive()).isTrue();
            assertThat(exchange.firings()).isEmpty();
            assertThat(cli.out()).noneMatch(line -> line.matches(".*\"event\":\"(lapsed|fired|closed)\".*"));
        }
    }
}
