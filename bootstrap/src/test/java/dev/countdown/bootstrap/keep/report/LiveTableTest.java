package dev.countdown.bootstrap.keep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.bootstrap.cli.Keys;
import dev.countdown.bootstrap.keep.target.Account;
import dev.countdown.bootstrap.keep.target.Login;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.GateSettings;
import dev.countdown.http.Market;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class LiveTableTest {

    public static LiveRows.Row row(int number, KeeperState state) {
        Target target = new Target(
                new Account("main", new Login(GateSettings.LIVE, Keys.KEY)),
                Market.OPTIONS,
                Scope.underlying("COIN" + number + "_USDT"),
                RenewalPolicy.forTimeout(Timeout.ofSeconds(30)),
                CloseMode.EXPIRE);
        Protection now = Protection.builder(state)
                .protectedFor(Duration.ofMillis(28_800))
                .build();
        return new LiveRows.Row(
                target,
                now,
                new TargetHistory.Tally(7, 0, "the network is gone", List.of(), TargetTimes.NONE),
                state.name());
    }

    private static List<LiveRows.Row> twelve(int notArmed) {
        return IntStream.range(0, 12)
                .mapToObj(i -> row(i, i == notArmed ? KeeperState.AT_RISK : KeeperState.ARMED))
                .toList();
    }

    @Nested
    class Rows {

        @ParameterizedTest
        @CsvSource({"80, 24", "40, 10", "120, 30", "1, 1", "2, 2"})
        void fitTheTerminalAndLeaveALineToTheCursor(int columns, int height) {
            List<String> lines = new LiveRows(false).lines(twelve(3), new TerminalSize(columns, height));
            assertThat(lines)
                    .hasSizeLessThanOrEqualTo(Math.max(1, height - 1))
                    .allMatch(line -> line.length() < columns);
        }

        @Test
        void areAsManyAsThereAreScopesWhereTheyFit() {
            assertThat(new LiveRows(false).lines(twelve(3), new TerminalSize(80, 13)))
                    .hasSize(12)
                    .allMatch(line -> line.contains("28.8 s  main underlying:COIN"));
        }

        @Test
        void whatIsNotArmedIsShownFirstAndTheRestCounted() {
            List<String> lines = new LiveRows(false).lines(twelve(11), new TerminalSize(80, 10));
            assertThat(lines).hasSize(9);
            assertThat(lines.get(0)).matches("AT_RISK .*COIN11_USDT +the network is gone");
            assertThat(lines.get(8)).isEqualTo("and 4 more, all armed");
        }

        @Test
        void whatIsNotArmedIsCountedWhereItDoesNotFit() {
            List<LiveRows.Row> rows =
                    Stream.of(1, 2, 3).map(i -> row(i, KeeperState.LAPSED)).toList();
            assertThat(new LiveRows(false).lines(rows, new TerminalSize(80, 3)))
                    .last()
                    .isEqualTo("and 2 more, 2 of them not armed");
        }

        @Test
        void aNameThatDoesNotFitKeepsItsEnd() {
            assertThat(new LiveRows(false).lines(List.of(row(11, KeeperState.ARMED)), new TerminalSize(40, 10)))
                    .containsExactly("ARMED           28.8 s  ...:COIN11_USDT");
        }

        /** As its lines and its page say; a keep that expires before all says so. */
        @Test
        void aNodeThatHasArmedNothingWaits() {
            Protection none = Protection.builder(KeeperState.EXPIRING).build();
            Protection armed = Protection.builder(KeeperState.ARMED).build();
            assertThat(EventWords.OF_NODE.state(none)).isEqualTo("WAITING");
            assertThat(EventWords.OF_NODE.state(armed)).isEqualTo("ARMED");
            assertThat(EventWords.OF_KEEP.state(none)).isEqualTo("EXPIRING");
        }

        @Test
        void coloursTakeNoWidth() {
            TerminalSize narrow = new TerminalSize(4, 24);
            assertThat(new LiveRows(true).lines(List.of(row(1, KeeperState.FIRED)), narrow))
                    .containsExactly("\033[1;31mFIR\033[0m");
        }
    }

    @Nested
    class Frames {

        private final Screen screen = new Screen();

        @Test
        void overwriteTheTableInPlace() {
            assertThat(screen.next(List.of(), List.of("a", "b"))).isEqualTo("\ra\033[K\nb\033[K\n\033[J");
            assertThat(screen.next(List.of(), List.of("c"))).isEqualTo("\033[2A\rc\033[K\n\033[J");
        }

        @Test
        void putNewsAboveTheTable() {
            screen.next(List.of(), List.of("a"));
            assertThat(screen.next(List.of("news"), List.of("b"))).isEqualTo("\033[1A\r\033[Jnews\nb\033[K\n\033[J");
        }

        @Test
        void beginAnewWithAsMuchNewsAsFits() {
            screen.next(List.of("one", "two", "three"), List.of("a"));
            assertThat(screen.redraw(List.of("four"), List.of("a"), new TerminalSize(80, 4)))
                    .isEqualTo("\033[H\033[2Jthree\nfour\na\033[K\n\033[J");
        }

        @Test
        void leaveNoModeOfTheTerminalChanged() {
            String all =
                    screen.next(List.of("x"), List.of("a")) + screen.redraw(List.of(), List.of(), TerminalSize.USUAL);
            assertThat(all).doesNotContain("\033[?");
        }
    }

    @ParameterizedTest
    @CsvSource({"10 40, 40, 10", "0 0, 80, 24", "'', 80, 24", "stty: failed, 80, 24"})
    void theSizeIsWhatTheTerminalSaysOrTheUsual(String said, int columns, int rows) {
        assertThat(TerminalSize.parse(said + "\n")).isEqualTo(new TerminalSize(columns, rows));
    }
}
