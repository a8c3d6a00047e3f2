package dev.countdown.bootstrap;

import dev.countdown.application.Reply;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.http.GateSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** One countdown sent once, and its outcome told. */
final class Request {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private Request() {}

    static int send(Countdown countdown, GateSettings settings, boolean json, PrintWriter out, PrintWriter err) {
        Scheduler clock = Scheduler.system();
        try (Exchange exchange = new Exchange(settings)) {
            long sent = clock.nanoTime();
            Reply reply = exchange.gateway()
                    .submit(countdown, DEADLINE)
                    .toCompletableFuture()
                    .join();
            Duration roundTrip = Duration.ofNanos(clock.nanoTime() - sent);
            if (reply instanceof Reply.Applied applied) {
                out.println(
                        json
                                ? Json.acknowledged(applied.acknowledgement(), roundTrip)
                                : text(applied.acknowledgement(), roundTrip));
                return ExitCode.DONE;
            }
            err.println("countdown: " + failure(countdown, reply, Instant.ofEpochMilli(clock.wallMillis())));
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
