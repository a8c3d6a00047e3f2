package dev.countdown.testing;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Scheduler;
import dev.countdown.testing.contract.CountdownGatewayContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class UnreliableGatewayContractTest {

    private abstract static class OnVirtualTime extends CountdownGatewayContract {

        final ManualScheduler time = new ManualScheduler();

        @Override
        protected Scheduler scheduler() {
            return time;
        }
    }

    @Nested
    class InVirtualTime extends OnVirtualTime {

        @Override
        protected CountdownGateway gatewayTo(InMemoryExchange exchange, FaultPlan faults) {
            return UnreliableGateway.to(exchange, "demo", faults, time);
        }
    }

    @Nested
    class ToFuturesInUsdt extends InVirtualTime {

        @Override
        protected ExchangeMarket market() {
            return ExchangeMarket.FUTURES_USDT;
        }
    }

    @Nested
    class ToFuturesInBtc extends InVirtualTime {

        @Override
        protected ExchangeMarket market() {
            return ExchangeMarket.FUTURES_BTC;
        }
    }

    @Nested
    class ToSpot extends InVirtualTime {

        @Override
        protected ExchangeMarket market() {
            return ExchangeMarket.SPOT;
        }
    }

    @Nested
    class AroundAnotherGateway extends OnVirtualTime {

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
