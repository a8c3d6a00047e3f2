package dev.countdown.bootstrap;

import dev.countdown.domain.Countdown;
import dev.countdown.domain.Timeout;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "arm",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Arms one countdown with one request, and prints when it ends.",
        footer = {"", "Example: countdown arm --timeout 30 --underlying BTC_USDT"})
final class ArmCommand implements Callable<Integer> {

    @Option(
            names = "--timeout",
            required = true,
            paramLabel = "N",
            converter = Spans.TimeoutConverter.class,
            description = "Seconds until the exchange cancels the orders; at least 5.")
    Timeout timeout = Timeout.MINIMUM;

    @Mixin
    Request request = new Request();

    @Override
    public Integer call() {
        if (timeout.isCancel()) {
            throw new UsageException("--timeout must be at least 5 seconds, see countdown cancel: 0");
        }
        return request.send(scope -> Countdown.arm(scope, timeout));
    }
}
