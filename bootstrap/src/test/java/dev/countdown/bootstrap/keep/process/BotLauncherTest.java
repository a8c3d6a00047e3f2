package dev.countdown.bootstrap.keep.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BotLauncherTest {

    /** All but 0, which ends an argument. */
    private static byte[] everyByte() {
        byte[] all = new byte[257];
        for (int i = 1; i < 256; i++) {
            all[i - 1] = (byte) i;
        }
        all[255] = '\n';
        all[256] = '\n';
        return all;
    }

    @ParameterizedTest
    @CsvSource({"sh, C", "sh, C.UTF-8", "bash, C", "bash, C.UTF-8"})
    void aShellPassesOnEveryByte(String shell, String locale) throws IOException {
        List<byte[]> words = List.of(
                "printf".getBytes(StandardCharsets.US_ASCII),
                "%s|".getBytes(StandardCharsets.US_ASCII),
                new byte[0],
                everyByte(),
                "'$HOME'*\\".getBytes(StandardCharsets.US_ASCII));
        ProcessBuilder builder = new ProcessBuilder(shell, "-c", BotLauncher.spelled(words, ">&2"));
        builder.environment().put("LC_ALL", locale);
        ByteArrayOutputStream wanted = new ByteArrayOutputStream();
        for (byte[] word : words.subList(2, words.size())) {
            wanted.write(word);
            wanted.write('|');
        }
        Process process = builder.start();
        assertThat(process.getErrorStream().readAllBytes()).isEqualTo(wanted.toByteArray());
    }
}
