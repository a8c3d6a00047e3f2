package dev.countdown.bootstrap.keep.config;

import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.keep.target.Target;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description = "Checks a configuration file; touches neither the network nor the keys.",
        footer = {"", "Example: countdown check countdown.toml"})
public final class CheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The file, as keep --config takes it.")
    Path file = Path.of("countdown.toml");

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        for (Target target : ConfigFile.read(file, System.getenv()).targets()) {
            spec.commandLine()
                    .getOut()
                    .println(target.name() + ": timeout " + target.policy().timeout() + ", every "
                            + DurationText.text(target.policy().interval()) + ", at "
                            + target.account().baseUri());
        }
        return ExitCode.DONE;
    }
}
