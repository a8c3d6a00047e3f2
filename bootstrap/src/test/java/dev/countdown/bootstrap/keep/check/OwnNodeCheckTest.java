package dev.countdown.bootstrap.keep.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.ListenAddress;
import dev.countdown.bootstrap.keep.config.OwnNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnNodeCheckTest {

    private static List<Finding> check(String listen, int copies, boolean https, String... nodes) {
        OwnNode own = new OwnNode(
                Optional.empty(), ListenAddress.parse("listen", listen), https, () -> Set.of("127.0.0.1", "10.0.0.7"));
        return OwnNodeCheck.of(List.of(nodes), own, copies);
    }

    private static List<Finding> check(String listen, int copies) {
        return check(listen, copies, true, "https://10.0.0.1:9465", "https://10.0.0.2:9465");
    }

    @Test
    void aNodeOfTheListIsNoFinding() {
        assertThat(check("10.0.0.2:9465", 1)).isEmpty();
    }

    @Test
    void whatGuardRefusesIsAnError() {
        assertThat(check("10.0.0.3:9465", 1).get(0))
                .matches(found -> found.exitCode() == ExitCode.USAGE)
                .matches(found -> found.message().contains("10.0.0.3:9465 is none of https://10.0.0.1:9465, https"));
    }

    @Test
    void whatGuardWarnsOfIsAWarning() {
        assertThat(check("10.0.0.3:9465", 2).get(0))
                .matches(found -> found.isProblem() && found.exitCode() == ExitCode.DONE)
                .matches(found -> found.message().startsWith("nodes should name this node"));
    }

    @Test
    void whatAnotherMachineWouldStartIsAWarningHere() {
        assertThat(check("0.0.0.0:9465", 1).get(0))
                .matches(found -> found.isProblem() && found.exitCode() == ExitCode.DONE)
                .matches(found -> found.message().startsWith("on this machine guard does not start: nodes must name"));
    }

    @Test
    void anotherNodeThatTheListReachesOtherwiseIsAWarning() {
        assertThat(check("127.0.0.1:1", 3, true, "https://127.0.0.1:1", "http://127.0.0.1:2"))
                .singleElement()
                .matches(found -> found.isProblem() && found.exitCode() == ExitCode.DONE)
                .matches(found -> found.message()
                        .equals("nodes should not be plain http beside a certificate, with which a node serves HTTPS:"
                                + " http://127.0.0.1:2"));
        assertThat(check("127.0.0.1:1", 3, false, "http://127.0.0.1:1", "https://127.0.0.1:2"))
                .singleElement()
                .matches(found -> found.message().startsWith("nodes should not be https beside no certificate"));
    }

    @Test
    void thisNodeIsReachedByWhatItServes() {
        assertThat(check("127.0.0.1:1", 3, true, "http://127.0.0.1:1"))
                .singleElement()
                .matches(found -> found.exitCode() == ExitCode.USAGE)
                .matches(
                        found -> found.message()
                                .equals(
                                        "nodes must name this node by https://, because it has a certificate: http://127.0.0.1:1"));
        assertThat(check("127.0.0.1:1", 3, false, "https://127.0.0.1:1"))
                .singleElement()
                .matches(found -> found.message().contains("by http://, because it has no certificate"));
    }

    @Test
    void aProxyMayHaveTheCertificate() {
        OwnNode behind = new OwnNode(
                Optional.of("https://10.0.0.1:9465"),
                ListenAddress.parse("listen", "127.0.0.1:1"),
                false,
                () -> Set.of());
        assertThat(OwnNodeCheck.of(List.of("https://10.0.0.1:9465"), behind, 3))
                .singleElement()
                .matches(found -> found.exitCode() == ExitCode.DONE)
                .matches(found -> found.message().contains("unless a proxy before it has one"));
    }
}
