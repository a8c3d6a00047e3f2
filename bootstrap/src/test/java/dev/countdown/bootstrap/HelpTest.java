package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.cli.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

    @ParameterizedTest
    @ValueSource(strings = {"keep", "guard", "arm", "check", "completion"})
    void ofACommandIsTheSameInBothWays(String command) {
        assertThat(printed("help", command))
                .isEqualTo(printed(command, "--help"))
                .contains(command);
    }

    @Test
    void withoutACommandIsThatOfAll() {
        assertThat(printed("help")).isEqualTo(printed("--help")).contains("keep", "help");
    }

    @ParameterizedTest
    @CsvSource({
        "arm, GATE_API_KEY GATE_API_SECRET GATE_API_SECRET_FILE COUNTDOWN_BASE_URL",
        "disarm, GATE_API_KEY GATE_API_SECRET GATE_API_SECRET_FILE COUNTDOWN_BASE_URL",
        "keep, GATE_API_KEY GATE_API_SECRET GATE_API_SECRET_FILE COUNTDOWN_BASE_URL NO_COLOR TERM NOTIFY_SOCKET",
        "guard, GATE_API_KEY GATE_API_SECRET GATE_API_SECRET_FILE COUNTDOWN_BASE_URL NO_COLOR HOSTNAME NOTIFY_SOCKET",
        "pet, COUNTDOWN_PET_TOKEN COUNTDOWN_PET_TOKEN_FILE",
        "check, GATE_API_KEY GATE_API_SECRET GATE_API_SECRET_FILE COUNTDOWN_BASE_URL NO_COLOR",
        "simulate, GATE_API_KEY GATE_API_SECRET GATE_API_SECRET_FILE"
    })
    void namesTheVariablesThatACommandReads(String command, String variables) {
        assertThat(Arrays.asList(printed(command, "--help").split("[^A-Z_]+"))).contains(variables.split(" "));
    }

    private static String printed(String... arguments) {
        StringWriter out = new StringWriter();
        int code = Main.run(Main.commandLine(arguments).setOut(new PrintWriter(out, true)), arguments);
        assertThat(code).isEqualTo(ExitCode.DONE);
        return out.toString();
    }
}
