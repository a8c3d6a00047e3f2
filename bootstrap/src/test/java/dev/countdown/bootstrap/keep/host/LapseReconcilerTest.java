package dev.countdown.bootstrap.keep.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.keep.gate.KeptOnVirtualTime;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Scope;
import dev.countdown.http.Market;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LapseReconcilerTest {

    private static final OptionalLong OPEN = OptionalLong.empty();

    private final KeptOnVirtualTime kept = new KeptOnVirtualTime();
    private final LapseReconciler lapses = LapseReconciler.of(kept.keepers);
    private Target all;
    private Target btc;

    @BeforeEach
    void lapse() {
        all = kept.keep("main", "all");
        btc = kept.keep("other", "underlying:BTC_USDT");
        kept.pass(1);
        kept.lapse();
    }

    private List<String> reconcile(String account, String scope, OptionalLong lapse) {
        return lapses.reconcile(question("", account, scope, lapse));
    }

    private static LapseQuestion question(String bot, String account, String scope, OptionalLong lapse) {
        return new LapseQuestion(
                Optional.of(bot).filter(text -> !text.isEmpty()),
                Optional.of(account).filter(text -> !text.isEmpty()),
                Optional.empty(),
                Optional.of(scope).filter(text -> !text.isEmpty()).map(Scope::parse),
                lapse);
    }

    private List<String> reconcile(Market market) {
        return lapses.reconcile(new LapseQuestion(
                Optional.empty(), Optional.empty(), Optional.of(market), Optional.of(Scope.all()), OPEN));
    }

    private OptionalLong open(Target target) {
        return kept.keepers.running().get(target).protection().openLapse();
    }

    @Test
    void aScopeOfAnotherMarketIsNotMeant() {
        assertThat(reconcile(Market.SPOT)).isEmpty();
        assertThat(open(all)).isPresent();
        assertThat(reconcile(Market.OPTIONS)).containsExactly("reconciled main all, lapse 1");
    }

    @Test
    void oneScopeIsReconciledAndTheOthersAreNot() {
        assertThat(reconcile("", "underlying:BTC_USDT", OPEN))
                .containsExactly("reconciled other underlying:BTC_USDT, lapse 1");
        assertThat(open(btc)).isEmpty();
        assertThat(open(all)).hasValue(1);
        assertThat(reconcile("other", "", OPEN)).as("no longer open").isEmpty();
        assertThat(reconcile("other", "all", OPEN)).as("no such scope").isEmpty();
    }

    @Test
    void withoutAScopeAllThatAreOpenAreReconciled() {
        assertThat(reconcile("", "", OPEN))
                .containsExactly("reconciled main all, lapse 1", "reconciled other underlying:BTC_USDT, lapse 1");
        assertThat(kept.gate.ask(Duration.ZERO).mayQuote()).isTrue();
    }

    @Test
    void aLaterLapseStaysOpen() {
        kept.lapse();
        assertThat(reconcile("main", "", OptionalLong.of(1)))
                .containsExactly(
                        "reconciled main all, lapse 1", "main all: lapse 2 is open: reconcile the orders, and say so");
        assertThat(open(all)).hasValue(2);
    }

    @Test
    void aLapseThatWasNotToldIsRefused() {
        assertThat(reconcile("main", "", OptionalLong.of(7)))
                .containsExactly(
                        "main all: lapse must be one that was reported, 1 to 1: 7",
                        "main all: lapse 1 is open: reconcile the orders, and say so");
    }

    @Test
    void aNumberBelongsToOneScope() {
        assertThat(reconcile("", "", OptionalLong.of(1)))
                .containsExactly(
                        "--lapse belongs to one scope, and these are meant: main all, other underlying:BTC_USDT");
        assertThat(open(all)).hasValue(1);
    }

    @Test
    void whatIsMeantIsSaidAndNotClosed() {
        assertThat(lapses.meant(question("", "main", "", OptionalLong.of(1))))
                .containsExactly("open main all, lapse 1");
        assertThat(open(all)).hasValue(1);
        assertThat(reconcile("main", "", OPEN)).hasSize(1);
        assertThat(lapses.meant(question("", "main", "", OptionalLong.of(1)))).containsExactly("main all, no lapse");
        assertThat(lapses.meant(question("", "nobody", "", OPEN))).isEmpty();
    }

    @Test
    void aKeepHasNoBotWhoseLapsesAreClosed() {
        assertThat(lapses.meant(question("mm-1", "", "", OPEN))).isEmpty();
        assertThat(lapses.reconcile(question("mm-1", "main", "", OPEN))).isEmpty();
        assertThat(open(all)).hasValue(1);
    }

    @Test
    void aQuestionCrossesTheSocketAsItIs() throws IOException {
        LapseQuestion full = new LapseQuestion(
                Optional.of("mm-1"),
                Optional.of("main"),
                Optional.of(Market.SPOT),
                Optional.of(Scope.pair("BTC_USDT")),
                OptionalLong.of(3));
        assertThat(LapseQuestion.read(full.json().toString())).isEqualTo(full);
        LapseQuestion empty = question("", "", "", OPEN);
        assertThat(LapseQuestion.read(empty.json().toString())).isEqualTo(empty);
    }
}
