package dev.countdown.bootstrap.keep.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.bootstrap.cli.Keys;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.target.Account;
import dev.countdown.bootstrap.keep.target.Login;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.GateSettings;
import dev.countdown.http.Market;
import dev.countdown.testing.ManualScheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ConfigReloaderTest {

    private final ManualScheduler time = new ManualScheduler();
    private final Queue<ReloadEvent> told = new ArrayDeque<>();
    private final Queue<Runnable> reading = new ArrayDeque<>();
    private final List<String> complaints = new ArrayList<>();
    private final Target target = new Target(
            new Account("main", new Login(GateSettings.LIVE, Keys.KEY)),
            Market.OPTIONS,
            Scope.all(),
            RenewalPolicy.forTimeout(Timeout.ofSeconds(30)),
            CloseMode.EXPIRE);

    private List<Target> started = List.of();
    private int reads;

    private ConfigReloader of(Supplier<List<Target>> source) {
        return new ConfigReloader(source, wanted -> started, time, reading::add, told::add, complaints::add);
    }

    private void read() {
        reads++;
        reading.remove().run();
    }

    private void pass(ConfigReloader reloads, long seconds) {
        time.advance(Duration.ofSeconds(seconds));
        for (ReloadEvent next = told.poll(); next != null; next = told.poll()) {
            reloads.react(next);
        }
    }

    @Test
    void aStormOfSignalsIsOneReloadASecond() {
        ConfigReloader reloads = of(() -> List.of(target));
        for (int i = 0; i < 1000; i++) {
            reloads.ask();
        }
        assertThat(reading).hasSize(1);
        read();
        pass(reloads, 0);
        assertThat(reading).isEmpty();
        pass(reloads, 1);
        assertThat(reading).hasSize(1);
        read();
        pass(reloads, 60);
        assertThat(reading).isEmpty();
    }

    @Test
    void theNextOneWaitsUntilWhatThisOneStartedIsArmed() {
        started = List.of(target);
        ConfigReloader reloads = of(() -> List.of(target));
        reloads.ask();
        read();
        pass(reloads, 0);
        reloads.ask();
        pass(reloads, 9);
        assertThat(reading).isEmpty();
        reloads.settled(target);
        assertThat(reading).hasSize(1);
        read();
        reloads.ask();
        pass(reloads, 9);
        assertThat(reading).isEmpty();
        pass(reloads, 1); // never armed
        assertThat(reading).hasSize(1);
        assertThat(complaints).isEmpty();
    }

    @Test
    void aFileThatHangsIsGivenUpAndHoldsUpNothing() {
        ConfigReloader reloads = of(() -> List.of(target));
        reloads.ask();
        pass(reloads, 10);
        assertThat(complaints).containsExactly("countdown: not reloaded: the configuration was not read within 10.0 s");
        reloads.ask();
        assertThat(reading).hasSize(2);
        read(); // what it reads at last is of no use
        started = List.of(target);
        pass(reloads, 1);
        reloads.ask();
        pass(reloads, 1);
        assertThat(reading).hasSize(1);
    }

    @Test
    void whatIsThrownIsSaid() {
        ConfigReloader reloads = of(() -> {
            if (reads == 1) {
                throw new OutOfMemoryError("a test");
            }
            throw new UsageException("wrong");
        });
        for (int i = 0; i < 2; i++) {
            reloads.ask();
            read();
            pass(reloads, 1);
        }
        assertThat(complaints)
                .containsExactly(
                        "countdown: not reloaded: internal error: java.lang.OutOfMemoryError: a test",
                        "countdown: not reloaded: wrong");
    }
}
