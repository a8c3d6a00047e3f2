package dev.countdown.bootstrap.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.SimulatorTest;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.http.Credentials;
import dev.countdown.http.Market;
import dev.countdown.testing.ExchangeMarket;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.NewOrder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code probe} over HTTP. */
@Tag("slow")
class ProbeCommandTest extends SimulatorTest {

    private GateWire wire() {
        return new GateWire(baseUri, Credentials.of("demo", "demo"), "demo");
    }

    @Test
    void hearsOverHttpWhatTheSimulatorSays() {
        List<TopicFinding> found = new ArrayList<>();
        Subject options = new Subject(Market.OPTIONS, "BTC_USDT-20301227-70000-C");
        try (GateWire wire = wire()) {
            Conversation with = new Conversation(wire);
            Stream.of(new ClockQuestion(), new RateLimitQuestion(), new ShortTimeoutsQuestion(), new RefusalsQuestion())
                    .forEach(question -> found.addAll(question.ask(with, options)));
        }
        assertThat(found)
                .filteredOn(finding -> finding.topic() != Topic.CLOCK_OFFSET)
                .extracting(finding -> finding.topic() + ": " + finding.seen().orElse("not known"))
                .containsExactly(
                        "server-time: exists",
                        "time-headers: X-In-Time, X-Out-Time, a trace id",
                        "rate-limit: limit 200",
                        "reply-to-0: taken, string 0",
                        "reply-to-1-to-4: INVALID_PARAM_VALUE, 400",
                        "refusal-of-negative-timeout: INVALID_PARAM_VALUE, 400",
                        "refusal-of-missing-timeout: MISSING_REQUIRED_PARAM, 400",
                        "refusal-of-wrong-type: INVALID_REQUEST_BODY, 400",
                        "refusal-of-broken-json: INVALID_REQUEST_BODY, 400",
                        "refusal-of-bad-name: INVALID_PARAM_VALUE, 400",
                        "refusal-of-foreign-name: INVALID_PARAM_VALUE, 400",
                        "refusal-of-unknown-key: INVALID_KEY, 401",
                        "refusal-of-wrong-signature: INVALID_SIGNATURE, 401",
                        "refusal-of-timestamp: INVALID_PARAM_VALUE, 400",
                        "refusal-of-old-request: REQUEST_EXPIRED, 403");
    }

    @ParameterizedTest
    @EnumSource(Market.class)
    void refusesOpenOrdersThatAreNotNamed(Market market) {
        InMemoryExchange in = exchange.market(ExchangeMarket.parse(market.toString()));
        Set<String> ids = Set.of(
                String.valueOf(in.account().place("ETH_USDT", 100_000_000).id()),
                market == Market.OPTIONS
                        ? String.valueOf(in.account().place("ETH_USDT", 1).id())
                        : String.valueOf(in.account()
                                .place(NewOrder.limit("BTC_USDT", 100_000_000, "1")
                                        .withTrigger(">=9"))
                                .id()));
        try (GateWire wire = wire()) {
            Conversation with = new Conversation(wire);
            for (String one : ids) {
                OwnOrders own = new OwnOrders(market, Set.of(one));
                assertThatThrownBy(() -> OpenOrders.check(with, own, market, Set.of(one)))
                        .isInstanceOf(UsageException.class)
                        .hasMessageContaining("--i-know");
            }
            OpenOrders.check(with, new OwnOrders(market, ids), market, ids);
        }
        assertThat(in.account().openOrders()).hasSize(2);
    }

    @Test
    void cancelsWhatAKilledProbeHasLeftAndNothingElse() {
        InMemoryExchange spot = exchange.market(ExchangeMarket.SPOT);
        List<String> others = Stream.of("t-countdown.", "t-countdown.0123456789abcdef01", "t-mine", "")
                .map(text ->
                        spot.account().place(NewOrder.limit("ETH_USDT", 1, "1").withText(text)))
                .map(order -> String.valueOf(order.id()))
                .toList();
        spot.account().place(NewOrder.limit("BTC_USDT", 1, "1").withText(OrderTag.next()));
        spot.account()
                .place(NewOrder.limit("BTC_USDT", 1, "1")
                        .withText(OrderTag.next())
                        .withTrigger("<=1"));
        try (GateWire wire = wire()) {
            OwnOrders own = new OwnOrders(Market.SPOT, Set.of());
            assertThat(own.clear(new Conversation(wire))).isTrue();
        }
        assertThat(spot.account().openOrders())
                .extracting(order -> String.valueOf(order.id()))
                .containsExactlyElementsOf(others);
    }

    @ParameterizedTest
    @EnumSource(Market.class)
    void leavesNoOrderWhereItIsStoppedAmongThem(Market market) {
        InMemoryExchange in = exchange.market(ExchangeMarket.parse(market.toString()));
        Subject about = new Subject(market, market == Market.OPTIONS ? "BTC_USDT-20301227-70000-C" : "BTC_USDT");
        Optional<OrderTerms> terms = Optional.of(OrderTerms.of(market, "1", "1"));
        try (GateWire wire = wire()) {
            Conversation with = new Conversation(wire);
            OwnOrders own = new OwnOrders(market, Set.of());
            OrderTrial trial = new OrderTrial(with, about, own, terms.orElseThrow());
            AtomicBoolean stopped = new AtomicBoolean();
            Thread asks = new Thread(() -> {
                try {
                    new OrdersQuestion(trial).ask();
                } catch (Stopped e) {
                    stopped.set(true);
                }
            });
            asks.start();
            Await.until(
                    "orders stand under a countdown",
                    () -> !in.countdowns().isEmpty()
                            && in.account().openOrders().size() == (market == Market.OPTIONS ? 2 : 3));
            wire.stop();
            Await.until("it has stopped", stopped::get);
            assertThat(in.account().openOrders()).isNotEmpty();
            wire.resume();
            Probe probe = new Probe(with, about, own, terms);
            probe.clean();
            assertThat(probe.left()).isEmpty();
        }
        assertThat(in.account().openOrders()).isEmpty();
        assertThat(in.countdowns()).isEmpty();
    }

