package dev.countdown.bootstrap.keep.host;

import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.domain.Scope;
import dev.countdown.http.Market;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Closes lapses, and says what it closed. Safe for use by many threads.
 *
 * @param all what may have lapses now
 */
public record LapseReconciler(Supplier<List<Lapsing>> all) {

    /** How a line begins that tells of a lapse that is closed; any other line says what was not done. */
    static final String DONE = "reconciled ";

    /** A scope whose switch may have fired. */
    public interface Lapsing {
        /** As people read it. */
        String name();

        /** Its name in the configuration; may be empty. */
        String account();

        Market market();

        Scope scope();

        OptionalLong openLapse();

        /**
         * Closes a lapse.
         *
         * @throws IllegalArgumentException if there was no such lapse
         */
        void reconciled(long lapse);
    }

    /** Of running keepers. */
    public static LapseReconciler of(RunningKeepers keepers) {
        return new LapseReconciler(() -> keepers.running().entrySet().stream()
                .<Lapsing>map(each -> new Kept(
                        each.getKey().name(),
                        each.getKey().account().name(),
                        each.getKey().market(),
                        each.getKey().scope(),
                        each.getValue()))
                .toList());
    }

    private record Kept(String name, String account, Market market, Scope scope, CountdownKeeper keeper)
            implements Lapsing {
        @Override
        public OptionalLong openLapse() {
            return keeper.protection().openLapse();
        }

        @Override
        public void reconciled(long lapse) {
            keeper.reconciled(lapse);
        }
    }

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
        List<Lapsing> meant = all.get().stream()
                .filter(each -> account.filter(name -> !name.equals(each.account()))
                                .isEmpty()
                        && market.filter(wanted -> wanted != each.market()).isEmpty()
                        && scope.filter(wanted -> !wanted.equals(each.scope())).isEmpty())
                .toList();
        if (lapse.isPresent() && meant.size() > 1) {
            return List.of("--lapse belongs to one scope, and these are meant: "
                    + meant.stream().map(Lapsing::name).collect(Collectors.joining(", ")));
        }
        List<String> said = new ArrayList<>();
        meant.forEach(each -> {
            OptionalLong open = each.openLapse();
            if (open.isPresent()) {
                said.addAll(reconcile(each, lapse.orElse(open.getAsLong())));
            }
        });
        return said;
    }

    private static List<String> reconcile(Lapsing scope, long lapse) {
        List<String> said = new ArrayList<>();
        try {
            scope.reconciled(lapse);
            said.add(DONE + scope.name() + ", lapse " + lapse);
        } catch (IllegalArgumentException e) {
            said.add(scope.name() + ": " + e.getMessage());
        }
        scope.openLapse()
                .ifPresent(later ->
                        said.add(scope.name() + ": lapse " + later + " is open: reconcile the orders, and say so"));
        return said;
    }
}
