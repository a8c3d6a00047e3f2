package dev.countdown.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Cli;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class QueuedOutputTest {

    private static final int WRITTEN = 1500;

    /** A pipe that nobody reads, until somebody does. */
    private static final class Pipe extends OutputStream {
        private final CountDownLatch read = new CountDownLatch(1);
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            throw new AssertionError("piece by piece");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                read.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            text.write(bytes, offset, length);
        }
    }

    private final Pipe pipe = new Pipe();
    private final QueuedOutput output = new QueuedOutput(pipe, "standard error");
    private final PrintStream lines = output.lines();

    @Test
    void nobodyWaitsForAReader() {
        for (int i = 0; i < WRITTEN; i++) {
            lines.println("line " + i);
        }
        output.awaitWritten(Duration.ofMillis(10));
        assertThat(pipe.text.size()).isZero();
    }

    @Test
    void whatWasDroppedMeanwhileIsSaid() {
        for (int i = 0; i < WRITTEN; i++) {
            lines.println("line " + i);
        }
        pipe.read.countDown();
        output.awaitWritten(Cli.PATIENCE);
        lines.println("last");
        output.awaitWritten(Cli.PATIENCE);
        String all = pipe.text.toString(StandardCharsets.UTF_8);
        long written = all.lines().filter(line -> line.startsWith("line")).count();
        assertThat(written).isLessThan(WRITTEN);
        assertThat(all)
                .endsWith("countdown: standard error was not read in time: " + (WRITTEN - written)
                        + " lines are missing here\nlast\n");
    }

    @Test
    void oneThatCannotBeWrittenHoldsNobodyUp() {
        QueuedOutput broken = new QueuedOutput(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("no space left on device");
                    }
                },
                "standard error");
        broken.lines().println("lost");
        broken.lines().println("lost, too");
        broken.awaitWritten(Cli.PATIENCE);
    }
}
