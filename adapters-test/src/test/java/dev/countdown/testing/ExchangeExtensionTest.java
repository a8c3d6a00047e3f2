package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.KeeperState;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

class ExchangeExtensionTest {

    private static final Set<InMemoryExchange> SEEN = new HashSet<>();

    @Nested
    @ExtendWith(ExchangeExtension.class)
    class Parameters {

        private final AtomicReference<InMemoryExchange> before = new AtomicReference<>();

        @BeforeEach
        void remember(InMemoryExchange exchange) {
            before.set(exchange);
        }

        @Test
        void belongTogether(
                InMemoryExchange exchange,
                ManualScheduler time,
                CountdownGateway gateway,
                RecordingListener heard,
                CountdownKeeper keeper) {
            assertThat(before.get()).isSameAs(exchange);
            assertThat(keeper.protection().state()).isEqualTo(KeeperState.IDLE);
            keeper.start();
            time.advance(Duration.ofSeconds(10));
            assertThat(exchange.renewals("demo")).hasSize(2);
            assertThat(heard.names()).containsExactly("arming", "armed", "renewed");
            assertThat(gateway).isNotNull();
            assertThat(SEEN.add(exchange)).isTrue();
        }

        @Test
        void areNewForEachTest(InMemoryExchange exchange) {
            assertThat(exchange.history()).isEmpty();
            assertThat(SEEN.add(exchange)).isTrue();
        }
    }

    @Nested
    class OfOnesChoice {

        @RegisterExtension
        final ExchangeExtension extension = new ExchangeExtension(
                ExchangeAssumptions.DEFAULTS.but(Deviation.FIRES_REPEATEDLY),
                Scope.underlying("BTC_USDT"),
                RenewalPolicy.forTimeout(Timeout.ofSeconds(60)));

        @Test
        void keepsWhatItIsTold(InMemoryExchange exchange, ManualScheduler time, CountdownKeeper keeper) {
            keeper.start();
            time.advance(Duration.ZERO);
            assertThat(exchange.assumptions().has(Deviation.FIRES_REPEATEDLY)).isTrue();
            assertThat(exchange.countdowns().get(0).countdown()).hasToString("arm underlying:BTC_USDT 60s");
        }
    }

    @Nested
    class AfterATest {

        private final PrintStream standardError = System.err;
        private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

        @BeforeEach
        void capture() {
            Example.failing = true;
            System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        }

        @AfterEach
        void release() {
            Example.failing = false;
            System.setErr(standardError);
        }

        @Test
        void theKeeperIsClosedAndTheHistoryOfAFailurePrinted() {
            EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(Example.class))
                    .execute()
                    .testEvents()
                    .assertStatistics(statistics -> statistics.succeeded(1).failed(1));
            assertThat(Example.keeper.protection().state()).isEqualTo(KeeperState.CLOSED);
            assertThat(printed.toString(StandardCharsets.UTF_8))
                    .contains("fails(InMemoryExchange) failed; options exchange at 2026-01-01T00:00:00Z")
                    .contains("placed #1 demo X 1@1 open")
                    .contains("events of the keeper: []")
                    .doesNotContain("passes");
        }
    }

    @Nested
    class OutsideATest {

        @BeforeEach
        void enable() {
            sharing = true;
        }

        @AfterEach
        void disable() {
            sharing = false;
        }

        @ParameterizedTest
        @ValueSource(classes = {ByConstructor.class, BeforeAllTests.class})
        void anExchangeThatAllTestsWouldShareIsRefused(Class<?> example) {
            Throwable refusal = EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(example))
                    .execute()
                    .allEvents()
                    .failed()
                    .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                            .getThrowable()
                            .orElseThrow())
                    .findFirst()
                    .orElseThrow();
            assertThat(refusal)
                    .hasMessageContaining("No ParameterResolver registered")
                    .hasMessageContaining("InMemoryExchange");
        }
    }

    private static boolean sharing;

    static boolean isSharing() {
        return sharing;
    }

    /** For the test above alone. */
    @EnabledIf("dev.countdown.testing.ExchangeExtensionTest#isSharing")
    @ExtendWith(ExchangeExtension.class)
    static class ByConstructor {
        @SuppressWarnings("UnusedVariable")
        ByConstructor(InMemoryExchange exchange) {}

        @Test
        void passes() {}
    }

    /** For the test above alone. */
    @EnabledIf("dev.countdown.testing.ExchangeExtensionTest#isSharing")
    @ExtendWith(ExchangeExtension.class)
    static class BeforeAllTests {
        @BeforeAll
        @SuppressWarnings("UnusedVariable")
        static void share(InMemoryExchange exchange) {}

        @Test
        void passes() {}
    }

    /** Fails for the test above alone. */
    @ExtendWith(ExchangeExtension.class)
    static class Example {

        static CountdownKeeper keeper;
        static boolean failing;

        @Test
        void passes(CountdownKeeper given) {
            keeper = given.start();
        }

        @Test
        void fails(InMemoryExchange exchange) {
            exchange.account().place("X", 1);
            assertThat(failing).as("failing on purpose").isFalse();
        }
    }
}
