package dev.countdown.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.cli.OutputOptions.Color;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "AUTO, true, '', true",
        "AUTO, true, 1, false",
        "AUTO, false, '', false",
        "ALWAYS, false, 1, true",
        "NEVER, true, '', false"
    })
    void coloursAreForTerminalsUnlessSaidOtherwise(Color color, boolean terminal, String noColor, boolean coloured) {
        OutputOptions options = new OutputOptions();
        options.color = color;
        assertThat(options.isColoured(Map.of("NO_COLOR", noColor), terminal)).isEqualTo(coloured);
    }
}
