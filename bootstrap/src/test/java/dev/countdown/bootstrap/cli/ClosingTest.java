package dev.countdown.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.http.Credentials;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What is closed has ended, threads included: the end of the process need not wait for them. */
@Isolated
class ClosingTest {

    private static final URI NOBODY = URI.create("http://127.0.0.1:9/api/v4");

    private static List<Thread> eventLoops() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("vert.x-eventloop"))
                .toList();
    }

    @Test
    void anExchangesEventLoopIsGone() {
        List<Thread> before = eventLoops();
        ExchangeConnection exchange =
                new ExchangeConnection(ConnectionOptions.settings(NOBODY, () -> Credentials.of("demo", "demo")));
        List<Thread> during = eventLoops();
        exchange.close();
        assertThat(during).hasSizeGreaterThan(before.size());
        assertThat(during.stream().filter(thread -> !before.contains(thread))).noneMatch(Thread::isAlive);
    }
}
