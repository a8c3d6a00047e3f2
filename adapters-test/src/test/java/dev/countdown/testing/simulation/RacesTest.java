package dev.countdown.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What virtual time cannot show: real threads, all at once. */
@Tag("slow")
class RacesTest {

    private static final long ROUNDS = 150;

    static Stream<PlantedBug> races() {
        return Stream.of(
                PlantedBug.of(
                        "the keeper is not locked",
                        "application/CountdownKeeper",
                        "synchronized (lock) {\n            ClockReading now",
                        "{\n            ClockReading now"),
                PlantedBug.of(
                                "events are told before the last one was heard",
                                "application/EventQueue",
                                "if (delivering || isEmpty() || (handedOver && last == null)) {",
                                "if (isEmpty()) {")
                        .and("application/EventQueue", "if (delivering) {", "if (false) {"));
    }

    @Test
    void nothingGoesWrongAmongThreads() {
        assertThat(new RaceArena().apply(ROUNDS)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("races")
    @SuppressWarnings("unchecked")
    void aPlantedRaceIsNoticed(PlantedBug race) throws ReflectiveOperationException {
        Object arena = new PatchedLoader(race)
                .loadClass(RaceArena.class.getName())
                .getDeclaredConstructor()
                .newInstance();
        String complaint = ((LongFunction<String>) arena).apply(20 * ROUNDS);
        System.out.println("planted race: " + race.name() + " -> " + complaint);
        assertThat(complaint).isNotEmpty();
    }
}
