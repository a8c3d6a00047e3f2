package dev.countdown.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.cli.Signals.Told;
import dev.countdown.testing.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SignalsTest {

    private final ManualScheduler clock = new ManualScheduler();
    private final List<Told> heard = new ArrayList<>();
    private final Consumer<Told> signals = Signals.onceInAWhile(clock, heard::add);

    private void send(String name, int number) {
        signals.accept(new Told(name, number));
    }

    @Test
    void theCommandTimeoutSaysTheSameTwice() {
        send("TERM", Signals.TERM);
        clock.advance(Duration.ofMillis(299));
        send("TERM", Signals.TERM);
        assertThat(heard).extracting(Told::again).containsExactly(false, true);
    }

    @Test
    void laterOnItIsAnotherOne() {
        send("INT", Signals.INT);
        clock.advance(Duration.ofMillis(300));
        send("INT", Signals.INT);
        assertThat(heard).extracting(Told::again).containsExactly(false, false);
    }

    @Test
    void anotherSignalIsAnotherWish() {
        send("HUP", Signals.HUP);
        send("TERM", Signals.TERM);
        send("INT", Signals.INT);
        assertThat(heard).extracting(Told::again).containsOnly(false);
    }

    @Test
    void whatEndsNothingPassesEachTime() {
        send("USR1", 10);
        send("USR1", 10);
        assertThat(heard).extracting(Told::again).containsOnly(false);
    }
}
