package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

    @Test
    void soIsThatOfTheNodesAndTheirPortsAgree() throws IOException {
        String text = Files.readString(DIST.resolve("kubernetes/guard.yaml"));
        String config = text.split("guard.toml: \\|\n")[1].split("\n---")[0].indent(-4);
        assertChecked(Files.writeString(folder.resolve("guard.toml"), config));
        assertThat(config).contains("listen = \"0.0.0.0:9465\"", ":9465\"\ncopies");
        assertThat(numbers(text, "(?s)- name: pets\n\\s+(?:containerPort|port): (\\d+)"))
                .containsExactly("9465", "9465");
        assertThat(numbers(text, "--http, \"0.0.0.0:(\\d+)\"")).containsExactly("9464");
        assertThat(numbers(text, "- name: metrics\n\\s+containerPort: (\\d+)")).containsExactly("9464");
        assertThat(numbers(text, "path: (/health/\\w+)\n\\s+port: metrics"))
                .containsExactly("/health/live", "/health/ready");
        assertThat(Files.readString(Path.of("src/main/java/dev/countdown/bootstrap/keep/status/StatusRoutes.java")))
                .contains("\"/health/live\"", "\"/health/ready\"");
    }

    private static List<String> numbers(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** What kubectl knows of each kind, without a cluster: a field that it does not know would be missing in what it writes. */
    @Test
    @Tag("slow")
    void kubectlKnowsEveryFieldOfTheStatefulSet() throws Exception {
        String all = Files.readString(DIST.resolve("kubernetes/guard.yaml"));
        String set = Stream.of(all.split("\n---\n"))
                .filter(text -> text.contains("kind: StatefulSet"))
                .findFirst()
                .orElseThrow();
        Path file = Files.writeString(folder.resolve("set.yaml"), set);
        Path other = Files.writeString(folder.resolve("other.yaml"), set.replace("countdown:latest", "countdown:0"));
        JsonObject written = kubectl("label", "--local", "-f", file.toString(), "a=b", "-o", "json");
        JsonObject known =
                kubectl("set", "image", "--local", "-f", other.toString(), "guard=countdown:latest", "-o", "json");
        written.getJsonObject("metadata").remove("labels");
        assertContains(known, written, "");
    }

    private JsonObject kubectl(String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("kubectl"));
        line.addAll(List.of(words));
        Process process;
        try {
            process = new ProcessBuilder(line)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException none) {
            return Assumptions.abort("kubectl is not installed");
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return new JsonObject(said);
    }

    private static void assertContains(Object known, Object written, String at) {
        if (written instanceof JsonObject fields) {
            assertThat(known).as(at).isInstanceOf(JsonObject.class);
            fields.forEach(field -> assertContains(
                    ((JsonObject) known).getValue(field.getKey()), field.getValue(), at + "." + field.getKey()));
        } else if (written instanceof JsonArray items) {
            assertThat(known).as(at).isInstanceOf(JsonArray.class);
            for (int i = 0; i < items.size(); i++) {
                assertContains(((JsonArray) known).getValue(i), items.getValue(i), at + "[" + i + "]");
            }
        } else {
            assertThat(known).as(at).isEqualTo(written);
        }
    }

    private static void assertChecked(Path file) {
        assertThat(Main.commandLine().execute("check", file.toString())).isZero();
    }

    @Test
    void theUnitAndTheSidecarUseOptionsThatExist() throws IOException {
        assertParsed(words(
                Files.readString(DIST.resolve("systemd/countdown@.service")), "ExecStart=/usr/bin/countdown (.*) \\$"));
        assertParsed(
                "guard",
                words(
                        Files.readString(DIST.resolve("systemd/countdown-guard@.service")),
                        "ExecStart=/usr/bin/countdown (.*) \\$"));
        assertParsed(words(Files.readString(DIST.resolve("kubernetes/sidecar.yaml")), "args: \\[(.*)]"));
        assertParsed("guard", words(Files.readString(DIST.resolve("kubernetes/guard.yaml")), "args: \\[(.*)]"));
    }

    @Test
    void theUnitsAreHardenedAlike() throws IOException {
        assertThat(hardening("countdown-guard@.service"))
                .isEqualTo(hardening("countdown@.service"))
                .contains("DynamicUser=yes", "NoNewPrivileges=yes", "ProtectSystem=strict");
    }

    private static String hardening(String unit) throws IOException {
        return Files.readString(DIST.resolve("systemd").resolve(unit)).split("\n\n(?=DynamicUser)")[1];
    }

    @ParameterizedTest
    @ValueSource(strings = {"countdown@", "countdown-guard@"})
    @Tag("slow")
    void systemdKnowsEveryLineOfAUnit(String unit) throws Exception {
        String text = Files.readString(DIST.resolve("systemd/" + unit + ".service"))
                .replace("/usr/bin/countdown", "/bin/true");
        Path file = Files.writeString(folder.resolve(unit + "main.service"), text);
        Process asked;
        try {
            asked = new ProcessBuilder("systemd-analyze", "verify", "--man=no", file.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException none) {
            Assumptions.abort("systemd-analyze is not installed");
            return;
        }
        assertThat(new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .doesNotContain(unit);
        assertThat(asked.waitFor()).isZero();
    }

    private static List<String> words(String text, String pattern) {
        MatchResult line =
                Pattern.compile(pattern).matcher(text).results().findFirst().orElseThrow();
        return Stream.of(line.group(1).split("[ ,]+"))
                .map(word -> word.replace("\"", ""))
                .toList();
    }

    private static void assertParsed(List<String> words) {
        assertParsed("keep", words);
    }

    private static void assertParsed(String command, List<String> words) {
        CommandLine.ParseResult parsed = Main.commandLine().parseArgs(words.toArray(String[]::new));
        assertThat(parsed.subcommand().unmatched()).as(words.toString()).isEmpty();
        assertThat(parsed.subcommand().commandSpec().name()).isEqualTo(command);
    }
}
