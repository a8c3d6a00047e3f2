package dev.countdown.testing.simulator;

import dev.countdown.testing.ExchangeMarket;
import dev.countdown.testing.ExchangeOrder;
import dev.countdown.testing.NewOrder;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How orders of one path look on the wire, as Gate documents them. */
interface OrderForm {

    /** The orders of {@code orders} in a market. */
    static OrderForm of(ExchangeMarket market) {
        return market == ExchangeMarket.SPOT ? new SpotOrderForm() : new ContractOrderForm(market);
    }

    /** The orders of {@code price_orders} in a market; options have none. */
    static OrderForm ofPriceOrders(ExchangeMarket market) {
        return market == ExchangeMarket.SPOT ? new SpotPriceOrderForm() : new FuturesPriceOrderForm();
    }

    /**
     * What somebody asks for.
     *
     * @throws IllegalArgumentException if a value is not as documented
     */
    NewOrder read(RequestBody body);

    JsonObject write(ExchangeOrder order);

    /** What is answered to who placed it; of a price order that is its id alone. */
    default JsonObject placed(ExchangeOrder order) {
        return arePriceOrders() ? new JsonObject().put("id", order.id()) : write(order);
    }

    /** The query's parameter for what the orders are for. */
    String name();

    /** Whether that parameter is required where orders are listed, and where one is read or cancelled. */
    default boolean needsName() {
        return false;
    }

    /** The query's words for orders that buy and orders that sell. */
    default List<String> sides() {
        return List.of("bid", "ask");
    }

    default boolean arePriceOrders() {
        return false;
    }

    /** The label for who cancels what is finished. */
    default String finishedLabel(ExchangeOrder order) {
        return "ORDER_FINISHED";
    }

    /** Never with an exponent: Gate's own SDK for Node cannot read one. */
    static BigDecimal seconds(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3);
    }

    /** Gate's users are numbers, ours are names. */
    static int userId(String user) {
        return 10_000_000 + Math.floorMod(user.hashCode(), 1_000_000);
    }

    static String tif(NewOrder terms) {
        return terms.tif().name().toLowerCase(Locale.ROOT);
    }

    static NewOrder.TimeInForce tif(RequestBody body, String field) {
        String name = body.text(field).orElse("gtc");
        return Stream.of(NewOrder.TimeInForce.values())
                .filter(tif -> tif.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(field + " must be gtc, ioc or poc: " + name));
    }
}
