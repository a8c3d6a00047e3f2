package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.cli.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An order as the exchange showed it.
 *
 * @param name contract or pair; empty if it was not shown
 * @param text the client's own mark
 * @param status the exchange's word; empty if it was not shown
 * @param finishAs the exchange's word for why it is over; empty if it was not shown
 * @param finish when it was over, in milliseconds of the exchange's clock; empty if it is open, or that was not shown
 * @param isTaken whether somebody took some of it, or its price was reached
 */
record SeenOrder(
        String id, String name, String text, String status, String finishAs, Optional<Range> finish, boolean isTaken) {

    private static final Set<String> TAKEN = Set.of("filled", "closed", "succeeded", "finish");

    /** Whether it still stands. */
    boolean isOpen() {
        return status.equals("open");
    }

    /**
     * Reads the reply to a placed, read or cancelled order.
     *
     * @return empty if it shows no order
     */
    static Optional<SeenOrder> one(String body) {
        try {
            return Json.tree(body) instanceof Map<?, ?> order ? of(order) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a list, flat or grouped as spot has it.
     *
     * @return empty if it is none
     */
    static Optional<List<SeenOrder>> list(String body) {
        try {
            return Json.tree(body) instanceof List<?> list ? Optional.of(all(list)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<SeenOrder> all(List<?> list) throws IOException {
        List<SeenOrder> orders = new ArrayList<>();
        for (Object item : list) {
            if (item instanceof Map<?, ?> group && group.get("orders") instanceof List<?> some) {
                orders.addAll(all(some));
            } else if (item instanceof Map<?, ?> order) {
                orders.add(of(order).orElseThrow(() -> new IOException("an order without an id")));
            }
        }
        return orders;
    }

    private static Optional<SeenOrder> of(Map<?, ?> order) {
        String id = text(order, "id");
        if (!id.matches("\\d{1,25}")) {
            return Optional.empty();
        }
        Map<?, ?> terms = order.get("initial") instanceof Map<?, ?> initial
                ? initial
                : order.get("put") instanceof Map<?, ?> put ? put : order;
        String status = text(order, "status");
        String finishAs = order.containsKey("finish_as") ? text(order, "finish_as") : status;
        return Optional.of(new SeenOrder(
                id,
                first(text(terms, "contract"), text(terms, "currency_pair"), text(order, "market")),
                text(terms, "text"),
                status,
                finishAs,
                status.equals("open") ? Optional.empty() : finish(order),
                TAKEN.contains(finishAs) || TAKEN.contains(status) || isPartlyTaken(order)));
    }

    private static boolean isPartlyTaken(Map<?, ?> order) {
        String left = text(order, "left");
        String size = first(text(order, "size"), text(order, "amount"));
        return !left.isEmpty()
                && !size.isEmpty()
                && number(left).abs().compareTo(number(size).abs()) < 0;
    }

    private static Optional<Range> finish(Map<?, ?> order) {
        String millis = text(order, "update_time_ms");
        if (millis.matches("\\d{13}")) {
            return Optional.of(Range.at(Long.parseLong(millis)));
        }
        String seconds = first(text(order, "finish_time"), text(order, "ftime"));
        if (!seconds.matches("\\d{10}(\\.\\d+)?")) {
            return Optional.empty();
        }
        long shown = number(seconds).movePointRight(3).longValue();
        return Optional.of(seconds.contains(".") ? new Range(shown, shown + 1) : new Range(shown, shown + 1_000));
    }

    private static BigDecimal number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return BigDecimal.ZERO;
        }
    }

    private static String text(Map<?, ?> object, String name) {
        return object.get(name) instanceof String value ? value : "";
    }

    private static String first(String... candidates) {
        for (String each : candidates) {
            if (!each.isEmpty()) {
                return each;
            }
        }
        return "";
    }
}
