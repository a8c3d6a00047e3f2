package dev.countdown.bootstrap;

import dev.countdown.bootstrap.cli.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
        name = "countdown",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Keeps an exchange's dead man's switch honest.",
        footer = {
            "",
            "Keys come from GATE_API_KEY and GATE_API_SECRET, or a file named by GATE_API_SECRET_FILE.",
            "Exit codes: 0 done, 2 usage, 3 not applied, 4 outcome unknown, 5 the switch fired, 70 internal.",
            "keep passes on the exit code of a bot: \"countdown: ends: ...\" on standard error says whose code it is."
        })
final class CountdownCommand implements Runnable {

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing; see countdown --help");
    }
}
