package dev.countdown.bootstrap.once;

import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.domain.Countdown;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "disarm",
        description = "Takes one countdown away with one request; the orders stay, unguarded.",
        footer = {"", "Example: countdown disarm --underlying BTC_USDT", "", ConnectionOptions.VARIABLES})
public final class DisarmCommand implements Callable<Integer> {

    @Mixin
    SingleRequest request = new SingleRequest();

    @Override
    public Integer call() {
        return request.send(Countdown::disarm);
    }
}
