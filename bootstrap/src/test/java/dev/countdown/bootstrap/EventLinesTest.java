package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EventLinesTest {

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

    @Test
    void whatAReaderThatDoesNotReadMissesIsCountedAloud() {
        Pipe out = new Pipe();
        StringWriter err = new StringWriter();
        LiveRows.Row row = LiveTableTest.row(1, KeeperState.ARMED);
        KeeperEvent event = new KeeperEvent.Arming(
                new KeeperEvent.Report(Instant.EPOCH, row.target().scope(), row.now()));
        EventLines lines = new EventLines(
                new PrintWriter(out, true), new PrintWriter(err, true), (target, happened) -> happened.name());
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
