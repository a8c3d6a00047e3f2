package dev.countdown.bootstrap.keep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CloseResult;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Outcome;
import dev.countdown.application.Protection;
import dev.countdown.bootstrap.JsonReference;
import dev.countdown.bootstrap.keep.target.Account;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Continuity;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Timeout;
import dev.countdown.http.Market;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fields of each event with {@code --json} are those of the reference: the README's table is what programs rely on. */
class EventLineTest {

    private static final EventLine LINE = new EventLine(EventWords.OF_KEEP);

    private static final Target NAMED = LiveTableTest.row(1, KeeperState.ARMED).target();
    private static final Target ALONE = new Target(
            new Account("", NAMED.account().login()), Market.OPTIONS, NAMED.scope(), NAMED.policy(), NAMED.onExit());
    private static final Countdown ARM = Countdown.arm(NAMED.scope(), Timeout.ofSeconds(30));

    /** All kinds of events, so that a new one cannot be forgotten. */
    static Stream<Class<?>> kinds() {
        return Stream.of(KeeperEvent.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whereAllIsKnownHasEachFieldOfTheReference(Class<?> kind) {
        KeeperEvent event = event(kind, true);
        Set<String> printed = new HashSet<>(JsonReference.printed(LINE.json(NAMED, event)));
        if (event instanceof KeeperEvent.Closed closed) { // it is certain, or has a reason
            printed.addAll(JsonReference.printed(LINE.json(NAMED, certain(closed, 1000))));
        }
        assertThat(printed).containsExactlyInAnyOrderElementsOf(JsonReference.all(event.name()));
    }

    private static KeeperEvent certain(KeeperEvent.Closed closed, long leftMillis) {
        return new KeeperEvent.Closed(
                closed.report(), new CloseResult(CloseMode.EXPIRE, true, Duration.ofMillis(leftMillis)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whereLittleIsKnownHasTheFieldsThatAreAlwaysThere(Class<?> kind) {
        KeeperEvent event = event(kind, false);
        assertThat(JsonReference.printed(LINE.json(ALONE, event)))
                .containsExactlyInAnyOrderElementsOf(JsonReference.always(event.name()));
    }

    @Test
    void whatRunsOutIsNotSaidToBeProtected() {
        KeeperEvent expiring = new KeeperEvent.Expiring(
                new KeeperEvent.Report(Instant.EPOCH, NAMED.scope(), protection(KeeperState.EXPIRING, true)),
                "it hangs");
        assertThat(LINE.text(NAMED, expiring))
                .isEqualTo("00:00:00.000Z main underlying:COIN1_USDT expiring, EXPIRING,"
                        + " the switch fires by 1970-01-01T00:00:31Z (in 31.0 s) at the latest: it hangs");
        KeeperEvent.Closed uncertain = new KeeperEvent.Closed(
                new KeeperEvent.Report(Instant.EPOCH, NAMED.scope(), protection(KeeperState.CLOSED, true)),
                new CloseResult(CloseMode.EXPIRE, false, Duration.ofMillis(12_300)));
        assertThat(LINE.text(NAMED, uncertain))
                .as("it may never fire")
                .isEqualTo("00:00:00.000Z main underlying:COIN1_USDT closed:"
                        + " not certain: what it sent may be pending until 1970-01-01T00:00:12.300Z");
        assertThat(LINE.json(NAMED, uncertain)).doesNotContain("firesBy");
        assertThat(LINE.text(NAMED, certain(uncertain, 12_300)))
                .isEqualTo("00:00:00.000Z main underlying:COIN1_USDT closed,"
                        + " the switch fires by 1970-01-01T00:00:13Z (in 12.3 s) at the latest");
    }

    @Test
    void aFiringSaysWhatBecameOfTheOrders() {
        KeeperEvent fired = new KeeperEvent.Fired(
                new KeeperEvent.Report(Instant.EPOCH, NAMED.scope(), protection(KeeperState.FIRED, true)));
        assertThat(LINE.text(NAMED, fired)).endsWith(": its orders are gone");
    }

    @Test
    void aLapseSaysWhatToDoAndNothingOfProtection() {
        KeeperEvent.Report report =
                new KeeperEvent.Report(Instant.EPOCH, NAMED.scope(), protection(KeeperState.LAPSED, true));
        KeeperEvent lapsed = new KeeperEvent.Lapsed(report, acknowledgement(true), 1, Continuity.UNKNOWN);
        assertThat(LINE.text(NAMED, lapsed))
                .isEqualTo("00:00:00.000Z main underlying:COIN1_USDT lapsed, LAPSED, round trip 7 ms, lapse 1:"
                        + " the switch may have fired; reconcile the orders. Once they are reconciled:"
                        + " countdown reconciled main/underlying:COIN1_USDT --lapse 1");
    }

    /** Nobody reconciles at a node, which knows of its own requests alone. */
    @Test
    void aNodeTellsItsOperatorNothingThatOnlyABotCanDo() {
        EventLine node = new EventLine(EventWords.OF_NODE);
        KeeperEvent.Report report =
                new KeeperEvent.Report(Instant.EPOCH, NAMED.scope(), protection(KeeperState.ARMED, false));
        assertThat(node.text(NAMED, new KeeperEvent.Armed(report, acknowledgement(false))))
                .endsWith(
                        ": the first time since the start of this node; what was before, each bot learns from its own gate");
        KeeperEvent lapsed = new KeeperEvent.Lapsed(report, acknowledgement(false), 1, Continuity.UNKNOWN);
        assertThat(node.text(NAMED, lapsed))
                .endsWith(
                        ", lapse 1: this node does not know whether the switch fired meanwhile; nothing is to be done here:"
                                + " a bot reconciles if its own gate says so");
        assertThat(node.json(NAMED, lapsed)).contains("\"reason\":\"this node does not know");
        assertThat(node.text(NAMED, new KeeperEvent.AtRisk(report, "the switch may have fired since 3 ms")))
                .endsWith(": the switch may have fired since 3 ms, unless another node renews it");
        assertThat(kinds().map(kind -> node.text(NAMED, event(kind, false))))
                .noneMatch(line -> line.contains("reconcile ") || line.contains("countdown reconciled"));
    }

    @Test
    void aNodeThatHasArmedNothingHasNothingThatExpires() {
        EventLine node = new EventLine(EventWords.OF_NODE);
        KeeperEvent fresh = new KeeperEvent.Expiring(
                new KeeperEvent.Report(
                        Instant.EPOCH,
                        NAMED.scope(),
                        Protection.builder(KeeperState.EXPIRING).build()),
                "silent: mm-1");
        assertThat(node.text(NAMED, fresh))
                .isEqualTo(
                        "00:00:00.000Z main underlying:COIN1_USDT waiting: this node has armed nothing since its start; silent: mm-1");
        KeeperEvent later = new KeeperEvent.Expiring(
                new KeeperEvent.Report(Instant.EPOCH, NAMED.scope(), protection(KeeperState.EXPIRING, false)),
                "silent: mm-1");
        assertThat(node.text(NAMED, later)).endsWith(" expiring, EXPIRING: silent: mm-1");
    }

    private static Protection protection(KeeperState state, boolean full) {
        return Protection.builder(state)
                .protectedFor(Duration.ofSeconds(30))
                .acknowledged(Optional.of(acknowledgement(full)), Optional.of(Duration.ofMillis(7)))
                .certainlyFiredAfter(full ? Optional.of(Duration.ofSeconds(31)) : Optional.empty())
                .continuity(full ? Optional.of(Continuity.UNBROKEN) : Optional.empty())
                .build();
    }

    private static Acknowledgement acknowledgement(boolean full) {
        return full ? new Acknowledgement(ARM, Optional.of(Instant.EPOCH), Optional.empty()) : Acknowledgement.of(ARM);
    }

    /** An event that has all that it can have; or as little, and then what it says is certain. */
    private static KeeperEvent event(Class<?> kind, boolean full) {
        Map<Class<?>, Object> values = Map.of(
                KeeperEvent.Report.class,
                new KeeperEvent.Report(Instant.EPOCH, NAMED.scope(), protection(KeeperState.ARMED, full)),
                Acknowledgement.class,
                acknowledgement(full),
                Outcome.NotApplied.class,
                Outcome.NotApplied.notSent("no connection"),
                String.class,
                "the network is gone",
                long.class,
                1L,
                Continuity.class,
                Continuity.UNKNOWN,
                boolean.class,
                !full,
                CloseResult.class,
                new CloseResult(CloseMode.EXPIRE_SOON, !full, full ? Duration.ofSeconds(1) : Duration.ZERO));
        RecordComponent[] parts = kind.getRecordComponents();
        Class<?>[] types = Stream.of(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return (KeeperEvent) kind.getDeclaredConstructor(types)
                    .newInstance(Stream.of(types).map(values::get).toArray());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("a part of an event that this test does not know", e);
        }
    }
}
