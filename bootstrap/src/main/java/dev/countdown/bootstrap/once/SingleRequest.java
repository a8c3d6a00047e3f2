package dev.countdown.bootstrap.once;

import dev.countdown.application.Outcome;
import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.ExchangeConnection;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.cli.Markets;
import dev.countdown.bootstrap.cli.ScopeOptions;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.http.Market;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One countdown sent once, and its outcome told; with the options that say for what, where, and how it is told. */
final class SingleRequest {

    /** A cold JVM on a busy host needs seconds for its first request. */
    private static final Duration DEADLINE = Duration.ofSeconds(15);

    @Option(names = "--json", description = "Print one JSON object.")
    boolean json;

    @Option(names = "--market", paramLabel = "MARKET", description = Markets.OPTION)
    Market market = Market.OPTIONS;

    @Mixin
    ScopeOptions scope = new ScopeOptions();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Spec(Spec.Target.MIXEE)
    CommandSpec command = CommandSpec.create();

    int send(Function<Scope, Countdown> of) {
        Countdown countdown = of.apply(Markets.checked(market, scope.scope()));
        Scheduler clock = Scheduler.system();
        try (ExchangeConnection exchange =
                new ExchangeConnection(connection.settings(System.getenv()).on(market))) {
            exchange.gateway().ready().toCompletableFuture().join(); // it is no part of the round trip
            long sent = clock.nanoTime();
            Outcome reply = exchange.gateway()
                    .submit(countdown, DEADLINE)
                    .toCompletableFuture()
                    .join();
            Duration roundTrip = Duration.ofNanos(clock.nanoTime() - sent);
            if (reply instanceof Outcome.Applied applied) {
                Acknowledgement said = applied.acknowledgement();
                command.commandLine().getOut().println(json ? json(market, said, roundTrip) : text(said, roundTrip));
                return ExitCode.DONE;
            }
            String failure =
                    Markets.prefix(market) + failure(countdown, reply, Instant.ofEpochMilli(clock.wallMillis()));
            command.commandLine().getErr().println("countdown: " + failure);
            return reply instanceof Outcome.NotApplied ? ExitCode.NOT_APPLIED : ExitCode.UNKNOWN;
        }
    }

    static String json(Market market, Acknowledgement acknowledgement, Duration roundTrip) {
        return new Json()
                .put("market", market.toString())
                .put("scope", acknowledgement.countdown().scope().toString())
                .put("timeout", acknowledgement.countdown().timeout().seconds())
                .put("triggerTime", acknowledgement.triggerTime().map(Instant::toEpochMilli))
                .put("rttMs", roundTrip)
                .toString();
    }

    private String text(Acknowledgement acknowledgement, Duration roundTrip) {
        Countdown countdown = acknowledgement.countdown();
        String name = Markets.name(market, countdown.scope());
        String trip = " (round trip " + DurationText.text(roundTrip) + ")";
        return countdown.isDisarm()
                ? "disarmed the countdown of " + name + trip
                : "armed " + name + " for " + countdown.timeout()
                        + acknowledgement
                                .triggerTime()
                                .map(end -> ", ends at " + end)
                                .orElse("") + trip;
    }

    private static String failure(Countdown countdown, Outcome reply, Instant now) {
        if (reply instanceof Outcome.Unknown unknown) {
            return countdown + ": outcome unknown, it may be applied until "
                    + now.plus(unknown.mayApplyFor()).truncatedTo(ChronoUnit.SECONDS) + ": " + unknown.cause();
        }
        return countdown + ": not applied: " + ((Outcome.NotApplied) reply).reason();
    }
}
