package dev.countdown.bootstrap.keep.host;

import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Scope;
import dev.countdown.http.Market;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Closes the lapses of running keepers, and says what it closed. Safe for use by many threads. */
record LapseReconciler(RunningKeepers keepers) {

    /** How a line begins that tells of a lapse that is closed; any other line says what was not done. */
    static final String DONE = "reconciled ";

    /**
     * Closes one lapse, or without a number those that are open now. Only these are closed: one that happens meanwhile stays
     * open.
     *
     * @param account empty for any
     * @param market empty for any
     * @param scope empty for any; a number belongs to one scope
     * @return what was done, and what not; nothing if no lapse is open
     */
    List<String> reconcile(
            Optional<String> account, Optional<Market> market, Optional<Scope> scope, OptionalLong lapse) {
        Map<Target, CountdownKeeper> meant = keepers.running();
        meant.keySet()
                .removeIf(target -> account.filter(
                                        name -> !name.equals(target.account().name()))
                                .isPresent()
                        || market.filter(each -> each != target.market()).isPresent()
                        || scope.filter(each -> !each.equals(target.scope())).isPresent());
        if (lapse.isPresent() && meant.size() > 1) {
            return List.of("--lapse belongs to one scope, and these are meant: "
                    + meant.keySet().stream().map(Target::name).collect(Collectors.joining(", ")));
        }
        List<String> said = new ArrayList<>();
        meant.forEach((target, keeper) -> {
            OptionalLong open = keeper.protection().openLapse();
            if (open.isPresent()) {
                said.addAll(reconcile(target.name(), keeper, lapse.orElse(open.getAsLong())));
            }
        });
        return said;
    }

    private static List<String> reconcile(String name, CountdownKeeper keeper, long lapse) {
        List<String> said = new ArrayList<>();
        try {
            keeper.reconciled(lapse);
            said.add(DONE + name + ", lapse " + lapse);
        } catch (IllegalArgumentException e) {
            said.add(name + ": " + e.getMessage());
        }
        keeper.protection()
                .openLapse()
                .ifPresent(later -> said.add(name + ": lapse " + later + " is open: reconcile the orders, and say so"));
        return said;
    }
}
