package dev.countdown.bootstrap.keep.host;

import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.domain.Scope;
import dev.countdown.http.Market;
import java.util.ArrayList;
import java.util.List;
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

    /** How a line begins that tells of a lapse that is open. */
    static final String OPEN = "open ";

    /** A scope whose switch may have fired. */
    public interface Lapsing {
        /** Whose gate it shuts; empty where it is not that of one bot. */
        default String bot() {
            return "";
        }

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
     * What a question means, and closes nothing.
     *
     * @return one line for each scope that is meant, which begins with {@link #OPEN} where a lapse is open
     */
    List<String> meant(LapseQuestion question) {
        return scopes(question).stream().map(LapseReconciler::shown).toList();
    }

    private static String shown(Lapsing each) {
        OptionalLong open = each.openLapse();
        return (open.isPresent() ? OPEN : "")
                + each.name()
                + (each.bot().isEmpty() ? "" : " of bot " + each.bot())
                + (open.isPresent() ? ", lapse " + open.getAsLong() : ", no lapse");
    }

    private List<Lapsing> scopes(LapseQuestion question) {
        return all.get().stream().filter(question::means).toList();
    }

    /**
     * Closes one lapse, or without a number those that are open now. Only these are closed: one that happens meanwhile stays
     * open.
     *
     * @return what was done, and what not; nothing if no lapse is open
     */
    List<String> reconcile(LapseQuestion question) {
        List<Lapsing> meant = scopes(question);
        OptionalLong lapse = question.lapse();
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
