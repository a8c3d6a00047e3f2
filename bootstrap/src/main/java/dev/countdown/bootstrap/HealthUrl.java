package dev.countdown.bootstrap;

import dev.countdown.application.Liveness;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Watchdog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Alive while a URL answers 2xx. It is asked once a second and has two seconds for its whole answer; redirects are not
 * followed. An answer counts for so long only, so that one from before a pause keeps nothing alive.
 * What it says of the URL leaves out the query, which may hold a secret.
 */
final class HealthUrl implements Liveness {

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(DEADLINE).build();
    private final HttpRequest request;
    private final String name;
    private final Scheduler clock;
    private final Watchdog lastGood;
    private volatile String trouble = "";

    private HealthUrl(URI uri, Scheduler clock) {
        this.request = HttpRequest.newBuilder(uri).build();
        this.name = uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
        this.clock = clock;
        this.lastGood = new Watchdog(clock, PERIOD.plus(DEADLINE).plus(PERIOD));
    }

    /** Returns once the first answer is in, or its deadline is over. */
    static HealthUrl watching(URI uri, Scheduler clock) {
        HealthUrl health = new HealthUrl(uri, clock);
        health.ask().toCompletableFuture().join();
        return health;
    }

    private CompletionStage<Boolean> ask() {
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        CompletableFuture<HttpResponse<Void>> inTime =
                answer.copy().orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        return inTime.handle((response, failure) -> {
            answer.cancel(true); // closes the connection where the answer is still open
            heard(response, failure);
            clock.schedule(PERIOD, this::ask);
            return true;
        });
    }

    private void heard(@Nullable HttpResponse<Void> response, @Nullable Throwable failure) {
        if (response == null) {
            trouble = failure instanceof TimeoutException ? "no answer in time" : "no answer";
        } else if (response.statusCode() / 100 == 2) {
            lastGood.pet();
            trouble = "";
        } else {
            trouble = "status " + response.statusCode();
        }
    }

    @Override
    public Optional<String> failure() {
        String seen = trouble.isEmpty()
                ? lastGood.failure().map(silence -> "no answer lately").orElse("")
                : trouble;
        return seen.isEmpty() ? Optional.empty() : Optional.of(name + ": " + seen);
    }
}
