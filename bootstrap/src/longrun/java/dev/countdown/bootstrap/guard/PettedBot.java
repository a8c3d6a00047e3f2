package dev.countdown.bootstrap.guard;

import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A bot for which {@code pet} speaks, and that asks its gate all the time, as one does that quotes. */
final class PettedBot implements AutoCloseable {

    private static final Duration ASKED_EVERY = Duration.ofMillis(50);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String scope;
    private final Cli process;
    private final URI gate;
    private final Thread asks = new Thread(this::ask);
    private volatile boolean ended;
    private long yes;
    private long no;
    private Duration longestShut = Duration.ZERO;

    PettedBot(String bot, String scope, List<NodeProcess> nodes) {
        this.scope = scope;
        List<String> line = new ArrayList<>(List.of("pet", "--bot", bot, "--scope", scope, "--json"));
        nodes.forEach(node -> line.addAll(List.of("--guard", node.url())));
        line.addAll(List.of("--http", "0", "--allow-reconciled"));
        process = Cli.start(Map.of("COUNTDOWN_PET_TOKEN", NodeProcess.TOKEN), line.toArray(String[]::new));
        gate = URI.create(process.awaitErr("order gate at").replaceAll(".*(http://[0-9.:]+).*", "$1"));
        asks.setDaemon(true);
    }

    Cli process() {
        return process;
    }

    boolean mayQuote() {
        return NodeProcess.status(gate.resolve("/may-quote")) == 200;
    }

    /** Its orders were read after the first proof, or after another lapse. */
    void reconcile(int lapse) {
        process.awaitOut("\"lapse\":" + lapse + "}");
        HttpRequest request = HttpRequest.newBuilder(gate.resolve("/api/reconciled"))
                .header("X-Countdown", "reconciled")
                .POST(BodyPublishers.ofString("{\"name\":\"" + scope + "\",\"lapse\":" + lapse + "}"))
                .build();
        try {
            client.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** From now on it counts how long its gate is shut. */
    void quote() {
        Await.until("the gate opens", this::mayQuote);
        asks.start();
    }

    private void ask() {
        long open = System.nanoTime();
        while (!ended) {
            boolean may = mayQuote();
            long now = System.nanoTime();
            if (may) {
                yes++;
                open = now;
            } else {
                no++;
                longestShut = Duration.ofNanos(Math.max(longestShut.toNanos(), now - open));
            }
            java.util.concurrent.locks.LockSupport.parkNanos(ASKED_EVERY.toNanos());
        }
    }

    /** What its gate said while it quoted. */
    record Asked(long yes, long no, Duration longestShut, long lapses) {}

    Asked end() {
        ended = true;
        try {
            asks.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return new Asked(yes, no, longestShut, count("lapsed"));
    }

    long count(String event) {
        return process.out().stream()
                .filter(line -> line.contains("\"event\":\"" + event + "\""))
                .count();
    }

    @Override
    public void close() {
        ended = true;
        process.close();
    }
}
