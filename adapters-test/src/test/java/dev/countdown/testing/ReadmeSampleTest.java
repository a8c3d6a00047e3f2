package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README's first test of a tester is {@link HungStrategyTest}. */
class ReadmeSampleTest {

    private static final Path SAMPLE = Path.of("src/test/java/dev/countdown/testing/HungStrategyTest.java");

    @Test
    void the_first_test_in_the_readme_is_one_that_runs_and_is_short() throws IOException {
        List<String> source = Files.readAllLines(SAMPLE);
        List<String> sample = source.subList(source.indexOf("@ExtendWith(ExchangeExtension.class)"), source.size());
        String readme = Files.readString(Path.of("..", "README.md"));
        int dependency = 2;
        assertThat(readme).contains("```java\n" + String.join("\n", sample) + "\n```");
        assertThat(sample.size() + dependency).isLessThanOrEqualTo(15);
    }
}
