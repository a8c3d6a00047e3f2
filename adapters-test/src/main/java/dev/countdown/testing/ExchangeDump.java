package dev.countdown.testing;

import java.util.List;

/** The exchange as text, for a person who wants to know why a test failed. */
final class ExchangeDump {

    private static final int SHOWN = 100;

    private ExchangeDump() {}

    static String of(InMemoryExchange exchange, List<ExchangeOrder> openOrders) {
        StringBuilder text = new StringBuilder(exchange.market() + " exchange at " + exchange.now() + "\n");
        section(text, "countdowns", exchange.countdowns());
        section(text, "open orders", openOrders);
        section(text, "history", exchange.history());
        return text.toString();
    }

    private static void section(StringBuilder text, String title, List<?> lines) {
        int hidden = Math.max(0, lines.size() - SHOWN);
        text.append(title)
                .append(": ")
                .append(lines.isEmpty() ? "none" : lines.size())
                .append("\n");
        if (hidden > 0) {
            text.append("  ... ").append(hidden).append(" older\n");
        }
        lines.subList(hidden, lines.size())
                .forEach(line -> text.append("  ").append(line).append("\n"));
    }
}
