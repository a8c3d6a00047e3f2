package dev.countdown.bootstrap.guard;

import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.testing.ArmedCountdown;
import dev.countdown.testing.ExchangeEvent;
import dev.countdown.testing.InMemoryExchange;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A bot for which {@code pet} speaks, and that asks its gate all the time, as one does that quotes. */
final class PettedBot implements AutoCloseable {

    static final String SCOPE = "main/underlying:BTC_USDT";

    /** As often as it pets. */
    static final Duration ONE_PET = Duration.ofMillis(500);

    private static final Duration ASKED_EVERY = Duration.ofMillis(50);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String scope;
    private final Cli process;
    private final URI gate;
    private final Thread asks = new Thread(this::ask);
    private volatile boolean ended;
    private final InMemoryExchange exchange;
    private long yes;
    private long no;
    private Duration longestShut = Duration.ZERO;
    private long falseClaims;
    private long lapses;

    PettedBot(String bot, String scope, List<NodeProcess> nodes, InMemoryExchange exchange) {
        this(bot, scope, nodes, exchange, Map.of());
    }

    /** @param more variables of its environment */
    PettedBot(String bot, String scope, List<NodeProcess> nodes, InMemoryExchange exchange, Map<String, String> more) {
        this.scope = scope;
        this.exchange = exchange;
        List<String> line = new ArrayList<>(List.of("pet", "--bot", bot, "--scope", scope, "--json"));
        nodes.forEach(node -> line.addAll(List.of("--guard", node.url())));
        line.addAll(List.of("--http", "0", "--allow-reconciled"));
        Map<String, String> environment = new HashMap<>(more);
        environment.put("COUNTDOWN_PET_TOKEN", NodeProcess.TOKEN);
        process = Cli.start(environment, line.toArray(String[]::new));
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
    void reconcile(long lapse) {
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

    /** After as many lapses as there are: one that begins, or hears a reply that was under way, may have two. */
    void reconcile() {
        Await.until("the gate opens", () -> {
            reconcile(Math.max(1, count("lapsed")));
            return mayQuote();
        });
    }

    /** From now on it counts how long its gate is shut. */
    void quote() {
        Await.until("the gate opens", this::mayQuote);
        asks.start();
    }

    private void ask() {
        long open = System.nanoTime();
        while (!ended) {
            Instant before = exchange.now();
            Duration claimed = guardedFor();
            long now = System.nanoTime();
            synchronized (this) {
                if (claimed.isZero()) {
                    no++;
                    longestShut = Duration.ofNanos(Math.max(longestShut.toNanos(), now - open));
                } else {
                    yes++;
                    open = now;
                    falseClaims += before.plus(claimed).isAfter(fires()) ? 1 : 0;
                }
            }
            LockSupport.parkNanos(ASKED_EVERY.toNanos());
        }
    }

    /** For how long its gate claims to be open; zero if it is shut. */
    private Duration guardedFor() {
        try {
            String answer = NodeProcess.get(gate.resolve("/may-quote")).body().strip();
            return Duration.ofMillis(Long.parseLong(answer.replaceAll(".*\"forMs\":(\\d+).*", "$1")));
        } catch (UncheckedIOException e) {
            return Duration.ZERO;
        }
    }

    /** When the switch fires, or has fired. */
    private Instant fires() {
        return exchange.countdowns().stream()
                .filter(each -> scope.endsWith("/" + each.countdown().scope()))
                .map(ArmedCountdown::triggerTime)
                .findAny()
                .or(() ->
                        exchange.firings().stream().map(ExchangeEvent.Fired::at).reduce((earlier, later) -> later))
                .orElse(Instant.MIN);
    }

    /** What its wall clock says. */
    Instant wallClock() {
        String all = NodeProcess.get(gate.resolve("/gate")).body().strip();
        return Instant.parse(all.replaceAll("\\{\"at\":\"([^\"]+)\".*", "$1"));
    }

    /**
     * What its gate said while it quoted.
     *
     * @param falseClaims how often it was open for longer than until the switch fires
     */
    record Asked(long yes, long no, Duration longestShut, long lapses, long falseClaims) {}

    /** Since this was asked before. */
    synchronized Asked asked() {
        Asked asked = new Asked(yes, no, longestShut, count("lapsed") - lapses, falseClaims);
        yes = 0;
        no = 0;
        longestShut = Duration.ZERO;
        falseClaims = 0;
        lapses += asked.lapses();
        return asked;
    }

    Asked end() {
        ended = true;
        try {
            asks.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return asked();
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
