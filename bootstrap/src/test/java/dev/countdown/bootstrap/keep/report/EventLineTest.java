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
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fields of each event with {@code --json} are those of the reference: the README's table is what programs rely on. */
class EventLineTest {

    private static final Target NAMED = LiveTableTest.row(1, KeeperState.ARMED).target();
    private static final Target ALONE =
            new Target(new Account("", NAMED.account().login()), NAMED.scope(), NAMED.policy(), NAMED.onExit());
    private static final Countdown ARM = Countdown.arm(NAMED.scope(), Timeout.ofSeconds(30));

    /** All kinds of events, so that a new one cannot be forgotten. */
    static Stream<Class<?>> kinds() {
        return Stream.of(KeeperEvent.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whereAllIsKnownHasEachFieldOfTheReference(Class<?> kind) {
        KeeperEvent event = event(kind, true);
        assertThat(JsonReference.printed(EventLine.json(NAMED, event)))
                .containsExactlyInAnyOrderElementsOf(JsonReference.all(event.name()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whereLittleIsKnownHasTheFieldsThatAreAlwaysThere(Class<?> kind) {
        KeeperEvent event = event(kind, false);
        assertThat(JsonReference.printed(EventLine.json(ALONE, event)))
                .containsExactlyInAnyOrderElementsOf(JsonReference.always(event.name()));
    }

    /** An event that has all that it can have; or as little, and then what it says is certain. */
    private static KeeperEvent event(Class<?> kind, boolean full) {
        Acknowledgement acknowledgement =
                full ? new Acknowledgement(ARM, Optional.of(Instant.EPOCH), Optional.empty()) : Acknowledgement.of(ARM);
        Protection now = Protection.builder(KeeperState.ARMED)
                .protectedFor(Duration.ofSeconds(30))
                .acknowledged(Optional.of(acknowledgement), Optional.of(Duration.ofMillis(7)))
                .continuity(full ? Optional.of(Continuity.UNBROKEN) : Optional.empty())
                .build();
        Map<Class<?>, Object> values = Map.of(
                KeeperEvent.Report.class,
                new KeeperEvent.Report(Instant.EPOCH, NAMED.scope(), now),
                Acknowledgement.class,
                acknowledgement,
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
                new CloseResult(CloseMode.DISARM, !full, Duration.ofSeconds(1)));
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
