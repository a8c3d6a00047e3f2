package dev.countdown.bootstrap.plan;

import dev.countdown.application.RenewalPolicy;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.profile.ExchangeProfile;
import dev.countdown.domain.Timeout;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "plan",
        description = "Says how often a countdown would fire by mistake, and what a death would cost.",
        footer = {"", "Example: countdown plan --timeout 30 --interval 10s --loss 0.01 --outages 1,20s"})
public final class PlanCommand implements Callable<Integer> {

    @Option(
            names = "--timeout",
            required = true,
            paramLabel = "N",
            description = "Seconds until the exchange cancels the orders unless renewed; at least 5.")
    Timeout timeout = Timeout.MINIMUM;

    @Option(
            names = "--interval",
            paramLabel = "D",
            converter = DurationText.IntervalConverter.class,
            description = "From one renewal to the next. Default: a quarter of the timeout.")
    @Nullable
    Duration interval;

    @Option(names = "--loss", paramLabel = "P", description = "Probability that one attempt is lost. Default: 0.01.")
    @Nullable
    Double loss;

    @Option(names = "--rtt", paramLabel = "P50[,P99]", description = "Round trips. Default: 100ms,500ms.")
    @Nullable
    String rtt;

    @Option(names = "--outages", paramLabel = "PER_DAY,MEAN", description = "Outages, such as 1,20s. Default: none.")
    @Nullable
    String outages;

    @Option(names = "--from-log", paramLabel = "FILE", description = "Take what is not given from a keep --json log.")
    @Nullable
    Path log;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw false fires and exposure against the timeout.")
    @Nullable
    Path svg;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "What probe --profile has seen of the exchange: how late it fires at most.")
    @Nullable
    Path profile;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Optional<KeepLog> kept = Optional.ofNullable(log).map(KeepLog::read);
            NetworkModel network = network(kept);
            PlannedPolicy plan = new PlannedPolicy(policy(), network);
            new PlanReport(plan, kept.map(KeepLog::seen)).lines().forEach(out::println);
            out.flush();
            out.println(PlanSimulation.of(plan).text());
            if (svg != null) {
                Files.writeString(svg, PlanSvg.of(plan));
                out.println("drawn: " + svg);
            }
            return ExitCode.DONE;
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UsageException("file must be writable: " + svg, e);
        }
    }

    private RenewalPolicy policy() {
        RenewalPolicy policy =
                interval == null ? RenewalPolicy.forTimeout(timeout) : RenewalPolicy.forTimeout(timeout, interval);
        return profile == null ? policy : ExchangeProfile.read(profile).granular(policy);
    }

    private NetworkModel network(Optional<KeepLog> kept) {
        NetworkModel seen = kept.map(KeepLog::network).orElse(NetworkModel.ASSUMED);
        NetworkModel lossy = loss == null ? seen : seen.withLoss(loss);
        NetworkModel timed = Optional.ofNullable(rtt).map(lossy::withRoundTrips).orElse(lossy);
        return Optional.ofNullable(outages).map(timed::withOutages).orElse(timed);
    }
}
