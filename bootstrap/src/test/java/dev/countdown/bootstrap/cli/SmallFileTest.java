package dev.countdown.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(25)
class SmallFileTest {

    @TempDir
    Path folder;

    private void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> SmallFile.read(file, "configuration file"))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void isReadWithoutItsByteOrderMark() throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "\uFEFFgrüße");
        assertThat(SmallFile.read(file, "f")).isEqualTo("grüße");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(SmallFile.read(link, "f")).isEqualTo("grüße");
    }

    @Test
    void neverEndsNorBlocks() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        for (Path file : new Path[] {pipe, folder, Path.of("/dev/zero"), Path.of("/dev/null")}) {
            assertRefused(file, "configuration file must be a regular file: " + file);
        }
    }

    @Test
    void isRefusedBeyondItsLimit() throws IOException {
        Path file = Files.write(folder.resolve("f"), new byte[256 * 1024]);
        assertThat(SmallFile.read(file, "f")).hasSize(256 * 1024);
        Files.write(file, new byte[256 * 1024 + 1]);
        assertRefused(file, "configuration file must hold at most 256 KiB: " + file);
    }

    @Test
    void isRefusedWhereItIsNoText() throws IOException {
        Path file = Files.write(folder.resolve("f"), new byte[] {'a', '\n', 'b', (byte) 0xe9, 'c'});
        assertRefused(file, file + ":2: configuration file must be UTF-8: byte 0xe9");
    }

    @Test
    void mustExist() {
        Path file = folder.resolve("none");
        assertRefused(file, "configuration file must exist: " + file);
    }
}
