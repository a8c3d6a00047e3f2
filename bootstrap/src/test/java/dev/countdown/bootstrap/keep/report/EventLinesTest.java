package dev.countdown.bootstrap.keep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Outcome;
import dev.countdown.bootstrap.keep.target.HeldGateway;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EventLinesTest {

    private static final EventLine LINE = new EventLine(EventWords.OF_KEEP);

    private static final int SHOWN = 10_500;

    /** A pipe that nobody reads, until somebody does. */
    private static final class Pipe extends Writer {
        private final CountDownLatch read = new CountDownLatch(1);
        private final StringWriter text = new StringWriter();

        @Override
        public void write(char[] characters, int offset, int length) {
            try {
                read.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            text.write(characters, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private final StringWriter err = new StringWriter();
    private final LiveRows.Row row = LiveTableTest.row(1, KeeperState.ARMED);
    private final KeeperEvent event = new KeeperEvent.Arming(
            new KeeperEvent.Report(Instant.EPOCH, row.target().scope(), row.now()));

    private EventLines lines(PrintWriter out) {
        return new EventLines(out, new PrintWriter(err, true), (target, happened) -> happened.name());
    }

    @Test
    void quietlyOnlyProblemsAreShown() {
        StringWriter out = new StringWriter();
        KeeperEvent.Report report = event.report();
        AtomicBoolean running = new AtomicBoolean(true);
        ProblemsOnly quiet = new ProblemsOnly(lines(new PrintWriter(out, true)), target -> running.get());
        quiet.show(row.target(), event);
        quiet.show(row.target(), new KeeperEvent.AtRisk(report, "silent"));
        quiet.show(row.target(), new KeeperEvent.Failed(report, Outcome.NotApplied.notSent(HeldGateway.REASON)));
        quiet.show(row.target(), new KeeperEvent.Expiring(report, "the bot hangs"));
        running.set(false);
        quiet.show(row.target(), new KeeperEvent.Expiring(report, "closing"));
        quiet.show(row.target(), new KeeperEvent.Disarming(report));
        quiet.show(row.target(), new KeeperEvent.Disarmed(report, true));
        quiet.show(row.target(), new KeeperEvent.Disarmed(report, false));
        quiet.complain("countdown: trouble");
        quiet.close();
        assertThat(out.toString()).isEqualToNormalizingNewlines("at_risk\nexpiring\ndisarmed\n");
        assertThat(err.toString()).isEqualToNormalizingNewlines("countdown: trouble\n");
    }

    @Test
    void theStateHasItsColour() {
        String text = LINE.text(row.target(), event);
        assertThat(LINE.coloured(row.target(), event)).isEqualTo(text.replace("ARMED", "\033[32mARMED\033[0m"));
    }

    @Test
    void whatAReaderThatNeverReadsAgainMissesIsCountedAtTheEnd() {
        EventLines lines = lines(new PrintWriter(new Pipe(), true));
        for (int i = 0; i < 3; i++) {
            lines.show(row.target(), event);
        }
        lines.close();
        assertThat(err.toString())
                .containsOnlyOnce("standard output was not read in time: 3 events are missing from it");
    }

    @Test
    void whatDoesNotFitTheQueueOfOneThatNeverReadsAgainIsCountedToo() {
        EventLines lines = lines(new PrintWriter(new Pipe(), true));
        for (int i = 0; i < SHOWN; i++) {
            lines.show(row.target(), event);
        }
        lines.close();
        assertThat(err.toString()).containsOnlyOnce("in time: " + SHOWN + " events are missing from it");
    }

    @Test
    void anOutputThatCannotBeWrittenIsSaidOnce() {
        EventLines lines = lines(new PrintWriter(new PrintStream(new FullDisk(), true), true));
        lines.show(row.target(), event);
        lines.show(row.target(), event);
        lines.close();
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("countdown: standard output cannot be written: events are missing from it");
    }

    private static final class FullDisk extends OutputStream {

        @Override
        public void write(int b) throws IOException {
            throw new IOException("no space left on device");
        }
    }

    @Test
    void whatAReaderThatDoesNotReadMissesIsCountedAloud() {
        Pipe out = new Pipe();
        EventLines lines = lines(new PrintWriter(out, true));
        for (int i = 0; i < SHOWN; i++) {
            lines.show(row.target(), event);
        }
        out.read.countDown();
        lines.close();
        long written = out.text.toString().lines().count();
        assertThat(written).isLessThan(SHOWN);
        assertThat(err.toString())
                .containsOnlyOnce(
                        "standard output was not read in time: " + (SHOWN - written) + " events are missing from it");
    }
}
