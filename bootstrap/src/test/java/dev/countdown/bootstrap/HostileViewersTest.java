package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.RenewalPolicy;
import dev.countdown.domain.Timeout;
import dev.countdown.testing.ExchangeEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostileViewersTest extends SimulatorTest {

    private static final int VIEWERS = 10_000;
    private static final String SLOW = "GET / HTTP/1.1\r\nX-";
    private static final List<String> REQUESTS = List.of(
            SLOW,
            SLOW,
            SLOW,
            SLOW,
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n",
            "GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "BREW /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /%2e%2e%2f%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST /api/acknowledge HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999\r\n\r\n{",
            "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "\0\1\2 not http at all\r\n\r\n");

    private final RenewalPolicy policy = RenewalPolicy.forTimeout(Timeout.ofSeconds(5));
    private final List<SocketChannel> viewers = new ArrayList<>();
    private int opened;

    /** Ten thousand connections held open, written to byte by byte, and opened anew when the page hangs up. */
    @Test
    void tenThousandOfThemDelayNoRenewal() throws IOException {
        try (Cli cli = Cli.start(baseUri, "keep", "--timeout", "5", "--json", "--http", "0")) {
            InetSocketAddress page = new InetSocketAddress(InetAddress.getLoopbackAddress(), cli.statusPort());
            cli.awaitOut("\"armed\"");
            while (viewers.size() < VIEWERS) {
                viewers.add(open(page));
            }
            int wanted = exchange.renewals("demo").size() + 4;
            long end = System.nanoTime() + policy.interval().multipliedBy(8).toNanos();
            while (exchange.renewals("demo").size() < wanted && System.nanoTime() < end) {
                pester(page);
            }
            assertThat(exchange.renewals("demo")).hasSizeGreaterThanOrEqualTo(wanted);
            assertRenewedInTime();
            assertThat(cli.out())
                    .noneMatch(line -> line.matches(".*\"event\":\"(failed|refused|unknown|at_risk|lapsed|fired)\".*"));
            System.out.println(opened + " hostile connections, gaps " + gaps());
        } finally {
            for (SocketChannel viewer : viewers) {
                viewer.close();
            }
        }
    }

    /** Each first attempt arrived: no retry was needed, far less the two for which the policy leaves room. */
    private void assertRenewedInTime() {
        assertThat(exchange.firings()).isEmpty();
        assertThat(gaps()).allMatch(gap -> gap.compareTo(policy.interval().plus(policy.attemptDeadline())) <= 0);
    }

    private List<Duration> gaps() {
        List<Instant> arms =
                exchange.renewals("demo").stream().map(ExchangeEvent.Armed::at).toList();
        List<Duration> gaps = new ArrayList<>();
        for (int i = 1; i < arms.size(); i++) {
            gaps.add(Duration.between(arms.get(i - 1), arms.get(i)));
        }
        return gaps;
    }

    private void pester(InetSocketAddress page) throws IOException {
        for (int i = 0; i < VIEWERS; i++) {
            if (!write(viewers.get(i), "x")) {
                viewers.get(i).close();
                viewers.set(i, open(page));
            }
        }
    }

    private SocketChannel open(InetSocketAddress page) throws IOException {
        SocketChannel channel = SocketChannel.open(page);
        channel.configureBlocking(false);
        write(channel, REQUESTS.get(opened++ % REQUESTS.size()));
        return channel;
    }

    /** Whether the page still listened; what it answers is never read. */
    private static boolean write(SocketChannel channel, String text) {
        try {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
