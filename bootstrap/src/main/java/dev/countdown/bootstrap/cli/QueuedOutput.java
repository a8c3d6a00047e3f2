package dev.countdown.bootstrap.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An output that nobody has to wait for: a thread of its own writes it. A pipe that is full and not read, or a terminal that
 * was told to stop, would hold up each thread that complains. What does not fit the queue is dropped, and that is said. Safe
 * for use by many threads.
 */
public final class QueuedOutput extends OutputStream {

    private static final int MOST = 1000;
    private static final int LONGEST = 8192;

    private final BlockingQueue<Piece> queue = new LinkedBlockingQueue<>(MOST);
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final OutputStream out;
    private final String name;
    private boolean started;
    private long dropped;

    /**
     * Writes to another output.
     *
     * @param name for what it says of dropped lines
     */
    public QueuedOutput(OutputStream out, String name) {
        this.out = out;
        this.name = name;
    }

    private record Piece(ByteBuffer bytes, CountDownLatch written) {}

    /** In UTF-8; each line is one piece. */
    public PrintStream lines() {
        return new PrintStream(this, true, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(int b) {
        begun.write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        begun.write(bytes, offset, length);
        if (begun.size() > LONGEST) {
            flush();
        }
    }

    @Override
    public synchronized void flush() {
        sayDropped();
        if (begun.size() > 0 && !offer(begun.toByteArray())) {
            dropped++;
        }
        begun.reset();
    }

    private void sayDropped() {
        if (dropped > 0 && queue.remainingCapacity() > 1) {
            String lost = "countdown: " + name + " was not read in time: " + dropped + " lines are missing here\n";
            dropped = 0;
            boolean unused = offer(lost.getBytes(StandardCharsets.UTF_8));
        }
    }

    private boolean offer(byte[] bytes) {
        if (!started) {
            started = true;
            DaemonThread.of(name.replace(' ', '-'), this::writeAll).start();
        }
        return queue.offer(new Piece(ByteBuffer.wrap(bytes), new CountDownLatch(1)));
    }

    private void writeAll() {
        try {
            while (true) {
                Piece piece = queue.take();
                hand(piece.bytes().array());
                piece.written().countDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hand(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException closed) {
            return; // there is nobody to say it to
        }
    }

    /** Waits for what was written before, but not for a reader that does not read. */
    public void awaitWritten(Duration patience) {
        Piece last = new Piece(ByteBuffer.allocate(0), new CountDownLatch(1));
        synchronized (this) {
            flush();
            if (!started) {
                return;
            }
        }
        try {
            if (queue.offer(last, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                boolean unused = last.written().await(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
