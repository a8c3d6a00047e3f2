package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.Keys;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The real main class in a JVM of its own. */
public final class Cli implements AutoCloseable {

    /** Long enough for a machine that is busy with ten other things; only a test that fails waits for so long. */
    public static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Pattern STATUS_PAGE = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/");

    private final Process process;
    private final Lines out;
    private final Lines err;

    private Cli(Process process) {
        this.process = process;
        this.out = new Lines(process.getInputStream());
        this.err = new Lines(process.getErrorStream());
    }

    public static Cli start(Map<String, String> environment, String... arguments) {
        return behind(List.of(), environment, arguments);
    }

    /** Behind a wrapper: a command that runs the command it is given, such as a shell that closes standard input. */
    public static Cli behind(List<String> wrapper, Map<String, String> environment, String... arguments) {
        try {
            return new Cli(builder(wrapper, environment, List.of(arguments)).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program that runs the real main class in its own way, see {@link #quoted}. */
    public static Cli wrapper(List<String> program, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(program);
        builder.environment().put("RUNTIME_DIRECTORY", runtimeFolder() + "/countdown");
        builder.environment().putAll(environment);
        try {
            return new Cli(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One whose standard output is a pipe that nobody reads. */
    public static Process unread(URI baseUri, Path err, List<String> arguments) throws IOException {
        return builder(List.of(), environment(baseUri), arguments)
                .redirectError(err.toFile())
                .start();
    }

    /** The words of a shell command that runs it with these arguments. */
    public static String quoted(Map<String, String> environment, String... arguments) {
        return builder(List.of(), environment, List.of(arguments)).command().stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    public static ProcessBuilder builder(
            List<String> wrapper, Map<String, String> environment, List<String> arguments) {
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        line.addAll(Archive.options());
        line.add(Main.class.getName());
        if (Runtime.version().feature() >= 24) {
            line.add(1, "--enable-native-access=ALL-UNNAMED"); // as the jar's manifest does
        }
        line.addAll(arguments);
        if (System.getProperty("os.name").equals("Linux")) { // a build under nohup, or behind a shell's &, ignores them
            line.addAll(0, List.of("env", "--default-signal=HUP,INT"));
        }
        line.addAll(0, wrapper);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().keySet().removeIf(name -> name.startsWith("GATE_") || name.startsWith("COUNTDOWN_"));
        builder.environment().put("RUNTIME_DIRECTORY", runtimeFolder() + "/countdown");
        builder.environment().putAll(environment);
        return builder;
    }

    /** A new one, so that no process of one test sees those of another. */
    public static String runtimeFolder() {
        try {
            Path all = Files.createDirectories(Path.of("target", "run").toAbsolutePath());
            return Files.createTempDirectory(all, "").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a user of the simulator sets. */
    public static Map<String, String> environment(URI baseUri) {
        Map<String, String> environment = new HashMap<>();
        environment.put(Keys.KEY, "demo");
        environment.put(Keys.SECRET, "demo");
        environment.put(ConnectionOptions.BASE_URL, baseUri.toString());
        return environment;
    }

    public static Cli start(URI baseUri, String... arguments) {
        return start(environment(baseUri), arguments);
    }

    public Process process() {
        return process;
    }

    public List<String> out() {
        return out.all();
    }

    /** Without what Vert.x says of a busy machine. */
    public List<String> err() {
        return err.all().stream()
                .filter(line -> !line.contains("has been blocked for"))
                .toList();
    }

    public String awaitOut(String part) {
        return awaitOut(line -> line.contains(part), part);
    }

    /** The first line that holds it, now or soon. */
    public String awaitOut(Predicate<String> condition, String meaning) {
        return out.await(condition)
                .orElseThrow(
                        () -> new AssertionError("no line with " + meaning + "; out: " + out() + "; err: " + err()));
    }

    public String awaitErr(String part) {
        return err.await(line -> line.contains(part))
                .orElseThrow(() -> new AssertionError("no line with " + part + "; out: " + out() + "; err: " + err()));
    }

    /** Where the status page came up. */
    public int statusPort() {
        Matcher page = STATUS_PAGE.matcher(awaitErr("status page at"));
        assertThat(page.find()).isTrue();
        return Integer.parseInt(page.group(1));
    }

    /** The exit code, once all output is in. */
    public int exitCode() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .describedAs("still runs; out: %s; err: %s", out(), err())
                    .isTrue();
            out.awaitEnd();
            err.awaitEnd();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public void signal(String name) {
        signal(process.pid(), name);
    }

    /** A negative number is a whole process group, as for {@code kill(2)}. */
    public static void signal(long pid, String name) {
        try {
            new ProcessBuilder("kill", "-s", name, "--", String.valueOf(pid))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** The lines of a stream, read as they come. */
    private static final class Lines {
        private final List<String> lines = new ArrayList<>();
        private boolean ended;

        Lines(InputStream stream) {
            Thread reader = new Thread(() -> read(stream));
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream stream) {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    add(line);
                }
            } catch (IOException e) {
                add("unreadable: " + e);
            }
            end();
        }

        private synchronized void add(String line) {
            lines.add(line);
            notifyAll();
        }

        private synchronized void end() {
            ended = true;
            notifyAll();
        }

        synchronized List<String> all() {
            return List.copyOf(lines);
        }

        synchronized void awaitEnd() {
            await(line -> false);
            assertThat(ended).isTrue();
        }

        synchronized Optional<String> await(Predicate<String> condition) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            try {
                for (int next = 0; ; ) {
                    for (; next < lines.size(); next++) {
                        if (condition.test(lines.get(next))) {
                            return Optional.of(lines.get(next));
                        }
                    }
                    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                    if (ended || left <= 0) {
                        return Optional.empty();
                    }
                    wait(left);
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
