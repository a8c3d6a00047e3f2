package dev.countdown.http;

import static dev.countdown.http.RawServer.ok;
import static dev.countdown.http.Requests.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    @TempDir
    private Path folder;

    @Test
    void theEnvironmentHoldsThem() {
        Credentials credentials =
                Credentials.fromEnvironment(Map.of("GATE_API_KEY", "some-key", "GATE_API_SECRET", "hush"));
        assertThat(credentials.key()).isEqualTo("some-key");
        assertThat(credentials.secret().getEncoded()).isEqualTo("hush".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theEnvironmentNamesAFile() throws IOException {
        Credentials credentials = Credentials.fromEnvironment(Map.of(
                "GATE_API_KEY",
                "some-key",
                "GATE_API_SECRET_FILE",
                file("rw-------").toString()));
        assertThat(credentials.secret().getEncoded()).isEqualTo("hush".getBytes(StandardCharsets.UTF_8));
        assertThat(credentials.toString()).doesNotContain("hush", "some-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-r--r--"})
    void aFileThatGroupOrOthersCanReadIsRefused(String permissions) throws IOException {
        Path file = file(permissions);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.fromFile("some-key", file))
                .withMessageContaining("must not be readable by group or others")
                .withMessageContaining(file.toString())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hush"));
    }

    @Test
    void aFileThatIsOpenIsToldTheCureOfAReadOnlyMount() throws IOException {
        Path file = file("r--r--r--");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretFile.read(file))
                .withMessageContaining("r--r--r--")
                .withMessageContaining("chmod 600")
                .withMessageContaining("defaultMode: 0440")
                .withMessageContaining("mode: 0440");
    }

    @Test
    void aFileThatNobodyElseCanReachMayBeOpen() throws IOException {
        Path file = file("r--r--r--");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        assertThat(SecretFile.read(file)).isEqualTo("hush");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x---"));
        assertThatIllegalArgumentException().isThrownBy(() -> SecretFile.read(file));
        Path link = Files.createSymbolicLink(
                Files.createDirectory(folder.resolve("shut")).resolve("link"), file);
        Files.setPosixFilePermissions(link.getParent(), PosixFilePermissions.fromString("rwx------"));
        assertThatIllegalArgumentException().isThrownBy(() -> SecretFile.read(link));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hush", "hush\n", "hush\r\n", "\uFEFFhush", "\uFEFF hush \t\r\n", "hush\r"})
    void whatSurroundsASecretOrKeyIsNoPartOfIt(String text) throws IOException {
        Path file = Files.writeString(file("rw-------"), text);
        byte[] hush = "hush".getBytes(StandardCharsets.UTF_8);
        Credentials fromFile =
                Credentials.fromEnvironment(Map.of("GATE_API_KEY", text, "GATE_API_SECRET_FILE", "" + file));
        Credentials plain = Credentials.fromEnvironment(Map.of("GATE_API_KEY", text, "GATE_API_SECRET", text));
        assertThat(fromFile.secret().getEncoded()).isEqualTo(hush);
        assertThat(fromFile.key()).isEqualTo("hush");
        assertThat(plain.secret().getEncoded()).isEqualTo(hush);
        assertThat(plain.key()).isEqualTo("hush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"hush\"",
                "'hush'",
                "hu sh",
                "hu\nsh",
                "hu\rsh",
                "h\u00fcsh",
                "hu\u00a0",
                "hu\u200bsh",
                "hush\u0000"
            })
    void whatNoKeyOrSecretHoldsIsRefusedUnseen(String text) throws IOException {
        Path file = Files.writeString(file("rw-------"), text);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.fromFile("k", file))
                .withMessage("API secret must be printable ASCII without spaces and quotes, and not empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.fromEnvironment(Map.of("GATE_API_KEY", "k", "GATE_API_SECRET", text)))
                .withMessage("API secret must be printable ASCII without spaces and quotes, and not empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.of(text, "s"))
                .withMessage("API key must be printable ASCII without spaces and quotes, and not empty");
    }

    @Test
    @Timeout(25)
    void aFileThatNeverEndsOrBlocksIsRefused() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", "-m", "600", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
        for (Path file : new Path[] {pipe, folder, Path.of("/dev/zero")}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SecretFile.read(file))
                    .withMessage("secret file must be a regular file: " + file);
        }
        Path huge = Files.write(file("rw-------"), new byte[5000]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretFile.read(huge))
                .withMessage("secret file must hold at most 4096 bytes: " + huge);
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.fromFile("some-key", folder.resolve("none")))
                .withMessageContaining("cannot be read");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        Path file = Files.writeString(file("rw-------"), " \n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.fromFile("some-key", file))
                .withMessage("secret file must not be empty: " + file);
    }

    @ParameterizedTest
    @CsvSource({
        "r--------, root, root, false",
        "r--r-----, root, root, true",
        "r--r-----, root, bot, false",
        "r--r-----, bot, bot, true",
        "r--r--r--, root, bot, true",
        "r--r-----, 0, 1000, false",
        "r--r-----, 0, 0, true"
    })
    void aGroupMayReadOnlyWhatRootHandsToSomebodyElse(String permissions, String owner, String user, boolean open) {
        assertThat(SecretFile.isOpen(PosixFilePermissions.fromString(permissions), owner, user))
                .isEqualTo(open);
    }

    @Test
    void anotherAccountHasItsOwnVariables() {
        Map<String, String> environment = Map.of("A_KEY", "some-key", "A_SECRET", "hush", "GATE_API_KEY", "other");
        assertThat(Credentials.fromEnvironment(environment, "A_KEY", "A_SECRET").key())
                .isEqualTo("some-key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.fromEnvironment(environment, "A_KEY", "B_SECRET"))
                .withMessage("exactly one of B_SECRET and B_SECRET_FILE must be set");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.fromEnvironment(Map.of("GATE_API_SECRET", "hush")))
                .withMessage("GATE_API_KEY must be set");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.fromEnvironment(Map.of("GATE_API_KEY", "some-key")))
                .withMessageContaining("exactly one of GATE_API_SECRET and GATE_API_SECRET_FILE");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.fromEnvironment(
                        Map.of("GATE_API_KEY", "k", "GATE_API_SECRET", "hush", "GATE_API_SECRET_FILE", "f")))
                .withMessageContaining("exactly one");
    }

    @Test
    void aSupplierRotatesThemWithoutARestart() throws Exception {
        AtomicReference<Credentials> current = new AtomicReference<>(Credentials.of("first", "one"));
        Vertx vertx = Vertx.vertx();
        try (RawServer server = new RawServer((request, wire) -> wire.write(ok("", "{}")));
                GateCountdownGateway gateway =
                        new GateCountdownGateway(vertx, GateSettings.of(server.uri("127.0.0.1"), current::get))) {
            submit(gateway);
            current.set(Credentials.of("second", "two"));
            submit(gateway);
            RawServer.Request before = server.seen.take();
            RawServer.Request after = server.seen.take();
            assertThat(before.header("KEY")).isEqualTo("first");
            assertThat(after.header("KEY")).isEqualTo("second");
            assertThat(after.header("SIGN")).isNotEqualTo(before.header("SIGN"));
        } finally {
            vertx.close();
        }
    }

    /** In a folder that others may enter. */
    private Path file(String permissions) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path file = folder.resolve("secret");
        Files.writeString(file, "hush\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }

    @Test
    void theFingerprintOfAKeyTellsNothingOfIt() {
        assertThat(Credentials.of("key", "secret").fingerprint()).isEqualTo("2c70e12b7a0646f9");
        assertThat(Credentials.of("key", "other").fingerprint()).isEqualTo("2c70e12b7a0646f9");
        assertThat(Credentials.of("kez", "secret").fingerprint()).isNotEqualTo("2c70e12b7a0646f9");
    }
}
