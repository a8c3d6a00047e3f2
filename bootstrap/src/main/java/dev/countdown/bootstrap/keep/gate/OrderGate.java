package dev.countdown.bootstrap.keep.gate;

import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.keep.report.TargetHistory;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.bootstrap.keep.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Whether orders may be placed now: the word of each keeper that guards them, joined. It decides nothing itself, and takes no
 * lock that a renewal needs. Safe for use by many threads.
 */
public record OrderGate(RunningKeepers keepers, TargetHistory history) {

    /** A keeper that says no, and why. */
    public record Obstacle(Target target, KeeperState state, OptionalLong lapse, String reason) {}

    /**
     * What the keepers say together.
     *
     * @param asked whose keepers were asked; all of them must agree
     * @param obstacles those that say no
     * @param othersMayFire whether a scope that is kept no more still runs out, and cancels such an order with it
     * @param least what is left of the claim that ends first
     */
    public record Answer(List<Target> asked, List<Obstacle> obstacles, boolean othersMayFire, Duration least) {

        /** For how long a yes holds at most, if nothing is acknowledged any more; zero for a no. */
        public Duration holdsFor() {
            return mayQuote() ? least : Duration.ZERO;
        }

        /** False if nobody was asked: nobody guards the orders then. */
        public boolean mayQuote() {
            return !asked.isEmpty() && obstacles.isEmpty() && !othersMayFire;
        }
    }

    /** Asks all, for a yes that holds for this long at least. */
    public Answer ask(Duration margin) {
        return ask(every -> true, Optional.empty(), margin);
    }

    /** For how long a yes of all holds at most; zero for a no. */
    public Duration holdsFor() {
        return ask(Duration.ZERO).holdsFor();
    }

    /** Asks those that guard the orders, also of one contract or pair. */
    Answer ask(Predicate<Target> guards, Optional<String> contract, Duration margin) {
        List<Target> asked = new ArrayList<>();
        List<Obstacle> obstacles = new ArrayList<>();
        Duration least = Duration.ofMillis(Long.MAX_VALUE);
        for (Map.Entry<Target, CountdownKeeper> each : keepers.running().entrySet()) {
            Target target = each.getKey();
            if (!guards.test(target)) {
                continue;
            }
            asked.add(target);
            boolean mayQuote = each.getValue().mayQuote(margin);
            Protection now = each.getValue().protection();
            if (!mayQuote) {
                obstacles.add(new Obstacle(target, now.state(), now.openLapse(), reason(target, now, margin)));
            }
            least = now.protectedFor().compareTo(least) < 0 ? now.protectedFor() : least;
        }
        boolean othersMayFire = obstacles.isEmpty()
                && contract.filter(name -> !fleetsWord(asked, name, margin)).isPresent();
        return new Answer(List.copyOf(asked), List.copyOf(obstacles), othersMayFire, least);
    }

    /** It knows those that were closed, too. */
    private boolean fleetsWord(List<Target> asked, String contract, Duration margin) {
        return asked.stream()
                .map(Target::keyInMarket)
                .distinct()
                .allMatch(key -> keepers.mayQuote(key, contract, margin));
    }

    private String reason(Target target, Protection now, Duration margin) {
        String why = history.of(target).reason();
        String because = why.isEmpty() ? "" : ": " + why;
        return switch (now.state()) {
            case ARMED -> "guarded, but for less than the margin of " + DurationText.text(margin);
            case ARMING, IDLE -> "not armed yet" + because;
            case AT_RISK ->
                (now.protectedFor().isZero()
                                ? "the switch may have fired, or may fire"
                                : "no attempt was acknowledged lately, and the claim is nearly over")
                        + because;
            case LAPSED -> "the switch fired, or may have: reconcile the orders, then say so";
            case FIRED -> "the switch fired: the orders are gone";
            case EXPIRING -> "nothing is renewed, and the switch will fire" + because;
            case DISARMING, CLOSED -> "guarded no more, because keep ends or was told to close this scope";
        };
    }
}
