package dev.countdown.bootstrap.pet;

import dev.countdown.bootstrap.cli.ScopeName;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.host.LapseReconciler;
import dev.countdown.domain.Scope;
import dev.countdown.guard.GuardedGate;
import dev.countdown.http.Market;
import java.util.OptionalLong;

/**
 * A scope of a bot, as the nodes name it.
 *
 * @param bot whose gate it has
 * @param name such as {@code main/underlying:BTC_USDT}, or {@code main/spot/pair:BTC_USDT} of another market than options
 * @param account what stands before the first slash
 */
record PetScope(String bot, String name, String account, Market market, Scope scope) {

    static PetScope parse(String bot, String name) {
        try {
            ScopeName parts = ScopeName.parse(name);
            if (parts.account().isEmpty()) {
                throw new IllegalArgumentException("the account is missing");
            }
            return new PetScope(bot, name, parts.account(), parts.market(), parts.scope());
        } catch (IllegalArgumentException | UsageException e) {
            throw new UsageException(
                    "--scope must be ACCOUNT/SCOPE or ACCOUNT/MARKET/SCOPE, such as main/underlying:BTC_USDT or"
                            + " main/spot/pair:BTC_USDT: '" + name + "': " + e.getMessage(),
                    e);
        }
    }

    /** What somebody types who has reconciled its orders after this lapse. */
    String reconciled(long lapse) {
        return new ScopeName(account, market, scope).reconciled(lapse, bot);
    }

    /** What {@code countdown reconciled} closes the lapses of. */
    LapseReconciler.Lapsing lapsing(GuardedGate gate) {
        PetScope self = this;
        return new LapseReconciler.Lapsing() {
            @Override
            public String bot() {
                return self.bot;
            }

            @Override
            public String name() {
                return self.name;
            }

            @Override
            public String account() {
                return self.account;
            }

            @Override
            public Market market() {
                return self.market;
            }

            @Override
            public Scope scope() {
                return self.scope;
            }

            @Override
            public OptionalLong openLapse() {
                Long open = gate.openLapses().get(self.name);
                return open == null ? OptionalLong.empty() : OptionalLong.of(open);
            }

            @Override
            public void reconciled(long lapse) {
                gate.reconciled(self.name, lapse);
            }
        };
    }
}
