package dev.countdown.bootstrap;

import dev.countdown.bootstrap.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Prints a completion script for bash and zsh.",
        footer = {"", "Example: source <(countdown completion)"})
final class CompletionCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        CommandLine all = Main.commandLine();
        spec.commandLine().getOut().println(AutoComplete.bash(all.getCommandName(), all));
        return ExitCode.DONE;
    }
}
