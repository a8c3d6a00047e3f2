package dev.countdown.bootstrap.keep.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Liveness;
import dev.countdown.application.Liveness.Verdict;
import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.ListenAddress;
import dev.countdown.bootstrap.keep.report.EventWords;
import dev.countdown.bootstrap.keep.report.TargetHistory;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.testing.InMemoryExchange;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HealthLiveTest {

    @Test
    void isThatOfTheThreadThatDecides() throws Exception {
        InMemoryExchange exchange = InMemoryExchange.on(Scheduler.system());
        RunningKeepers keepers = new RunningKeepers(target -> exchange.gateway(), Liveness.UNWATCHED);
        AtomicReference<Verdict> pulse = new AtomicReference<>(Verdict.alive());
        StatusFeed feed =
                new StatusFeed(keepers, new TargetHistory(EventWords.OF_KEEP), Scheduler.system(), pulse::get, false);
        try (StatusServer server =
                StatusServer.start(new ListenAddress("127.0.0.1", 0), feed, new Metrics(keepers, Optional.empty()))) {
            assertThat(live(server.port())).isEqualTo(200);
            pulse.set(Verdict.dead("not petted for a minute"));
            assertThat(live(server.port())).isEqualTo(503);
        }
    }

    private static int live(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/live"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
