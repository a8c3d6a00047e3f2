package dev.countdown.bootstrap.keep.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.cli.ListenAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "127.0.0.2, 127.0.0.2",
        "0.0.0.0, 127.0.0.1",
        "0, 127.0.0.1",
        "[::], [::1]",
        "[0:0:0:0:0:0:0:0], [::1]",
        "[::1], [::1]",
        "[fe80::1], [fe80::1]",
        "localhost, localhost"
    })
    void aBotAsksWhereItReachesUs(String host, String asked) {
        ListenAddress address = ListenAddress.parse("--http", host + ":9464");
        assertThat(StatusOptions.reachable(address)).hasToString(asked + ":9464");
    }
}
