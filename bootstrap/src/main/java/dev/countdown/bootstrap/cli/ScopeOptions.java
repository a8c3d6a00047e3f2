package dev.countdown.bootstrap.cli;

import dev.countdown.domain.Scope;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name one scope. */
public final class ScopeOptions {

    @Option(
            names = "--underlying",
            paramLabel = "NAME",
            description = "The orders of one underlying, such as BTC_USDT.")
    @Nullable
    String underlying;

    @Option(
            names = "--contract",
            paramLabel = "NAME",
            description = "The orders of one contract; with --underlying where its name does not begin with it.")
    @Nullable
    String contract;

    public boolean isGiven() {
        return underlying != null || contract != null;
    }

    public Scope scope() {
        return UsageException.checked(() -> {
            if (contract == null) {
                return underlying == null ? Scope.all() : Scope.underlying(underlying);
            }
            return underlying == null ? Scope.contract(contract) : Scope.contract(contract, underlying);
        });
    }
}
