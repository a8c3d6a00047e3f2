package dev.countdown.bootstrap.keep.check;

import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.OutputOptions;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.config.Config;
import dev.countdown.bootstrap.keep.config.ConfigFile;
import dev.countdown.bootstrap.keep.config.GuardSection;
import dev.countdown.bootstrap.keep.report.Terminals;
import dev.countdown.bootstrap.keep.target.Target;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description = "Checks a configuration file, and with --keys its keys and exchange; arms nothing.",
        footer = {
            "",
            "Example: countdown check --keys countdown.toml",
            "The file of a node is checked as well, with its token and its certificate.",
            "",
            "Each line begins with OK, WARNING or ERROR; the last two go to standard error.",
            "Exit codes: 0 no error, 2 file or key not usable, 3 refused or not reached,",
            "4 no answer.",
            "",
            ConnectionOptions.VARIABLES + OutputOptions.VARIABLES + "%nand those that the file names."
        })
public final class CheckCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    @Parameters(
            paramLabel = "FILE",
            description = "The file, as keep --config or guard --config takes it; - for standard input.")
    Path file = Path.of("countdown.toml");

    @Option(
            names = "--keys",
            description = "Try the keys, the exchange, the clock and the names of scopes, by requests that change"
                    + " nothing. Without it neither network nor keys are touched.")
    boolean keys;

    @Option(names = "--json", description = "Print each line as one JSON object, all to standard output.")
    boolean json;

    @Mixin
    OutputOptions output = new OutputOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    private int exitCode = ExitCode.DONE;

    @Override
    public Integer call() {
        Map<String, String> environment = System.getenv();
        try {
            Config config = file.toString().equals(STANDARD_INPUT)
                    ? ConfigFile.read(System.in, environment)
                    : ConfigFile.read(file, environment);
            config.targets().forEach(target -> tell(read(target, config.guard())));
            config.guard().ifPresent(guard -> {
                tell(read(guard));
                OwnNodeCheck.of(guard).forEach(this::tell);
            });
            ScopeWarnings.of(config.targets()).forEach(this::tell);
            if (keys) {
                try (KeyChecks checks = new KeyChecks(this::tell)) {
                    checks.check(config);
                    config.guard().ifPresent(checks::check);
                }
            }
        } catch (UsageException e) {
            tell(Finding.error("", String.valueOf(e.getMessage()), ExitCode.USAGE));
        }
        return exitCode;
    }

    private static Finding read(Target target, Optional<GuardSection> guard) {
        String bots = guard.map(node -> Objects.requireNonNull(node.scopes().get(target)))
                .map(scope -> ", of bots " + String.join(", ", scope.bots()) + ", digest " + scope.digest())
                .orElse("");
        return Finding.ok(
                target,
                "timeout " + target.policy().timeout() + ", every "
                        + DurationText.text(target.policy().interval()) + ", at "
                        + target.account().baseUri() + bots);
    }

    private static Finding read(GuardSection guard) {
        return Finding.ok(
                "",
                "node " + guard.node() + " hears pets at " + guard.listen() + " by "
                        + (guard.tls().isPresent() ? "HTTPS" : "plain HTTP") + ", silent after "
                        + DurationText.text(guard.maxAge()) + "; copies of each scope: " + guard.copies());
    }

    /** Of several errors the lowest code counts: file and keys come before the exchange. */
    private void tell(Finding found) {
        if (found.exitCode() != ExitCode.DONE) {
            exitCode = exitCode == ExitCode.DONE ? found.exitCode() : Math.min(exitCode, found.exitCode());
        }
        if (!found.isProblem() && output.isQuiet()) {
            return;
        }
        boolean toErr = found.isProblem() && !json;
        PrintWriter out =
                toErr ? spec.commandLine().getErr() : spec.commandLine().getOut();
        boolean terminal = Terminals.isTerminal(toErr ? Terminals.ERR : Terminals.OUT);
        out.println(json ? found.json() : found.text(output.isColoured(System.getenv(), terminal)));
    }
}
