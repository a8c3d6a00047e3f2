package dev.countdown.bootstrap.keep.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.ListenAddress;
import dev.countdown.bootstrap.keep.config.OwnNode;
import dev.countdown.guard.Nodes;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnNodeCheckTest {

    private static Optional<Finding> check(String listen, int copies) {
        Nodes.Listed two =
                new Nodes.Listed(List.of(URI.create("https://10.0.0.1:9465"), URI.create("https://10.0.0.2:9465")));
        OwnNode own = new OwnNode(
                Optional.empty(), ListenAddress.parse("listen", listen), () -> Set.of("127.0.0.1", "10.0.0.7"));
        return OwnNodeCheck.of(two, own, copies);
    }

    @Test
    void aNodeOfTheListIsNoFinding() {
        assertThat(check("10.0.0.2:9465", 1)).isEmpty();
    }

    @Test
    void whatGuardRefusesIsAnError() {
        assertThat(check("10.0.0.3:9465", 1).orElseThrow())
                .matches(found -> found.exitCode() == ExitCode.USAGE)
                .matches(found -> found.message().contains("10.0.0.3:9465 is none of https://10.0.0.1:9465, https"));
    }

    @Test
    void whatGuardWarnsOfIsAWarning() {
        assertThat(check("10.0.0.3:9465", 2).orElseThrow())
                .matches(found -> found.isProblem() && found.exitCode() == ExitCode.DONE)
                .matches(found -> found.message().startsWith("nodes should name this node"));
    }

    @Test
    void whatAnotherMachineWouldStartIsAWarningHere() {
        assertThat(check("0.0.0.0:9465", 1).orElseThrow())
                .matches(found -> found.isProblem() && found.exitCode() == ExitCode.DONE)
                .matches(found -> found.message().startsWith("on this machine guard does not start: nodes must name"));
    }
}
