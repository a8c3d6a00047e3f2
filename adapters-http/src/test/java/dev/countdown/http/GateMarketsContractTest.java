package dev.countdown.http;

import dev.countdown.application.CountdownGateway;
import dev.countdown.testing.ExchangeMarket;
import dev.countdown.testing.FaultPlan;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.contract.CountdownGatewayContract;
import dev.countdown.testing.simulator.ExchangeSimulator;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** As {@link GateCountdownGatewayContractTest}, in the markets beside options. */
@Tag("slow")
class GateMarketsContractTest {

    abstract static class OverHttp extends CountdownGatewayContract {

        private final Vertx vertx = Vertx.vertx();
        private final List<ExchangeSimulator> simulators = new ArrayList<>();
        private final Market market;

        OverHttp(Market market) {
            this.market = market;
        }

        @Override
        protected ExchangeMarket market() {
            return ExchangeMarket.parse(market.toString());
        }

        @Override
        protected CountdownGateway gatewayTo(InMemoryExchange exchange, FaultPlan faults) {
            ExchangeSimulator simulator = ExchangeSimulator.start(exchange, 0);
            simulators.add(simulator);
            simulator.faults(faults);
            return new GateCountdownGateway(
                    vertx,
                    GateSettings.of(simulator.baseUri(), Credentials.of("demo", "demo"))
                            .on(market));
        }

        @Override
        protected List<String> secrets() {
            return List.of("demo");
        }

        @AfterEach
        void stop() {
            simulators.forEach(ExchangeSimulator::close);
            vertx.close();
        }
    }

    @Nested
    class ToFuturesInUsdt extends OverHttp {
        ToFuturesInUsdt() {
            super(Market.FUTURES_USDT);
        }
    }

    @Nested
    class ToFuturesInBtc extends OverHttp {
        ToFuturesInBtc() {
            super(Market.FUTURES_BTC);
        }
    }

    @Nested
    class ToSpot extends OverHttp {
        ToSpot() {
            super(Market.SPOT);
        }
    }
}
