package dev.countdown.bootstrap;

import dev.countdown.application.Reply;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One countdown sent once, and its outcome told; with the options that say for what, where, and how it is told. */
final class Request {

    /** A cold JVM on a busy host needs seconds for its first request. */
    private static final Duration DEADLINE = Duration.ofSeconds(15);

    @Option(names = "--json", description = "Print one JSON object.")
    boolean json;

    @Mixin
    OneScope scope = new OneScope();

    @Mixin
    Connection connection = new Connection();

    @Spec(Spec.Target.MIXEE)
    CommandSpec command = CommandSpec.create();

    int send(Function<Scope, Countdown> of) {
        Countdown countdown = of.apply(scope.scope());
        Scheduler clock = Scheduler.system();
        try (Exchange exchange = new Exchange(connection.settings(System.getenv()))) {
            long sent = clock.nanoTime();
            Reply reply = exchange.gateway()
                    .submit(countdown, DEADLINE)
                    .toCompletableFuture()
                    .join();
            Duration roundTrip = Duration.ofNanos(clock.nanoTime() - sent);
            if (reply instanceof Reply.Applied applied) {
                Acknowledgement said = applied.acknowledgement();
                command.commandLine()
                        .getOut()
                        .println(json ? Json.acknowledged(said, roundTrip) : text(said, roundTrip));
                return ExitCode.DONE;
            }
            String failure = failure(countdown, reply, Instant.ofEpochMilli(clock.wallMillis()));
            command.commandLine().getErr().println("countdown: " + failure);
            return reply instanceof Reply.NotApplied ? ExitCode.NOT_APPLIED : ExitCode.UNKNOWN;
        }
    }

    private static String text(Acknowledgement acknowledgement, Duration roundTrip) {
        Countdown countdown = acknowledgement.countdown();
        String trip = " (round trip " + Spans.text(roundTrip) + ")";
        return countdown.isCancel()
                ? "cancelled the countdown of " + countdown.scope() + trip
                : "armed " + countdown.scope() + " for " + countdown.timeout()
                        + acknowledgement
                                .triggerTime()
                                .map(end -> ", ends at " + end)
                                .orElse("") + trip;
    }

    private static String failure(Countdown countdown, Reply reply, Instant now) {
        if (reply instanceof Reply.Unknown unknown) {
            return countdown + ": outcome unknown, it may be applied until "
                    + now.plus(unknown.fence()).truncatedTo(ChronoUnit.SECONDS) + ": " + unknown.cause();
        }
        return countdown + ": not applied: " + Failures.text((Reply.NotApplied) reply);
    }
}
