package dev.countdown.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The table of peers: {@code mvn verify -P thorough -pl adapters-test -am -Dtest=NaivePeersTest
 * -Dpeers.years=1}.
 */
@Tag("thorough")
class NaivePeersTest {

    private static final double YEARS = Double.parseDouble(System.getProperty("peers.years", "0.02"));
    private static final long SEED = 42;
    private static final List<PeerWorld.Network> NETWORKS = List.of(
            network("no loss", 0, 0),
            network("1 % lost", 0.01, 0),
            network("5 % lost", 0.05, 0),
            network("outages: 4 a day, mean 10 s", 0, 4));

    private static PeerWorld.Network network(String name, double loss, double outagesPerDay) {
        return new PeerWorld.Network(name, loss, outagesPerDay, Duration.ofSeconds(10));
    }

    @Test
    void oursFiresLeastAndNeverClaimsFalsely() {
        double[] hang = Peers.oursAfterHang(SEED, 200);
        System.out.printf(
                "T = 30 s, %.2f simulated years a cell, seed %d%n%-28s %-30s %15s %18s %s%n",
                YEARS, SEED, "network", "peer", "fires per year", "claim false, share", "hang to cancel");
        for (PeerWorld.Network network : NETWORKS) {
            Peers.Result example = Peers.naive(SEED, network, Duration.ofSeconds(30), YEARS);
            Peers.Result third = Peers.naive(SEED, network, Duration.ofSeconds(10), YEARS);
            Peers.Result ours = Peers.ours(SEED, network, YEARS);
            print(network, "every 30 s, as Gate's page", example, "never: renews on");
            print(network, "every T/3, no retry", third, "never: renews on");
            print(network, "ours, defaults", ours, String.format("mean %.1f s, longest %.1f s", hang[0], hang[1]));
            assertThat(ours.falseShare()).isZero();
            assertThat(ours.firesPerYear()).isLessThanOrEqualTo(third.firesPerYear());
            assertThat(third.firesPerYear()).isLessThan(example.firesPerYear());
        }
        assertThat(hang[1]).isBetween(22.0, 31.0);
    }

    private static void print(PeerWorld.Network network, String peer, Peers.Result result, String hang) {
        System.out.printf(
                "%-28s %-30s %,15.1f %17.4f%% %s%n",
                network.name(), peer, result.firesPerYear(), 100 * result.falseShare(), hang);
    }
}
