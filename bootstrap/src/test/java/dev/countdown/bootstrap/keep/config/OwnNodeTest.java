package dev.countdown.bootstrap.keep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.bootstrap.cli.ListenAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnNodeTest {

    private static final List<String> NODES = List.of(
            "https://10.0.0.1:9465", "https://10.0.0.2:9465", "https://guard-3:9465", "https://[2001:db8::1]:9465");

    private static Optional<String> find(String self, String listen, String... addresses) {
        return new OwnNode(
                        Optional.of(self).filter(given -> !given.isEmpty()),
                        ListenAddress.parse("listen", listen),
                        true,
                        () -> Set.of(addresses))
                .in(NODES);
    }

    @Test
    void selfSaysItWhateverTheAddress() {
        assertThat(find("https://guard-3:9465", "10.0.0.1:9465")).contains("https://guard-3:9465");
        assertThat(find("https://guard-4:9465", "10.0.0.1:9465")).isEmpty();
    }

    @Test
    void elseTheAddressOfListenSaysIt() {
        assertThat(find("", "10.0.0.2:9465")).contains("https://10.0.0.2:9465");
        assertThat(find("", "10.0.0.2:9466")).isEmpty();
        assertThat(find("", "[2001:db8:0:0::1]:9465")).contains("https://[2001:db8::1]:9465");
    }

    @Test
    void elseAnAddressOfTheMachineSaysIt() {
        assertThat(find("", "0.0.0.0:9465", "127.0.0.1", "10.0.0.2")).contains("https://10.0.0.2:9465");
        assertThat(find("", "[::]:9465", "2001:db8:0:0:0:0:0:1")).contains("https://[2001:db8::1]:9465");
        assertThat(find("", "0.0.0.0:9465", "127.0.0.1")).isEmpty();
        assertThatThrownBy(() -> find("", "0.0.0.0:9465", "10.0.0.1", "10.0.0.2"))
                .hasMessageStartingWith(
                        "nodes must name this node once, or self must say which it is: [https://10.0.0.1");
    }

    @Test
    void oneThatIsInNoListIsRefusedWhereTheListPlacesScopesElseWarnedOf() {
        OwnNode own = of("10.0.0.9:9465");
        assertThatThrownBy(() -> own.missingIn(NODES, 3))
                .hasMessage("nodes must name this node, which self, or COUNTDOWN_SELF, or the address of listen says:"
                        + " 10.0.0.9:9465 is none of " + String.join(", ", NODES));
        assertThat(own.missingIn(NODES, 4).orElseThrow())
                .startsWith("nodes should name this node")
                .endsWith("is none of " + String.join(", ", NODES)
                        + ". It keeps every scope, but no bot that has this list pets it");
        OwnNode second = of("10.0.0.2:9465");
        assertThat(second.missingIn(NODES, 3)).isEmpty();
    }

    private static OwnNode of(String listen) {
        return new OwnNode(Optional.empty(), ListenAddress.parse("listen", listen), true, Set::of);
    }
}
