package dev.countdown.bootstrap;

import dev.countdown.bootstrap.Bot.Manner;
import dev.countdown.bootstrap.Bot.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** {@code keep} with a bot below it, in any shape. */
public abstract class BotTest extends SimulatorTest {

    @TempDir
    public Path folder;

    private Optional<Bot> made = Optional.empty();

    public Bot bot(Manner manner) {
        Bot bot = new Bot(folder, manner);
        made = Optional.of(bot);
        return bot;
    }

    @AfterEach
    public void endBot() {
        made.ifPresent(Bot::kill);
    }

    public Cli keep(Bot bot, Shape shape, String... options) {
        return Cli.start(baseUri, line(bot, shape, options));
    }

    /** With the shortest timeout, unless the options name another. */
    public static String[] line(Bot bot, Shape shape, String... options) {
        List<String> line = new ArrayList<>(List.of("keep"));
        if (!List.of(options).contains("--timeout")) {
            line.addAll(List.of("--timeout", "5", "--interval", "1s"));
        }
        if (!List.of(options).contains("--arm-within")) {
            line.addAll(List.of("--arm-within", "5m")); // nor is it too slow to arm
        }
        if (!List.of(options).contains("--kill-after")) {
            line.addAll(List.of("--kill-after", "10m")); // a machine that is busy with ten other things kills no bot
        }
        line.addAll(List.of(options));
        line.add("--");
        line.addAll(shape.command(bot));
        return line.toArray(String[]::new);
    }

    /** Which countdown was sent last. */
    public String lastBody() {
        List<String> bodies = bodies().stream().filter(body -> !body.isEmpty()).toList();
        return bodies.get(bodies.size() - 1);
    }
}
