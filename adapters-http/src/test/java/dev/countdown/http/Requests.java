package dev.countdown.http;

import dev.countdown.application.Outcome;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What most tests ask for, and how they wait for the reply. */
final class Requests {

    static final Countdown ARM = Countdown.arm(Scope.all(), Timeout.ofSeconds(30));
    /** Long enough for a machine that is busy with ten other things; no test waits for its end. */
    static final Duration DEADLINE = Duration.ofMinutes(1);

    /** Until nothing comes back: long enough to have been sent. */
    static final Duration SHORT = Duration.ofSeconds(2);

    private Requests() {}

    static GateSettings settings(RawServer server) {
        return GateSettings.of(server.uri("127.0.0.1"), Credentials.of("key", "secret"));
    }

    static Outcome submit(GateCountdownGateway gateway) throws Exception {
        return submit(gateway, ARM, DEADLINE);
    }

    static Outcome submit(GateCountdownGateway gateway, Countdown countdown, Duration deadline) throws Exception {
        return gateway.submit(countdown, deadline).toCompletableFuture().get(5, TimeUnit.MINUTES);
    }
}
