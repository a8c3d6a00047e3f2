package dev.countdown.bootstrap.keep.liveness;

import dev.countdown.application.Liveness;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Watchdog;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Alive while a URL answers 2xx. It is asked once a second and has two seconds for its whole answer. It is dead until it
 * first answers so, and again after a number of failures in a row. An answer counts for so long only, so that one from
 * before a pause keeps nothing alive. What it says of the URL leaves out the query, which may hold a secret.
 */
final class HealthUrl implements Liveness {

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final HealthProbe probe;
    private final String name;
    private final int threshold;
    private final Duration deadline;
    private final Scheduler clock;
    private final Watchdog lastGood;
    private int failures;
    private String trouble = "no answer yet";

    private HealthUrl(HealthProbe probe, String name, int threshold, Scheduler clock, Duration deadline) {
        this.probe = probe;
        this.deadline = deadline;
        this.name = name;
        this.threshold = threshold;
        this.failures = threshold;
        this.clock = clock;
        this.lastGood = new Watchdog(
                clock, PERIOD.plus(deadline).multipliedBy(threshold).plus(PERIOD));
    }

    /**
     * Returns once the first answer is in, or its deadline is over.
     *
     * @param threshold how many failures in a row are a death; at least 1
     */
    static HealthUrl watching(Vertx vertx, URI uri, int threshold, Scheduler clock) {
        return watching(vertx, InetAddress::getAllByName, uri, threshold, clock, DEADLINE);
    }

    static HealthUrl watching(
            Vertx vertx, HealthProbe.Resolver resolver, URI uri, int threshold, Scheduler clock, Duration deadline) {
        String name = uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
        HealthUrl health = new HealthUrl(new HealthProbe(vertx, resolver, uri), name, threshold, clock, deadline);
        health.ask().toCompletableFuture().join();
        return health;
    }

    private CompletionStage<Boolean> ask() {
        return probe.ask(deadline.toMillis()).toCompletionStage().handle((status, failure) -> {
            heard(status, failure);
            clock.schedule(PERIOD, this::ask);
            return true;
        });
    }

    private synchronized void heard(@Nullable Integer status, @Nullable Throwable failure) {
        if (status != null && status / 100 == 2) {
            lastGood.pet();
            failures = 0;
            trouble = "";
            return;
        }
        failures = Math.min(failures + 1, threshold);
        if (status != null) {
            trouble = "status " + status;
        } else {
            trouble = failure instanceof TimeoutException ? "no answer in time" : "no answer";
        }
    }

    @Override
    public synchronized Verdict check() {
        if (failures >= threshold) {
            return Verdict.dead(name + ": " + trouble);
        }
        return lastGood.check().isAlive() ? Verdict.alive() : Verdict.dead(name + ": no answer lately");
    }
}
