package dev.countdown.bootstrap.keep.status;

import dev.countdown.application.guard.GuardedScope;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.keep.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What the page of a node of several shows beside its countdowns. Safe for use by many threads.
 *
 * @param node its name
 * @param scopes those of its file, with what nodes must agree in
 * @param bots all that any of them requires
 * @param age of a bot's last sign of life; empty if there was none in its newest session
 * @param maxAge from which on a bot is silent
 * @param idles whether its list of nodes gives it no scope: then it is ready without one
 */
public record GuardView(
        String node,
        Map<Target, GuardedScope> scopes,
        List<String> bots,
        Function<String, Optional<Duration>> age,
        Duration maxAge,
        BooleanSupplier idles) {

    /** Whether a bot is not known to be alive. */
    boolean isSilent(String bot) {
        return age.apply(bot).filter(each -> each.compareTo(maxAge) < 0).isEmpty();
    }

    /** Infinite where there was none: a missing sign is no fresh one. */
    double ageSeconds(String bot) {
        return age.apply(bot).map(each -> each.toNanos() / 1e9).orElse(Double.POSITIVE_INFINITY);
    }

    List<Json> json() {
        return bots.stream()
                .map(bot ->
                        new Json().put("bot", bot).put("silent", isSilent(bot)).put("ageMs", age.apply(bot)))
                .toList();
    }
}
