package dev.countdown.bootstrap;

import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.Logs;
import dev.countdown.bootstrap.cli.OptionTypes;
import dev.countdown.bootstrap.cli.QueuedOutput;
import dev.countdown.bootstrap.cli.StandardStreams;
import dev.countdown.bootstrap.cli.UsageException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line's entry point: {@code java -jar countdown.jar COMMAND}. */
public final class Main {

    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param arguments the command and its options
     */
    public static void main(String[] arguments) {
        StandardStreams.settle();
        QueuedOutput err = new QueuedOutput(new FileOutputStream(FileDescriptor.err), "standard error");
        System.setErr(err.lines());
        Logs.quieten();
        int code = run(commandLine(arguments), arguments);
        err.awaitWritten(Duration.ofSeconds(1));
        System.exit(code); // standard output is not flushed: each line was, and a stuck reader would hold us
    }

    /** What is no mere exception passes picocli by. */
    static int run(CommandLine line, String... arguments) {
        try {
            return line.execute(arguments);
        } catch (Throwable e) {
            return report(line, ExitCode.INTERNAL, "internal error: " + e);
        }
    }

    static CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new CountdownCommand());
        Commands.named(arguments.length == 0 ? "" : arguments[0]).forEach(line::addSubcommand);
        line.getSubcommands().values().stream()
                .filter(Main::takesBot)
                .forEach(each -> each.setStopAtPositional(true)); // what follows the bot is the bot's
        OptionTypes.register(line);
        return line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setExpandAtFiles(false) // an argument of the guarded command is its own
                .setUnmatchedOptionsArePositionalParams(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::refuse)
                .setExecutionExceptionHandler((thrown, command, parsed) -> fail(thrown, command));
    }

    private static boolean takesBot(CommandLine line) {
        return line.getCommandSpec().positionalParameters().stream()
                .anyMatch(each -> each.paramLabel().equals("COMMAND"));
    }

    private static int refuse(ParameterException thrown, String[] arguments) {
        Optional<UnmatchedArgumentException> unmatched = thrown instanceof UnmatchedArgumentException known
                ? Optional.of(known)
                : thrown instanceof MissingParameterException ? unmatched(arguments) : Optional.empty();
        String message = unmatched.map(Main::unknown).orElse(String.valueOf(thrown.getMessage()));
        return report(thrown.getCommandLine(), ExitCode.USAGE, message);
    }

    /** Where an option is missing: what is unknown, since a misspelt option is missing under its right name. */
    private static Optional<UnmatchedArgumentException> unmatched(String[] arguments) {
        CommandLine all = commandLine(arguments);
        List<CommandLine> lines = new ArrayList<>(all.getSubcommands().values());
        lines.add(0, all);
        lines.forEach(each -> each.getCommandSpec().parser().collectErrors(true));
        all.parseArgs(arguments);
        return lines.stream()
                .flatMap(each -> Stream.ofNullable(each.getParseResult()))
                .flatMap(parsed -> parsed.errors().stream())
                .filter(UnmatchedArgumentException.class::isInstance)
                .map(UnmatchedArgumentException.class::cast)
                .findFirst();
    }

    /** Names the first one alone, and of an option its name alone: a value may be a secret. */
    private static String unknown(UnmatchedArgumentException thrown) {
        String first = thrown.getUnmatched().get(0);
        String named = first.startsWith("-")
                ? "unknown option: '" + first.replaceAll("(?s)=.*", "") + "'"
                : "unknown argument: '" + first + "'";
        List<String> near = thrown.getSuggestions();
        return named + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
    }

    private static int fail(Exception thrown, CommandLine command) {
        return thrown instanceof UsageException
                ? report(command, ExitCode.USAGE, String.valueOf(thrown.getMessage()))
                : report(command, ExitCode.INTERNAL, "internal error: " + thrown);
    }

    private static int report(CommandLine command, int code, String message) {
        command.getErr().println("countdown: " + message.lines().findFirst().orElse(""));
        return code;
    }
}
