package dev.countdown.bootstrap;

import dev.countdown.application.Scheduler;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.simulator.ExchangeSimulator;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The command line's class path, and an archive of its classes, so that the many JVMs of the tests start with half the work.
 * Made once for all tests. The class path holds jars only, because the JVM archives nothing out of folders.
 */
public final class Archive {

    private static final Path FOLDER = Path.of("target", "archive").toAbsolutePath();
    private static final Path FILE = FOLDER.resolve("countdown.jsa");
    private static final String CLASS_PATH = classPath();

    static {
        rehearse();
    }

    private Archive() {}

    /** For {@code java}; without the archive, should the JVM have made none, all is the same but slower. */
    public static List<String> options() {
        return List.of("-Xlog:disable", "-XX:SharedArchiveFile=" + FILE, "-cp", CLASS_PATH);
    }

    /** Without what only our tests bring along: SLF4J would complain that it has nowhere to log to. */
    private static String classPath() {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (!Files.isDirectory(path) && !entry.contains("slf4j")) {
                jars.add(entry);
            } else if (path.endsWith("classes")) {
                jars.add(pack(path, FOLDER.resolve(jars.size() + ".jar")).toString());
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    private static Path pack(Path classes, Path jar) {
        try {
            Files.createDirectories(FOLDER);
            try (Stream<Path> files = Files.walk(classes);
                    ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    zip.putNextEntry(
                            new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                    Files.copy(file, zip);
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One run of what the tests run most. */
    private static void rehearse() {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:disable",
                "-XX:ArchiveClassesAtExit=" + FILE,
                "-cp",
                CLASS_PATH,
                Main.class.getName(),
                "keep",
                "--timeout",
                "30",
                "--on-exit",
                "disarm",
                "--",
                "true");
        try (ExchangeSimulator simulator = ExchangeSimulator.start(InMemoryExchange.on(Scheduler.system()), 0)) {
            java.environment().put("RUNTIME_DIRECTORY", Cli.runtimeFolder() + "/countdown");
            java.environment().putAll(Cli.environment(simulator.baseUri()));
            java.redirectErrorStream(true)
                    .redirectOutput(FOLDER.resolve("rehearsal.log").toFile())
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
