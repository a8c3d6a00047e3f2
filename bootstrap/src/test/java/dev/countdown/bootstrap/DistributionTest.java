package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The files of the package say what the command line can do. */
class DistributionTest {

    private static final Path DIST = Path.of("src", "dist");

    @TempDir
    Path folder;

    @Test
    @Tag("slow")
    void theLauncherFindsItsJarAndPassesOnWordsAndExitCode() throws Exception {
        Path jar =
                Files.createDirectories(folder.resolve("usr/share/countdown")).resolve("countdown.jar");
        writeJar(jar);
        Path bin = Files.createDirectories(folder.resolve("usr/bin"));
        Path launcher = Files.copy(DIST.resolve("bin/countdown"), bin.resolve("countdown"));
        Path link = Files.createSymbolicLink(folder.resolve("countdown"), launcher);
        Process asked = new ProcessBuilder("sh", link.toString(), "check", "no such file.toml")
                .redirectErrorStream(true)
                .start();
        String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(asked.waitFor()).as(said).isEqualTo(2);
        assertThat(said).contains("no such file.toml");
    }

    /** One that runs the classes of this build. */
    private static void writeJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
        main.put(
                Attributes.Name.CLASS_PATH,
                Pattern.compile(System.getProperty("path.separator"), Pattern.LITERAL)
                        .splitAsStream(System.getProperty("java.class.path"))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream written = new JarOutputStream(file, manifest)) {
            written.finish();
        }
    }

    @Test
    void theExampleIsAConfiguration() {
        assertChecked(DIST.resolve("countdown.toml.example"));
    }

    @Test
    void soIsThatOfTheSidecar() throws IOException {
        String text = Files.readString(DIST.resolve("kubernetes/sidecar.yaml"));
        String config = text.split("countdown.toml: \\|\n")[1].split("\n---")[0].indent(-4);
        assertChecked(Files.writeString(folder.resolve("countdown.toml"), config));
    }

    private static void assertChecked(Path file) {
        assertThat(Main.commandLine().execute("check", file.toString())).isZero();
    }

    @Test
    void theUnitAndTheSidecarUseOptionsThatExist() throws IOException {
        assertParsed(words(
                Files.readString(DIST.resolve("systemd/countdown@.service")), "ExecStart=/usr/bin/countdown (.*) \\$"));
        assertParsed(words(Files.readString(DIST.resolve("kubernetes/sidecar.yaml")), "args: \\[(.*)]"));
    }

    private static List<String> words(String text, String pattern) {
        MatchResult line =
                Pattern.compile(pattern).matcher(text).results().findFirst().orElseThrow();
        return Stream.of(line.group(1).split("[ ,]+"))
                .map(word -> word.replace("\"", ""))
                .toList();
    }

    private static void assertParsed(List<String> words) {
        CommandLine.ParseResult parsed = Main.commandLine().parseArgs(words.toArray(String[]::new));
        assertThat(parsed.subcommand().unmatched()).as(words.toString()).isEmpty();
        assertThat(parsed.subcommand().commandSpec().name()).isEqualTo("keep");
    }
}
