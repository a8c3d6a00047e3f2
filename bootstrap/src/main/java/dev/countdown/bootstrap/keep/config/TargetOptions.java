package dev.countdown.bootstrap.keep.config;

import dev.countdown.application.CloseMode;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.Keys;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.target.Account;
import dev.countdown.bootstrap.keep.target.Login;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.bootstrap.profile.ExchangeProfile;
import dev.countdown.domain.Timeout;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say what is kept and how, or name a file that says so. */
public final class TargetOptions {

    private static final String CONFIG = "--config";

    /** Of the options here. */
    private static final Set<String> NOT_IN_FILE = Set.of(CONFIG, "--state");

    @Option(
            names = "--timeout",
            paramLabel = "N",
            description = "Seconds until the exchange cancels the orders unless renewed; at least 5.")
    @Nullable
    Timeout timeout;

    @Option(
            names = "--interval",
            paramLabel = "D",
            converter = DurationText.IntervalConverter.class,
            description =
                    "From one renewal to the next, such as 10 or 1500ms; at most half the timeout. Default: a quarter.")
    @Nullable
    Duration interval;

    @Option(
            names = "--on-dead",
            paramLabel = "expire|expire-soon",
            description = "When liveness fails: let the countdown run out, or shorten it to 5 s. Default: expire.")
    @Nullable
    OnDead onDead;

    @Option(
            names = "--on-exit",
            paramLabel = "expire|expire-soon|disarm",
            description =
                    "At an orderly end: let the countdown run out, shorten it to 5 s, or take it away. Default: expire.")
    @Nullable
    CloseMode onExit;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where a record of each countdown is kept, so that the next process can prove that its switch"
                    + " has not fired since. A directory of ours alone.")
    @Nullable
    Path state;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "What probe --profile has seen of this market of this exchange: how late it fires at most.")
    @Nullable
    Path profile;

    @Option(
            names = CONFIG,
            paramLabel = "FILE",
            description =
                    "Accounts and scopes from a TOML file, read again at SIGHUP; instead of --timeout, --interval, --on-dead,"
                            + " --on-exit, --profile, --underlying, --contract, --base-url and --testnet.")
    @Nullable
    public Path file;

    @Mixin
    ScopeListOptions scopes = new ScopeListOptions();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Spec(Spec.Target.SELF)
    CommandSpec own = CommandSpec.create();

    @Spec(Spec.Target.MIXEE)
    CommandSpec command = CommandSpec.create();

    public Config config(Map<String, String> environment) {
        return file == null ? ofOptions(environment) : ofFile(file, environment);
    }

    private Config ofFile(Path path, Map<String, String> environment) {
        Set<String> inFile = names(own.options());
        inFile.removeAll(NOT_IN_FILE);
        given().stream().filter(inFile::contains).findFirst().ifPresent(option -> {
            Set<String> beside = names(command.options());
            beside.removeAll(inFile);
            beside.remove(CONFIG);
            throw new UsageException("--config excludes " + option + ", which the file holds; beside it go "
                    + String.join(", ", beside));
        });
        Config config = ConfigFile.read(path, environment);
        if (config.guard().isPresent()) {
            throw new UsageException(
                    "--config must name a file without [guard], which is for countdown guard: " + path);
        }
        if (state == null) {
            return config;
        }
        if (config.state().isPresent()) {
            throw new UsageException("--state must not be given where the file holds state: " + path);
        }
        return new Config(config.targets(), config.credentials(), config.keyVariables(), Optional.of(state));
    }

    /** On the command line, if there was one. */
    private Set<String> given() {
        return Optional.ofNullable(command.commandLine())
                .map(line -> names(line.getParseResult().matchedOptions()))
                .orElse(Set.of());
    }

    /** Of options that ask for no help, in the order of the alphabet. */
    private static Set<String> names(List<OptionSpec> options) {
        return options.stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(OptionSpec::longestName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Config ofOptions(Map<String, String> environment) {
        if (timeout == null) {
            throw new UsageException("--timeout must be given, or --config");
        }
        CloseMode exit = Objects.requireNonNullElse(onExit, CloseMode.EXPIRE);
        URI base = connection.checkedUri(environment);
        RenewalPolicy plain = policy(timeout);
        RenewalPolicy policy = Optional.ofNullable(profile)
                .map(file ->
                        ExchangeProfile.read(file).checked(scopes.market, base).applied(plain, exit))
                .orElse(plain);
        Login login = new Login(base, Keys.KEY);
        Account account = new Account("", login);
        List<Target> targets = scopes.scopes().stream()
                .map(scope -> new Target(account, scopes.market, scope, policy, exit))
                .toList();
        return new Config(targets, Map.of(login, () -> Keys.from(environment)), Set.of(), Optional.ofNullable(state));
    }

    private RenewalPolicy policy(Timeout span) {
        return UsageException.checked(() -> Optional.ofNullable(interval)
                .map(each -> RenewalPolicy.forTimeout(span, each))
                .orElseGet(() -> RenewalPolicy.forTimeout(span))
                .withOnDead(Objects.requireNonNullElse(onDead, OnDead.EXPIRE)));
    }
}
