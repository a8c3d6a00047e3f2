package dev.countdown.bootstrap.keep.process;

import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.DaemonThread;
import dev.countdown.bootstrap.cli.StandardStreams;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A shell beside us, in our process group. It knows which signals the whole group got, which a process cannot tell of its
 * own ones, and it outlives us: where we are killed, it ends the bot. Used by one thread.
 */
final class CompanionShell {

    private static final String SCRIPT = script();
    private static final long PATIENCE_MILLIS = 1000;

    /** A busy machine may take its time to start a shell; without an answer no signal is ever known to be ours alone. */
    private static final long PATIENCE_AT_START_MILLIS = 30_000;

    private final OutputStream orders;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Set<String> heard = new HashSet<>();
    private final Optional<Long> ready;
    private int questions;

    private CompanionShell(Process shell, Scheduler clock) {
        orders = shell.getOutputStream();
        DaemonThread.of("companion", () -> read(shell.getInputStream())).start();
        ready = ask(PATIENCE_AT_START_MILLIS) ? Optional.of(clock.nanoTime()) : Optional.empty();
    }

    /**
     * Starts it, and waits until it hears.
     *
     * @param guardian which command we are
     * @param mark of the bot's processes
     * @param pipe the name of the pipe that they inherited; empty if there is none
     * @param killAfter how long the bot has to end where we were killed; empty to leave it alone then
     * @throws IOException if it cannot be started
     */
    static CompanionShell start(
            Guardian guardian, String mark, String pipe, Optional<Duration> killAfter, Scheduler clock)
            throws IOException {
        String seconds = killAfter
                .map(span -> String.valueOf(span.plusMillis(999).toSeconds()))
                .orElse("");
        String killed = guardian.command + " was killed, so " + guardian.consequence;
        ProcessBuilder builder =
                new ProcessBuilder("/bin/sh", "-c", SCRIPT, "countdown-companion", mark, seconds, pipe, killed);
        builder.environment().keySet().retainAll(Set.of("PATH")); // no secrets, no mark
        builder.redirectError(
                StandardStreams.wasClosed(StandardStreams.ERR)
                        ? ProcessBuilder.Redirect.DISCARD
                        : ProcessBuilder.Redirect.INHERIT);
        Process shell = builder.start();
        try {
            return new CompanionShell(shell, clock);
        } catch (RuntimeException | Error e) { // else the end of its input, once that is collected, ends the bot
            shell.destroyForcibly();
            throw e;
        }
    }

    private static String script() {
        try (InputStream script = CompanionShell.class.getResourceAsStream("companion.sh")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its end is seen by the answers that do not come. */
    private void read(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                answers.add(line);
            }
        } catch (IOException e) {
            answers.clear();
        }
    }

    /**
     * Whether the whole process group got a signal since this was asked for it last.
     *
     * @param came when we got it, on the monotonic clock
     * @return empty where that cannot be told
     */
    Optional<Boolean> heard(String signal, long came) {
        boolean answered = ask(PATIENCE_MILLIS);
        boolean wasHeard = heard.remove(signal);
        boolean listened = answered && ready.filter(since -> since - came <= 0).isPresent();
        return listened || wasHeard ? Optional.of(wasHeard) : Optional.empty();
    }

    /**
     * Whether it answered. Each question has a number, because the answer to an earlier one may come late: what that says was
     * heard counts, too.
     */
    private boolean ask(long patienceMillis) {
        String number = String.valueOf(++questions);
        if (!order("ask " + number)) {
            return false;
        }
        try {
            String answer = answers.poll(patienceMillis, TimeUnit.MILLISECONDS);
            while (answer != null) {
                List<String> words = List.of(answer.split(" "));
                heard.addAll(words.subList(1, words.size()));
                if (words.get(0).equals(number)) {
                    return true;
                }
                answer = answers.poll(patienceMillis, TimeUnit.MILLISECONDS);
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Without starting a process, which may be impossible by now; returns whether it was asked to. */
    boolean kill(String signal, List<ProcessInfo> processes) {
        return order("kill " + signal + numbers(processes));
    }

    /** The bot's processes, for when we are killed. */
    void members(List<ProcessInfo> processes) {
        boolean unused = order("members" + numbers(processes));
    }

    /** We end as we should: it has nothing to do any more. */
    void leave() {
        boolean unused = order("leave");
    }

    private static String numbers(List<ProcessInfo> processes) {
        return processes.stream().map(process -> " " + process.pid()).collect(Collectors.joining());
    }

    private boolean order(String line) {
        try {
            orders.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            orders.flush();
            return true;
        } catch (IOException e) {
            return false; // somebody killed it
        }
    }
}
