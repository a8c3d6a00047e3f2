package dev.countdown.bootstrap.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.Scheduler;
import dev.countdown.http.Market;
import dev.countdown.testing.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Orders of probe at exchanges that are unlike the simulator. */
class OwnOrdersTest {

    private static final OrderTerms TERMS = OrderTerms.of(Market.SPOT, "1", "0.5");
    private static final Subject SPOT = new Subject(Market.SPOT, "BTC_USDT");

    private final Exchange exchange = new Exchange();
    private final Conversation with = new Conversation(exchange);
    private final OwnOrders own = new OwnOrders(Market.SPOT, Set.of("7"));

    /** Answers each target with a body that was set, and a POST as well, unless it has none. */
    private static final class Exchange implements Wire {
        private final ManualScheduler clock = new ManualScheduler();
        private final Map<String, String> bodies = new HashMap<>();
        private final List<String> deleted = new ArrayList<>();

        @Override
        public Reply send(Call call, String timestamp) {
            Optional<String> body = Optional.ofNullable(bodies.get(call.method() + " " + call.target()));
            if (call.method().equals("DELETE")) {
                deleted.add(call.target());
                bodies.replaceAll((target, all) -> target.startsWith("GET") ? "[]" : all);
            }
            return new Reply(body.isPresent() ? 200 : 0, Map.of(), body.orElse(""), 0, clock.read(), clock.read());
        }

        @Override
        public Scheduler clock() {
            return clock;
        }

        @Override
        public void pause(Duration span) {
            clock.advance(span);
        }
    }

    private void lists(String plain, String price) {
        exchange.bodies.put("GET /spot/open_orders?limit=100", plain);
        exchange.bodies.put("GET /spot/price_orders?status=open&limit=100", price);
    }

    @Test
    void aTagIsOfTheDocumentedLengthAndNobodyElseHasIt() {
        String tag = OrderTag.next();
        assertThat(tag).matches("t-[0-9A-Za-z_.-]{28}");
        assertThat(OrderTag.isOurs(tag)).isTrue();
        char last = tag.charAt(29);
        assertThat(OrderTag.isOurs(tag.substring(0, 29) + (last == '0' ? '1' : '0')))
                .isFalse();
        assertThat(OrderTag.next()).isNotEqualTo(tag);
    }

    @Test
    void findsItsTagInGroupedOrdersAndInPriceOrders() {
        String tag = OrderTag.next();
        lists(
                "[{\"currency_pair\":\"BTC_USDT\",\"total\":1,\"orders\":[{\"id\":\"3\",\"status\":\"open\",\"text\":\""
                        + tag
                        + "\",\"currency_pair\":\"BTC_USDT\"},{\"id\":\"4\",\"status\":\"open\",\"text\":\"t-x\"}]}]",
                "[]");
        exchange.bodies.put("DELETE /spot/orders/3?currency_pair=BTC_USDT", "{}");
        assertThat(own.clear(with)).isTrue();
        lists("[]", "[{\"id\":5,\"status\":\"open\",\"market\":\"BTC_USDT\",\"put\":{\"text\":\"" + tag + "\"}}]");
        exchange.bodies.put("DELETE /spot/price_orders/5", "{}");
        assertThat(own.clear(with)).isTrue();
        assertThat(exchange.deleted).containsExactly("/spot/orders/3?currency_pair=BTC_USDT", "/spot/price_orders/5");
    }

    @Test
    void cancelsAPriceOrderByItsIdWhereTheExchangeKeepsNoText() {
        exchange.bodies.put("POST /spot/price_orders", "{\"id\":8}");
        own.place(with, SPOT, OrderKind.PRICE, TERMS);
        lists(
                "[]",
                "[{\"id\":7,\"status\":\"open\",\"put\":{}},{\"id\":8,\"status\":\"open\",\"put\":{\"text\":\"api\"}}]");
        exchange.bodies.put("DELETE /spot/price_orders/8", "{}");
        assertThat(own.clear(with)).isTrue();
        assertThat(exchange.deleted).containsExactly("/spot/price_orders/8");
    }

    @Test
    void saysThatAPriceOrderMayStandWhereItCannotBeTold() {
        assertThatThrownBy(() -> own.place(with, SPOT, OrderKind.PRICE, TERMS))
                .isInstanceOf(Conversation.NoAnswer.class);
        lists(
                "[]",
                "[{\"id\":7,\"status\":\"open\",\"put\":{}},{\"id\":9,\"status\":\"open\",\"put\":{\"text\":\"api\"}}]");
        assertThat(own.clear(with)).isFalse();
        assertThat(own.left())
                .singleElement()
                .asString()
                .startsWith("price order of unknown id with text t-countdown.")
                .endsWith(": BTC_USDT, buy 0.5 at 1");
        assertThat(exchange.deleted).isEmpty();
        lists("[]", "[{\"id\":7,\"status\":\"open\",\"put\":{}}]");
        assertThat(own.clear(with)).isTrue();
        assertThat(own.left()).isEmpty();
    }

    @Test
    void namesWhatMayStandWhereNothingIsListed() {
        exchange.bodies.put("POST /spot/orders", "{\"id\":\"6\",\"status\":\"open\"}");
        own.place(with, SPOT, OrderKind.PLAIN, TERMS);
        assertThat(own.clear(with)).isFalse();
        assertThat(own.left()).singleElement().asString().startsWith("order 6 with text t-countdown.");
    }

    @Test
    void placesNothingMoreAfterAnOrderWasFilled() {
        exchange.bodies.put("POST /spot/orders", "{\"id\":\"6\",\"status\":\"open\"}");
        exchange.bodies.put(
                "GET /spot/orders/6?currency_pair=BTC_USDT",
                "{\"id\":\"6\",\"status\":\"open\",\"amount\":\"0.5\",\"left\":\"0.4\"}");
        OrderTrial trial = new OrderTrial(with, SPOT, own, TERMS);
        OwnOrders.Standing order = trial.place();
        assertThatThrownBy(() -> trial.look(order))
                .isInstanceOf(OrderTrial.Taken.class)
                .hasMessage("order 6 was taken: --price is not far from the market");
        assertThatThrownBy(trial::place).isInstanceOf(OrderTrial.Taken.class);
    }
}
