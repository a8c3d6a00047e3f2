package dev.countdown.bootstrap.probe;

import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.http.Market;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether orders may be placed, and which. */
final class OrderOptions {

    @Option(
            names = "--orders",
            description = "Place orders, too, to see what a countdown does to them, and cancel them again. Needs"
                    + " --price and --size.")
    boolean orders;

    @Option(
            names = "--price",
            paramLabel = "P",
            description = "Of these orders; choose one so far from the market that nobody takes them.")
    Optional<String> price = Optional.empty();

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "Of each order: contracts, or the amount of spot; negative to sell. Choose the smallest.")
    Optional<String> size = Optional.empty();

    /**
     * Price and size.
     *
     * @return empty if no order may be placed
     * @throws UsageException if one of them is missing, wrong or not asked for
     */
    Optional<OrderTerms> terms(Market market) {
        if (!orders && (price.isPresent() || size.isPresent())) {
            throw new UsageException("--price and --size need --orders");
        }
        if (orders && (price.isEmpty() || size.isEmpty())) {
            throw new UsageException("--orders needs --price and --size: which price is far from the market, and which"
                    + " size is small, probe cannot know");
        }
        return orders ? Optional.of(OrderTerms.of(market, price.orElseThrow(), size.orElseThrow())) : Optional.empty();
    }

    /** Which orders will be placed, before anything is sent. */
    static String plan(Market market, Optional<String> name, OrderTerms terms) {
        String what =
                name.orElse(market == Market.OPTIONS ? "the first option of BTC_USDT" : Subject.usualName(market));
        return "will place orders in " + market + " for " + what + ": " + terms + ", post only, at most 3 at a time"
                + (market == Market.OPTIONS
                        ? ""
                        : "; of these one is a price order that waits for " + (terms.buys() ? "<= " : ">= ")
                                + terms.price())
                + "; each has a text that begins with " + OrderTag.PREFIX + " and is cancelled again";
    }
}
