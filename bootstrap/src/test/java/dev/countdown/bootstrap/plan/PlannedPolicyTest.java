package dev.countdown.bootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.countdown.application.RenewalPolicy;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.domain.Timeout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class PlannedPolicyTest {

    private static PlannedPolicy plan(int timeout, String interval, NetworkModel network) {
        return new PlannedPolicy(
                RenewalPolicy.forTimeout(Timeout.ofSeconds(timeout), DurationText.parse(interval)), network);
    }

    @ParameterizedTest
    @CsvSource({
        "30, 10s, 7, 16500, 8.6e-11, 6.8e-6, 1.2e-2, 0.32",
        "60, 15s, 15, 41500, 5.8e-27, 1.8e-16, 7.1e-5, 8.6e-2",
        "120, 30s, 30, 86500, 2.9e-57, 2.7e-36, 4.6e-9, 6.7e-3"
    })
    void agreesWithTheTableOfTheModel(
            int timeout, String interval, int attempts, long outage, double p1, double p5, double m5, double m20) {
        PlannedPolicy plan = plan(timeout, interval, NetworkModel.ASSUMED);
        assertThat(plan.odds().usableAttempts()).isEqualTo(attempts);
        assertThat(plan.odds().longestOutageSurvived()).isEqualTo(Duration.ofMillis(outage));
        assertThat(plan.perDayFromLoss() / p1).isEqualTo(1, within(0.05));
        assertThat(plan(timeout, interval, NetworkModel.ASSUMED.withLoss(0.05)).perDayFromLoss() / p5)
                .isEqualTo(1, within(0.05));
        assertThat(plan(timeout, interval, NetworkModel.ASSUMED.withOutages("1,5s"))
                                .perDayFromOutages()
                        / m5)
                .isEqualTo(1, within(0.05));
        assertThat(plan(timeout, interval, NetworkModel.ASSUMED.withOutages("1,20s"))
                                .perDayFromOutages()
                        / m20)
                .isEqualTo(1, within(0.05));
    }

    @ParameterizedTest
    @CsvSource({"5, 1250ms, 0.3, ''", "10, 2s, 0.4, ''", "30, 10s, 0, '40,20s'", "5, 2500ms, 0.3, ''"})
    void theKeeperItselfAgreesWithTheFormulas(int timeout, String interval, double loss, String outages) {
        NetworkModel lossy = NetworkModel.ASSUMED.withLoss(loss);
        PlanSimulation simulation =
                PlanSimulation.of(plan(timeout, interval, outages.isEmpty() ? lossy : lossy.withOutages(outages)));
        assertThat(simulation.expected()).isGreaterThan(100);
        assertThat(simulation.fires())
                .isBetween((long) (simulation.expected() / 1.7 * 0.8), (long) (simulation.expected() * 1.25));
    }

    @Test
    void whatIsTooRareIsNotSimulated() {
        assertThat(PlanSimulation.of(plan(30, "10s", NetworkModel.ASSUMED)).text())
                .contains("skipped");
    }

    @Test
    void adviceNamesATimeoutThatIsEnough() {
        List<String> lines =
                new PlanReport(plan(30, "10s", NetworkModel.ASSUMED.withOutages("1,20s")), Optional.empty()).lines();
        assertThat(lines).last().asString().contains("outages decide", "a timeout of 180s");
        assertThat(new PlanReport(plan(30, "10s", NetworkModel.ASSUMED), Optional.empty()).lines())
                .last()
                .asString()
                .contains("fewer than one false fire a year");
    }

    @Nested
    class ALogOfKeep {

        @TempDir
        Path folder;

        @Test
        void tellsLossRoundTripsAndOutages() throws IOException {
            StringBuilder log = new StringBuilder();
            for (int i = 0; i < 99; i++) {
                log.append(line(i, "renewed", 10));
            }
            log.append(line(100, "unknown", 0)).append(line(101, "renewed", 900));
            log.append(line(102, "unknown", 0)).append(line(105, "failed", 0)).append(line(112, "lapsed", 10));
            log.append(line(86_400, "renewed", 10));
            KeepLog read = KeepLog.read(Files.writeString(folder.resolve("log"), log));
            assertThat(read.seen()).isEqualTo(new LogStatistics(Duration.ofDays(1), 103, 1, 1, 0));
            NetworkModel network = read.network();
            assertThat(network.loss()).isEqualTo(4.74 / 103, within(1e-3));
            assertThat(network.usual()).isEqualTo(Duration.ofMillis(10));
            assertThat(network.slow()).isEqualTo(Duration.ofMillis(10));
            assertThat(network.outagesPerDay()).isEqualTo(4.74, within(0.05));
            assertThat(network.meanOutage()).isEqualTo(Duration.ofSeconds(10));
        }

        @ParameterizedTest
        @CsvSource({"0, 3.0", "1, 4.74", "2, 6.30", "10, 16.96", "100, 118.1"})
        void isNoProofThatWhatItDoesNotShowNeverHappens(long count, double most) {
            assertThat(LogStatistics.most(count)).isEqualTo(most, within(most * 0.02));
        }

        @Test
        void ofLessThanADayGivesBoundsAndNoAdvice() throws IOException {
            StringBuilder log = new StringBuilder();
            for (int i = 0; i < 30; i++) {
                log.append(line(i, "renewed", 10));
            }
            KeepLog read = KeepLog.read(Files.writeString(folder.resolve("log"), log));
            assertThat(read.network().loss()).isEqualTo(0.1, within(0.01));
            assertThat(read.network().outagesPerDay()).isEqualTo(3 * 86_400 / 29.0, within(100.0));
            List<String> lines = new PlanReport(plan(30, "10s", read.network()), Optional.of(read.seen())).lines();
            assertThat(lines.get(0)).startsWith("log of 29.0 s: 30 attempts, 0 lost, 0 outages; ");
            assertThat(lines).noneMatch(line -> line.contains("0 a day, 0 a year"));
            assertThat(lines).last().isEqualTo("advice: none, for want of a log of at least a day");
        }

        @Test
        void mayBeTornAnywhere() throws IOException {
            String whole = line(1, "renewed", 10);
            String torn = whole.substring(0, whole.length() / 2);
            Path file = Files.writeString(folder.resolve("log"), whole + torn + whole + "{}\n" + whole + torn);
            LogStatistics seen = KeepLog.read(file).seen();
            assertThat(seen.attempts()).isEqualTo(2);
            assertThat(seen.unreadable()).isEqualTo(3);
        }

        @Test
        void mayHoldAnything() throws IOException {
            String huge = line(1, "renewed", 10).replace(":10}", ":9223372036854775807}");
            String farOff = line(1, "renewed", 10).replace("1970", "+999999999");
            Path file = Files.writeString(folder.resolve("log"), huge + farOff + line(2, "renewed", 1));
            List<String> lines =
                    new PlanReport(plan(30, "10s", KeepLog.read(file).network()), Optional.empty()).lines();
            assertThat(lines).isNotEmpty();
        }

        @Test
        @org.junit.jupiter.api.Timeout(25)
        void mayNotBeWithoutEnd() {
            for (String endless : List.of("/dev/zero", "/dev/urandom")) {
                assertThatThrownBy(() -> KeepLog.read(Path.of(endless)))
                        .isInstanceOf(UsageException.class)
                        .hasMessage("--from-log must name a log of keep --json: " + endless);
            }
        }

        @Test
        void withoutARenewalTellsNothing() throws IOException {
            Path empty = Files.writeString(folder.resolve("log"), "");
            assertThatThrownBy(() -> KeepLog.read(empty)).isInstanceOf(UsageException.class);
        }

        private static String line(int second, String event, int rtt) {
            return "{\"at\":\"" + java.time.Instant.ofEpochSecond(second) + "\",\"event\":\"" + event
                    + "\",\"scope\":\"all\",\"state\":\"ARMED\",\"rttMs\":" + rtt + "}\n";
        }
    }

    @Test
    void theDrawingIsWellFormed() throws Exception {
        String svg = PlanSvg.of(NetworkModel.ASSUMED.withOutages("1,20s"));
        javax.xml.parsers.DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream(svg.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(svg).contains("interval T/4");
    }
}
