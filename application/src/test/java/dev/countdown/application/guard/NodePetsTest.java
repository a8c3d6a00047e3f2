package dev.countdown.application.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.countdown.application.Liveness;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.ClockReading;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NodePetsTest {

    private static final long MILLI = 1_000_000;
    private static final List<String> BOTS = List.of("one", "two");

    private final NodePets pets = new NodePets(BOTS, NodePets.MAX_AGE, 4_710);
    private long now;

    private ClockReading at(long millis) {
        now = millis;
        return new ClockReading(millis * MILLI, millis);
    }

    private PetAnswer pet(String bot, long session, long echo, long millis) {
        return pets.heard(new Pet(bot, session, echo < 0 ? OptionalLong.empty() : OptionalLong.of(echo)), at(millis));
    }

    private static long echo(PetAnswer answer) {
        return ((PetAnswer.Welcome) answer).echo();
    }

    @Test
    void aFirstPetOnlySaysHello() {
        assertThat(pet("one", 1, -1, 0)).isEqualTo(new PetAnswer.Welcome(4_711));
        assertThat(pets.silent(BOTS, at(1))).containsExactly("one", "two");
        assertThat(pets.age("one", at(1))).isEmpty();
    }

    @Test
    void countsFromTheReplyThatIsEchoed() {
        long first = echo(pet("one", 1, -1, 1_000));
        pet("one", 1, first, 3_000);
        assertThat(pets.age("one", at(3_000))).contains(Duration.ofMillis(2_001));
        assertThat(pets.silent(BOTS, at(3_498))).containsExactly("two");
        assertThat(pets.silent(BOTS, at(3_499))).containsExactly("one", "two");
    }

    @Test
    void aPetThatWasReadLateCountsAsOld() {
        long first = echo(pet("one", 1, -1, 0));
        pet("one", 1, first, 40_000); // read by a node that was frozen; the bot may have died long ago
        assertThat(pets.silent(List.of("one"), at(40_000))).containsExactly("one");
    }

    @Test
    void anEchoOfAnEarlierReplyTakesNothingBack() {
        long first = echo(pet("one", 1, -1, 0));
        long second = echo(pet("one", 1, first, 1_000));
        pet("one", 1, second, 1_500);
        pet("one", 1, first, 1_600);
        assertThat(pets.age("one", at(2_000))).contains(Duration.ofMillis(1_001));
    }

    @Test
    void anEchoThatWasNeverSentCountsForNothing() {
        pet("one", 1, -1, 0);
        pet("one", 1, 4_712, 100); // that of the very reply to it
        pet("one", 1, 99, 200);
        assertThat(pets.silent(List.of("one"), at(200))).containsExactly("one");
    }

    @Test
    void anEchoThatWasNeverSentTakesNothingAway() {
        long first = echo(pet("one", 1, -1, 0));
        pet("one", 1, Long.MAX_VALUE, 100); // such as that of this node's process before
        pet("one", 1, first, 200);
        assertThat(pets.age("one", at(200))).contains(Duration.ofMillis(201));
    }

    @Test
    void anEchoOfAnotherSessionCountsForNothing() {
        long first = echo(pet("one", 1, -1, 0));
        pet("one", 2, first, 100);
        assertThat(pets.silent(List.of("one"), at(100))).containsExactly("one");
    }

    @Test
    void aNewerSessionMakesTheOlderOneStop() {
        pet("one", 7, -1, 0);
        assertThat(pet("one", 9, -1, 100)).isInstanceOf(PetAnswer.Welcome.class);
        assertThat(pet("one", 7, -1, 200)).isEqualTo(new PetAnswer.Superseded(9));
        assertThat(pet("one", 9, -1, 300)).isInstanceOf(PetAnswer.Welcome.class);
    }

    @Test
    void anUnknownBotIsNoneOfThisNode() {
        assertThat(pet("three", 1, -1, 0)).isEqualTo(new PetAnswer.UnknownBot());
        assertThat(pets.silent(List.of("three"), at(0))).containsExactly("three");
    }

    @Test
    void aForwardStepOfTheWallClockEndsWhatWasHeard() {
        long first = echo(pet("one", 1, -1, 0));
        pet("one", 1, first, 500);
        assertThat(pets.silent(List.of("one"), new ClockReading(600 * MILLI, 60_000)))
                .containsExactly("one");
        assertThat(pets.silent(List.of("one"), new ClockReading(600 * MILLI, -60_000)))
                .isEmpty();
    }

    @Test
    void livenessNamesWhoIsSilentAndAsksAgainInTime() {
        Liveness liveness = pets.liveness(BOTS, new Clocks());
        long one = echo(pet("one", 1, -1, 0));
        long two = echo(pet("two", 1, -1, 0));
        pet("one", 1, one, 400);
        assertThat(liveness.check().reason()).contains("silent: two");
        pet("two", 1, two, 500);
        assertThat(liveness.check().isAlive()).isTrue();
        assertThat(liveness.askAgainWithin()).isEqualTo(Duration.ofMillis(500));
        at(2_300);
        assertThat(liveness.askAgainWithin()).isEqualTo(Duration.ofMillis(199));
        at(2_499);
        assertThat(liveness.check().reason()).contains("silent: one, two");
        assertThat(liveness.askAgainWithin()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void remembersABoundedNumberOfReplies() {
        long first = echo(pet("one", 1, -1, 0));
        for (int i = 0; i < 64; i++) {
            pet("one", 1, -1, i);
        }
        pet("one", 1, first, 100);
        assertThat(pets.silent(List.of("one"), at(100))).containsExactly("one");
    }

    @Test
    void refusesAnAgeOfNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NodePets(BOTS, Duration.ZERO, 0))
                .withMessage("max-age must be positive: PT0S");
    }

    private final class Clocks implements Scheduler {
        @Override
        public long nanoTime() {
            return now * MILLI;
        }

        @Override
        public long wallMillis() {
            return now;
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            throw new AssertionError("pets need no timer");
        }
    }
}
