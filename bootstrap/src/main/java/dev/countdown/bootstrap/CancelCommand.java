package dev.countdown.bootstrap;

import dev.countdown.domain.Countdown;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Takes one countdown away with one request; the orders stay, unguarded.",
        footer = {"", "Example: countdown cancel --underlying BTC_USDT"})
final class CancelCommand implements Callable<Integer> {

    @Mixin
    Request request = new Request();

    @Override
    public Integer call() {
        return request.send(Countdown::cancel);
    }
}
