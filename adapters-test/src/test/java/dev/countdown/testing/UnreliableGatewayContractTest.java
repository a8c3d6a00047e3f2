package dev.countdown.testing;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Scheduler;
import org.junit.jupiter.api.Nested;

class UnreliableGatewayContractTest {

    @Nested
    class InVirtualTime extends CountdownGatewayContract {

        private final ManualScheduler time = new ManualScheduler();

        @Override
        protected Scheduler scheduler() {
            return time;
        }

        @Override
        protected CountdownGateway gatewayTo(InMemoryExchange exchange, FaultPlan faults) {
            return UnreliableGateway.to(exchange, "demo", faults, time);
        }
    }

    @Nested
    class AroundAnotherGateway extends CountdownGatewayContract {

        private final ManualScheduler time = new ManualScheduler();

        @Override
        protected Scheduler scheduler() {
            return time;
        }

        @Override
        protected CountdownGateway gatewayTo(InMemoryExchange exchange, FaultPlan faults) {
            return UnreliableGateway.around(exchange.gateway("demo"), faults, time);
        }
    }

    @Nested
    class InRealTime extends CountdownGatewayContract {

        @Override
        protected CountdownGateway gatewayTo(InMemoryExchange exchange, FaultPlan faults) {
            return UnreliableGateway.to(exchange, "demo", faults, scheduler());
        }
    }
}