    /** It takes more than a minute, because the first order waits until no request of an earlier run is valid. */
    @Test
    void leavesNothingAfterCtrlCAmongItsOrders() {
        try (Cli simulate = Cli.start(Map.of(), "simulate")) {
            String base = simulate.awaitOut("listening on").replaceAll(".* ", "");
            try (GateWire wire = new GateWire(URI.create(base), Credentials.of("demo", "demo"), "demo");
                    Cli probe = Cli.start(
                            Cli.environment(URI.create(base)),
                            "probe",
                            "--market=futures-usdt",
                            "--orders",
                            "--price=1",
                            "--size=1",
                            "--base-url=" + base)) {
                probe.awaitErr("will place orders in futures-usdt for BTC_USDT: buy 1 at 1, post only");
                Conversation with = new Conversation(wire);
                OwnOrders own = new OwnOrders(Market.FUTURES_USDT, Set.of());
                Await.until(
                        "an order stands",
                        () -> !own.listed(with, OrderKind.PLAIN).isEmpty());
                probe.signal("INT");
                assertThat(probe.exitCode()).isEqualTo(ExitCode.ofSignal(2));
                assertThat(own.listed(with, OrderKind.PLAIN)).isEmpty();
                assertThat(own.listed(with, OrderKind.PRICE)).isEmpty();
            }
        }
    }

    @Test
    void sendsNoCountdownToAnAccountWithOpenOrders() {
        exchange.account().place("BTC_USDT-20301227-70000-C", 1);
        try (Cli probe = Cli.start(Cli.environment(baseUri), "probe", "--base-url", baseUri.toString())) {
            assertThat(probe.exitCode()).isEqualTo(ExitCode.USAGE);
        }
        assertThat(bodies()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--live", "--base-url=https://api.gateio.ws/api/v4"})
    void goesToTheLiveHostOnlyAfterAConfirmationOnATerminal(String option) {
        try (Cli probe = Cli.start(Cli.environment(baseUri), "probe", option)) {
            assertThat(probe.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(probe.err()).singleElement().asString().contains("--live needs");
        }
    }

    @Test
    void saysWhatMayBeLeftWhereCleaningUpIsStopped() {
        try (Cli probe = Cli.start(
                Cli.environment(baseUri),
                "probe",
                "--base-url=" + baseUri,
                "--market=spot",
                "--orders",
                "--price=1",
                "--size=1")) {
            probe.awaitOut("rate-limit");
            simulator.close();
            Await.until("it ends, after a signal and another one", () -> {
                probe.signal("INT");
                return !probe.process().isAlive();
            });
            assertThat(probe.exitCode()).isEqualTo(ExitCode.UNKNOWN);
            assertThat(probe.err())
                    .contains(
                            "countdown: probe: may be left: a countdown of at most 60 s",
                            "countdown: probe: close it with: countdown probe --clean --market spot --base-url "
                                    + baseUri);
        }
    }

    @Test
    void cleansAndAsksNothing() {
        InMemoryExchange futures = exchange.market(ExchangeMarket.FUTURES_BTC);
        futures.account()
                .place(NewOrder.limit("BTC_USD", 1, "1")
                        .withText(OrderTag.next())
                        .withTrigger("<=1"));
        try (Cli probe = Cli.start(
                Cli.environment(baseUri), "probe", "--base-url=" + baseUri, "--market=futures-btc", "--clean")) {
            Await.until(
                    "the order is cancelled",
                    () -> futures.account().openOrders().isEmpty());
            probe.signal("TERM");
            assertThat(probe.exitCode()).isEqualTo(ExitCode.ofSignal(15));
            assertThat(probe.out()).isEmpty();
        }
        assertThat(bodies()).allMatch(body -> body.startsWith("{\"timeout\":0"));
    }

    @Test
    void theConfirmationNamesTheOrders() {
        ProbeHost host = new ProbeHost();
        host.live = true;
        List<String> prompts = new ArrayList<>();
        UnaryOperator<String> typesTheHost = prompt -> {
            prompts.add(prompt);
            return "api.gateio.ws";
        };
        assertThat(host.confirmed(Optional.of(typesTheHost), false)).hasHost("api.gateio.ws");
        assertThatThrownBy(() -> host.confirmed(Optional.of(typesTheHost), true))
                .hasMessage("not confirmed: place orders at api.gateio.ws");
        assertThat(host.confirmed(Optional.of(prompt -> "place orders at api.gateio.ws"), true))
                .hasHost("api.gateio.ws");
        assertThat(prompts.get(1)).contains("and place orders at https://api.gateio.ws");
    }

    @ParameterizedTest
    @EnumSource(Market.class)
    void leavesNoCountdownAfterCtrlC(Market market) {
        try (Cli probe = Cli.start(Cli.environment(baseUri), "probe", "--base-url=" + baseUri, "--market=" + market)) {
            probe.awaitOut("rate-limit");
            probe.signal("INT");
            assertThat(probe.exitCode()).isEqualTo(ExitCode.ofSignal(2));
        }
        assertThat(exchange.market(ExchangeMarket.parse(market.toString())).countdowns())
                .isEmpty();
    }
}
