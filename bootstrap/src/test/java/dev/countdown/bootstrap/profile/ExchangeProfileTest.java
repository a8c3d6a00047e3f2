package dev.countdown.bootstrap.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.CloseMode;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.http.GateSettings;
import dev.countdown.http.Market;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeProfileTest {

    private static final RenewalPolicy POLICY = RenewalPolicy.ofSeconds(30);

    @TempDir
    Path folder;

    private static ExchangeProfile of(String topic, String seen) {
        return new ExchangeProfile(Market.SPOT, GateSettings.TESTNET, Map.of(topic, seen));
    }

    @ParameterizedTest
    @CsvSource({
        "-3 to 436 ms after the trigger time, 1000",
        "0 to 1000 ms after the trigger time, 1000",
        "0 to 1001 ms after the trigger time, 1001",
        "900 to 60000 ms after receipt + timeout, 60000"
    })
    void theLongestDelayIsTheGranularityAndNeverBelowASecond(String seen, long millis) {
        RenewalPolicy applied = of("firing-delay", seen).applied(POLICY, CloseMode.EXPIRE);
        assertThat(applied.granularity()).hasMillis(millis);
        assertThat(applied.withGranularity(POLICY.granularity())).isEqualTo(POLICY);
        assertThat(of("firing-delay", seen).granular(POLICY)).isEqualTo(applied);
    }

    @Test
    void whatIsNotKnownOrFinerChangesNothing() {
        assertThat(new ExchangeProfile(Market.SPOT, GateSettings.TESTNET, Map.of()).applied(POLICY, CloseMode.DISARM))
                .isEqualTo(POLICY);
        assertThat(of("trigger-time-resolution", "1 ms").applied(POLICY, CloseMode.EXPIRE))
                .isEqualTo(POLICY);
        assertThat(of("trigger-time-resolution", "1 s").applied(POLICY, CloseMode.EXPIRE))
                .isEqualTo(POLICY);
        assertThat(of("repeat", "never shortens").applied(POLICY, CloseMode.EXPIRE))
                .isEqualTo(POLICY);
    }

    @ParameterizedTest
    @CsvSource({
        "firing-delay, not within 30 s, profile: the countdown does not fire as the model has it: not within 30 s",
        "firing-delay, 0 to 60001 ms after the trigger time, granularity must be 1 s to 60 s: 60001ms",
        "trigger-time-resolution, 10 s, 'profile: trigger times are cut to more than 1 s, for which no claim holds: 10 s'",
        "trigger-time-resolution, fine, profile: trigger-time-resolution must be a span such as 1 ms: fine"
    })
    void refusesAnExchangeOfWhichNoClaimHolds(String topic, String seen, String rule) {
        assertThatThrownBy(() -> of(topic, seen).applied(POLICY, CloseMode.EXPIRE))
                .isInstanceOf(UsageException.class)
                .hasMessage(rule);
    }

    @Test
    void refusesToShortenWhereARepeatNeverDoes() {
        ExchangeProfile never = of("repeat", "never shortens");
        String rule = "profile: a repeat never shortens a countdown, so expire-soon has no effect: choose expire";
        assertThatThrownBy(() -> never.applied(POLICY.withOnDead(OnDead.EXPIRE_SOON), CloseMode.EXPIRE))
                .hasMessage(rule);
        assertThatThrownBy(() -> never.applied(POLICY, CloseMode.EXPIRE_SOON)).hasMessage(rule);
    }

    @Test
    void readsWhatItWroteAndRefusesWhatIsOfAnother() throws IOException {
        ExchangeProfile spot = of("repeat", "replaces");
        Path file = Files.writeString(folder.resolve("p.json"), spot.text());
        assertThat(ExchangeProfile.read(file)).isEqualTo(spot);
        assertThat(spot.checked(Market.SPOT, GateSettings.TESTNET)).isEqualTo(spot);
        assertThatThrownBy(() -> spot.checked(Market.OPTIONS, GateSettings.TESTNET))
                .hasMessage("profile is of market spot, not options");
        URI other = URI.create("http://localhost/api/v4");
        assertThatThrownBy(() -> spot.checked(Market.SPOT, other))
                .hasMessage("profile is of " + GateSettings.TESTNET + ", not " + other);
        Path odd = Files.writeString(folder.resolve("odd.json"), "{\"market\":\"spot\"}");
        assertThatThrownBy(() -> ExchangeProfile.read(odd)).hasMessage("profile must have a member base-url");
        Path none = Files.writeString(folder.resolve("none.json"), "{\"market\":\"x\",\"base-url\":\"http://h\"}");
        assertThatThrownBy(() -> ExchangeProfile.read(none)).isInstanceOf(UsageException.class);
    }

    @Test
    void neverEndsNorBlocks() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        for (Path file : new Path[] {Path.of("/dev/zero"), folder, pipe}) {
            assertThatThrownBy(() -> ExchangeProfile.read(file))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("profile must be a regular file: " + file);
        }
    }
}
