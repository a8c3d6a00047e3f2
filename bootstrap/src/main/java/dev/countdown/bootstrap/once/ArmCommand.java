package dev.countdown.bootstrap.once;

import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Timeout;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "arm",
        description = "Arms one countdown with one request, and prints when it ends.",
        footer = {
            "",
            "Example: countdown arm --timeout 30 --underlying BTC_USDT",
            "         countdown arm --timeout 30 --market spot --pair BTC_USDT",
            "",
            ConnectionOptions.VARIABLES
        })
public final class ArmCommand implements Callable<Integer> {

    @Option(
            names = "--timeout",
            required = true,
            paramLabel = "N",
            description = "Seconds until the exchange cancels the orders; at least 5.")
    Timeout timeout = Timeout.MINIMUM;

    @Mixin
    SingleRequest request = new SingleRequest();

    @Override
    public Integer call() {
        if (timeout.isDisarm()) {
            throw new UsageException("--timeout must be at least 5 seconds, see countdown disarm: 0");
        }
        return request.send(scope -> Countdown.arm(scope, timeout));
    }
}
