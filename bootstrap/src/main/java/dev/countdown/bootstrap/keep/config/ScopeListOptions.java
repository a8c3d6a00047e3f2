package dev.countdown.bootstrap.keep.config;

import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.domain.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that name scopes, in the order underlyings, contracts. */
final class ScopeListOptions {

    @Option(
            names = "--underlying",
            paramLabel = "NAME",
            description = "Guard the orders of one underlying, such as BTC_USDT. Repeatable.")
    List<String> underlyings = List.of();

    @Option(
            names = "--contract",
            paramLabel = "NAME",
            description = "Guard the orders of one contract. Repeatable. Neither option means all orders.")
    List<String> contracts = List.of();

    List<Scope> scopes() {
        List<Scope> scopes = UsageException.checked(() -> Stream.concat(
                        underlyings.stream().map(Scope::underlying),
                        contracts.stream().map(Scope::contract))
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
