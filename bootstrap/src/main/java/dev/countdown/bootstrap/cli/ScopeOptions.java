package dev.countdown.bootstrap.cli;

import dev.countdown.domain.Scope;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name one scope. Whether a market has such ones, {@link Markets#checked} says. */
public final class ScopeOptions {

    @Option(
            names = "--underlying",
            paramLabel = "NAME",
            description = "The orders of one underlying of options, such as BTC_USDT.")
    @Nullable
    String underlying;

    @Option(
            names = "--contract",
            paramLabel = "NAME",
            description = "The orders of one contract of options or futures; with --underlying where an option's name"
                    + " does not begin with it.")
    @Nullable
    String contract;

    @Option(
            names = "--pair",
            paramLabel = "NAME",
            description = "The orders of one currency pair of spot, such as BTC_USDT.")
    @Nullable
    String pair;

    /** Whether a scope is named; without a name it is all orders. */
    public boolean isGiven() {
        return underlying != null || contract != null || pair != null;
    }

    public Scope scope() {
        return UsageException.checked(() -> {
            if (pair != null) {
                if (underlying != null || contract != null) {
                    throw new UsageException("--pair excludes --underlying and --contract: " + pair);
                }
                return Scope.pair(pair);
            }
            if (contract == null) {
                return underlying == null ? Scope.all() : Scope.underlying(underlying);
            }
            return underlying == null ? Scope.contract(contract) : Scope.contract(contract, underlying);
        });
    }
}
