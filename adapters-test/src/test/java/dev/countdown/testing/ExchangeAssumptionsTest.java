package dev.countdown.testing;

import static dev.countdown.testing.ManualScheduler.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each switch changes what its name says; that its default holds is shown by {@link InMemoryExchangeTest}. */
class ExchangeAssumptionsTest {

    private static final String CALL = "BTC_USDT-20261225-70000-C";
    private static final String PUT = "BTC_USDT-20261225-70000-P";

    private final ManualScheduler time = new ManualScheduler();

    private InMemoryExchange but(Deviation... deviation) {
        return InMemoryExchange.on(time, ExchangeAssumptions.DEFAULTS.but(deviation));
    }

    private static void submit(InMemoryExchange exchange, Scope scope, int seconds) {
        exchange.apply("demo", "", new Countdown(scope, Timeout.ofSeconds(seconds)));
    }

    private List<String> firedAfter(InMemoryExchange exchange, Duration span) {
        time.advance(span);
        return exchange.firings().stream()
                .map(fired -> fired.scope() + "@"
                        + Duration.between(START, fired.at()).toMillis())
                .toList();
    }

    @Test
    void oneTimerPerAccount() {
        InMemoryExchange exchange = but(Deviation.ONE_TIMER_PER_ACCOUNT);
        submit(exchange, Scope.all(), 5);
        submit(exchange, Scope.contract(CALL), 7);
        assertThat(firedAfter(exchange, Duration.ofSeconds(9))).containsExactly("contract:" + CALL + "@7000");
    }

    @Test
    void underlyingWins() {
        InMemoryExchange exchange = but(Deviation.UNDERLYING_WINS);
        ExchangeOrder put = exchange.account().place(PUT, 1);
        submit(exchange, Scope.contract(CALL), 5);
        assertThat(firedAfter(exchange, Duration.ofSeconds(9))).containsExactly("underlying:BTC_USDT@5000");
        assertThat(exchange.account().order(put.id()).orElseThrow().isOpen()).isFalse();
    }

    @Test
    void repeatNeverShortens() {
        InMemoryExchange exchange = but(Deviation.REPEAT_NEVER_SHORTENS);
        submit(exchange, Scope.all(), 8);
        submit(exchange, Scope.all(), 5);
        assertThat(firedAfter(exchange, Duration.ofSeconds(9))).containsExactly("all@8000");
    }

    @Test
    void accountDisarmClearsAll() {
        InMemoryExchange exchange = but(Deviation.ACCOUNT_DISARM_CLEARS_ALL);
        submit(exchange, Scope.contract(CALL), 5);
        submit(exchange, Scope.all(), 0);
        assertThat(firedAfter(exchange, Duration.ofSeconds(9))).isEmpty();
    }

    @Test
    void firesRepeatedly() {
        InMemoryExchange exchange = but(Deviation.FIRES_REPEATEDLY);
        submit(exchange, Scope.all(), 5);
        assertThat(firedAfter(exchange, Duration.ofSeconds(11))).containsExactly("all@5000", "all@10000");
    }

    @Test
    void sparesLaterOrders() {
        InMemoryExchange exchange = but(Deviation.SPARES_LATER_ORDERS);
        ExchangeOrder standing = exchange.account().place(CALL, 1);
        submit(exchange, Scope.all(), 5);
        ExchangeOrder later = exchange.account().place(CALL, 1);
        time.advance(Duration.ofSeconds(6));
        assertThat(exchange.account().openOrders()).containsExactly(later);
        assertThat(exchange.account().finishedOrders())
                .extracting(ExchangeOrder::id)
                .containsExactly(standing.id());
    }

    @Test
    void firingAgainAndSparingLaterOrdersCountsFromTheLastRequest() {
        InMemoryExchange exchange = but(Deviation.FIRES_REPEATEDLY, Deviation.SPARES_LATER_ORDERS);
        submit(exchange, Scope.all(), 5);
        ExchangeOrder later = exchange.account().place(CALL, 1);
        assertThat(firedAfter(exchange, Duration.ofSeconds(11))).containsExactly("all@5000", "all@10000");
        assertThat(exchange.account().openOrders()).containsExactly(later);
        assertThat(exchange.renewals("demo")).as("what the user asked for").hasSize(1);
    }

    @Test
    void countdownPerKey() {
        InMemoryExchange exchange = but(Deviation.COUNTDOWN_PER_KEY);
        exchange.apply("demo", "one", Countdown.arm(Scope.all(), Timeout.ofSeconds(5)));
        exchange.apply("demo", "two", Countdown.arm(Scope.all(), Timeout.ofSeconds(7)));
        assertThat(firedAfter(exchange, Duration.ofSeconds(9))).containsExactly("all@5000", "all@7000");
    }

    @Test
    void wholeSecondDeadlines() {
        InMemoryExchange exchange = but(Deviation.WHOLE_SECOND_DEADLINES);
        time.advance(Duration.ofMillis(900));
        submit(exchange, Scope.all(), 5);
        assertThat(firedAfter(exchange, Duration.ofSeconds(9))).containsExactly("all@5000");
    }

    @Test
    void ageCheckedOnArrival() {
        Fault slow = new Fault.Delay(Duration.ofSeconds(61), Duration.ZERO);
        for (InMemoryExchange exchange : List.of(InMemoryExchange.on(time), but(Deviation.AGE_CHECKED_ON_ARRIVAL))) {
            UnreliableGateway.to(exchange, "demo", FaultScript.of().on(1, slow), time)
                    .submit(Countdown.arm(Scope.all(), Timeout.MINIMUM), Duration.ofSeconds(1));
            time.advance(Duration.ofSeconds(62));
            assertThat(exchange.renewals("demo"))
                    .hasSize(exchange.assumptions().deviations().size());
        }
    }

    @Test
    void anotherCheckPeriodFiresLaterOrSooner() {
        InMemoryExchange exact = InMemoryExchange.on(time, ExchangeAssumptions.DEFAULTS.withCheckPeriod(Duration.ZERO));
        InMemoryExchange coarse =
                InMemoryExchange.on(time, ExchangeAssumptions.DEFAULTS.withCheckPeriod(Duration.ofSeconds(4)));
        time.advance(Duration.ofMillis(1));
        submit(exact, Scope.all(), 5);
        submit(coarse, Scope.all(), 5);
        assertThat(firedAfter(exact, Duration.ofSeconds(9))).containsExactly("all@5001");
        assertThat(firedAfter(coarse, Duration.ZERO)).containsExactly("all@8000");
    }

    @Test
    void anotherReasonToFinish() {
        InMemoryExchange exchange = InMemoryExchange.on(time, ExchangeAssumptions.DEFAULTS.withFinishAs("countdown"));
        exchange.account().place(CALL, 1);
        submit(exchange, Scope.all(), 5);
        time.advance(Duration.ofSeconds(6));
        assertThat(exchange.account()
                        .finishedOrders()
                        .get(0)
                        .finish()
                        .orElseThrow()
                        .as())
                .isEqualTo("countdown");
    }

    @Test
    void aNegativeCheckPeriodIsRefused() {
        assertThatThrownBy(() -> ExchangeAssumptions.DEFAULTS.withCheckPeriod(Duration.ofMillis(-1)))
                .hasMessage("check period must not be negative: PT-0.001S");
    }
}
