package dev.countdown.bootstrap.keep.host;

import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.cli.Markets;
import dev.countdown.domain.Scope;
import dev.countdown.http.Market;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which lapses somebody means who has reconciled orders.
 *
 * @param bot whose {@code pet} has them; empty for any, and for a {@code keep}, which has no name
 * @param account empty for any
 * @param market empty for any
 * @param scope empty for any
 * @param lapse its number, which belongs to one scope of one process; empty for those that are open now
 */
record LapseQuestion(
        Optional<String> bot,
        Optional<String> account,
        Optional<Market> market,
        Optional<Scope> scope,
        OptionalLong lapse) {

    boolean means(LapseReconciler.Lapsing each) {
        return bot.filter(name -> !name.equals(each.bot())).isEmpty()
                && account.filter(name -> !name.equals(each.account())).isEmpty()
                && market.filter(wanted -> wanted != each.market()).isEmpty()
                && scope.filter(wanted -> !wanted.equals(each.scope())).isEmpty();
    }

    /** As it crosses the socket; {@link #read} is the other way. */
    Json json() {
        return new Json()
                .put("bot", bot)
                .put("account", account)
                .put("market", market.map(Market::toString))
                .put("scope", scope.map(Scope::toString))
                .put("lapse", lapse.isPresent() ? lapse.getAsLong() : null);
    }

    /**
     * Reads it.
     *
     * @throws IOException if it is no JSON
     * @throws RuntimeException if a member is not what it must be
     */
    static LapseQuestion read(String json) throws IOException {
        Map<String, String> asked = Json.members(json);
        String lapse = asked.get("lapse");
        return new LapseQuestion(
                Optional.ofNullable(asked.get("bot")),
                Optional.ofNullable(asked.get("account")),
                Optional.ofNullable(asked.get("market")).map(Markets::read),
                Optional.ofNullable(asked.get("scope")).map(Scope::parse),
                lapse == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(lapse)));
    }
}
