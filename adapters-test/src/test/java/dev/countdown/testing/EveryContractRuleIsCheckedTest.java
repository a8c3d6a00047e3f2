package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Scheduler;
import dev.countdown.testing.contract.CountdownGatewayContract;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class EveryContractRuleIsCheckedTest {

    /** Which rule the gateway under test breaks; tests here run one after another. */
    private static Optional<Broken> broken = Optional.empty();

    static class UnderTest extends CountdownGatewayContract {

        private final ManualScheduler time = new ManualScheduler();

        @Override
        protected Scheduler scheduler() {
            return time;
        }

        @Override
        protected List<String> secrets() {
            return List.of(Broken.SECRET);
        }

        @Override
        protected CountdownGateway gatewayTo(InMemoryExchange exchange, FaultPlan faults) {
            return broken.map(how -> how.gateway(exchange, faults, time))
                    .orElseGet(() -> UnreliableGateway.to(exchange, "demo", faults, time));
        }
    }

    private static List<String> failures(Optional<Broken> how) {
        broken = how;
        try {
            return EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(UnderTest.class))
                    .execute()
                    .testEvents()
                    .failed()
                    .map(Event::getTestDescriptor)
                    .map(test -> test.getDisplayName().replace("()", ""))
                    .toList();
        } finally {
            broken = Optional.empty();
        }
    }

    @Test
    void aGoodGatewayPasses() {
        assertThat(failures(Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenGatewayFailsExactlyTheRuleThatItBreaks(Broken how) {
        assertThat(failures(Optional.of(how))).as(how.fault).containsExactly(how.rule());
    }

    @Test
    void thereIsABrokenGatewayForEveryRule() {
        assertThat(Arrays.stream(CountdownGatewayContract.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .map(Method::getName))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Broken.values()).map(Broken::rule).toList());
    }
}
