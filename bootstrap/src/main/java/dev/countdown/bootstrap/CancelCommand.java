package dev.countdown.bootstrap;

import dev.countdown.domain.Countdown;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Takes one countdown away with one request; the orders stay, unguarded.",
        footer = {"", "Example: countdown cancel --underlying BTC_USDT"})
final class CancelCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Print one JSON object.")
    boolean json;

    @Mixin
    OneScope scope = new OneScope();

    @Mixin
    Connection connection = new Connection();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return Request.send(
                Countdown.cancel(scope.scope()),
                connection.settings(System.getenv()),
                json,
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
    }
}
