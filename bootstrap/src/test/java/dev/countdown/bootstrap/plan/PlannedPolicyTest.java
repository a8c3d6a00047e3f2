package dev.countdown.bootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.countdown.application.RenewalPolicy;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.domain.Timeout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
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
    @CsvSource({"5, 1250ms, 0.3, ''", "10, 2s, 0.5, ''", "30, 10s, 0, '200,30s'", "5, 2500ms, 0.3, ''"})
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
            for (int second = 120; second <= 86_400; second += 120) {
                log.append(line(second, "renewed", 10));
            }
            KeepLog read = KeepLog.read(Files.writeString(folder.resolve("log"), log));
            assertThat(read.seen()).isEqualTo(new LogStatistics(Duration.ofDays(1), 0, 822, 1, 1, 0));
            NetworkModel network = read.network();
            assertThat(network.loss()).isEqualTo(4.74 / 822, within(1e-4));
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
            assertThat(lines.get(0)).isEqualTo("log of 29.0 s: 30 attempts, 0 lost, 0 outages");
            assertThat(lines).noneMatch(line -> line.contains("0 a day, 0 a year"));
            assertThat(lines)
                    .contains(
                            "lost attempts: at most 9.9 % (95 %; none was seen, rule of three)",
                            "outages: at most 8845 a day (95 %; none was seen, rule of three); 5.0 s in the mean, which"
                                    + " is assumed")
                    .last()
                    .isEqualTo("advice: none, for want of a log of at least a day; let keep --json write on");
        }

        @Test
        void coversNoTimeInWhichKeepDidNotRun() throws IOException {
            String oneDay = line(0, "renewed", 10) + line(60, "renewed", 10);
            String theNext = line(100_000, "renewed", 10) + line(100_060, "unknown", 0) + line(100_070, "renewed", 10);
            LogStatistics seen = KeepLog.read(Files.writeString(folder.resolve("log"), oneDay + theNext))
                    .seen();
            assertThat(seen).isEqualTo(new LogStatistics(Duration.ofSeconds(130), 1, 5, 1, 0, 0));
            assertThat(seen.coversADay()).isFalse();
            NetworkModel given = NetworkModel.ASSUMED.withLoss(0.02);
            assertThat(seen.lines(given))
                    .containsExactly(
                            "log of 2 min 10 s: 5 attempts, 1 lost, 0 outages; not counted: 1 gap of more than 10 min"
                                    + " without an event",
                            "lost attempts: 2 %, as given",
                            "outages: as given");
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

    @ParameterizedTest
    @CsvSource({
        "10, 10 a day",
        "0.9999999, 1 a day",
        "0.1, once in 10 days",
        "0.001, once in 2.7 years",
        "1e-6, 'once in 2,700 years'",
        "1e-12, not in a million years",
        "0, never"
    })
    void aRateIsSaidInWords(double perDay, String words) {
        assertThat(PlanReport.often(perDay)).isEqualTo(words);
    }

    @Nested
    class TheDrawing {

        private String draw(int timeout, String interval, NetworkModel network) throws Exception {
            String svg = PlanSvg.of(plan(timeout, interval, network));
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
            return svg;
        }

        @Test
        void namesItsAxesAndMarksWhatWasChosen() throws Exception {
            assertThat(draw(30, "10s", NetworkModel.ASSUMED.withOutages("1,20s")))
                    .contains(
                            "timeout, in seconds", "How often the switch fires", "How long orders stand", "timeout / 4")
                    .contains(
                            ">chosen: 30s, every 10.0 s<",
                            ">31.5 s<",
                            ">once in 3.13 days<",
                            "prefers-color-scheme:dark");
        }

        @ParameterizedTest
        @CsvSource({
            "5, 1250ms, 0, ''",
            "5, 2500ms, 1, ''",
            "86400, 6h, 0.01, '1,20s'",
            "30, 10s, 0, ''",
            "2147483647, 1h, 0.01, '5,5s'"
        })
        void isWellFormedForEveryChoice(int timeout, String interval, double loss, String outages) throws Exception {
            NetworkModel lossy = NetworkModel.ASSUMED.withLoss(loss);
            assertThat(draw(timeout, interval, outages.isEmpty() ? lossy : lossy.withOutages(outages)))
                    .doesNotContain("NaN", "Infinity", "?");
        }
    }
}
