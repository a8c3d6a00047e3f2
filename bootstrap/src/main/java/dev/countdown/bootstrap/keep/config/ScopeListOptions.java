package dev.countdown.bootstrap.keep.config;

import dev.countdown.bootstrap.cli.Markets;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.domain.Scope;
import dev.countdown.http.Market;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that name scopes of one market, in the order underlyings, contracts, pairs. */
final class ScopeListOptions {

    @Option(names = "--market", paramLabel = "MARKET", description = Markets.OPTION)
    Market market = Market.OPTIONS;

    @Option(
            names = "--underlying",
            paramLabel = "NAME",
            description = "Guard the orders of one underlying of options, such as BTC_USDT. Repeatable.")
    List<String> underlyings = List.of();

    @Option(
            names = "--contract",
            paramLabel = "NAME",
            description = "Guard the orders of one contract of options or futures. Repeatable.")
    List<String> contracts = List.of();

    @Option(
            names = "--pair",
            paramLabel = "NAME",
            description = "Guard the orders of one currency pair of spot. Repeatable. Without a name: all orders.")
    List<String> pairs = List.of();

    List<Scope> scopes() {
        List<Scope> scopes = UsageException.checked(() -> Stream.of(
                        underlyings.stream().map(Scope::underlying),
                        contracts.stream().map(Scope::contract),
                        pairs.stream().map(Scope::pair))
                .flatMap(each -> each)
                .map(scope -> Markets.checked(market, scope))
                .toList());
        return scopes.isEmpty() ? List.of(Scope.all()) : distinct(scopes);
    }

    private static List<Scope> distinct(List<Scope> scopes) {
        Set<Scope> seen = new HashSet<>();
        for (Scope scope : scopes) {
            if (!seen.add(scope)) {
                throw new UsageException("a scope must be named once: " + scope);
            }
        }
        return List.copyOf(scopes);
    }
}
