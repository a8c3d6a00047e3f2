package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.Liveness;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.GateSettings;
import dev.countdown.testing.InMemoryExchange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is hard to bring about from outside, told to a session in this process. */
class KeepSessionTest {

    private final InMemoryExchange exchange = InMemoryExchange.on(Scheduler.system());
    private final Target target = new Target(
            new Account("", new Login(GateSettings.LIVE, Keys.KEY)),
            Scope.all(),
            RenewalPolicy.forTimeout(Timeout.ofSeconds(30)),
            CloseMode.CANCEL);
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Keepers keepers = new Keepers(each -> exchange.gateway(), Liveness.UNWATCHED);
    private Child child = new Child(List.of());

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        child.signal("KILL");
    }

    private KeepSession session(Supplier<List<Target>> reload) {
        KeepPlan plan = new KeepPlan(List.of(target), Optional.of(reload), true, Optional.empty(), child, List.of());
        return new KeepSession(plan, keepers, ServiceManager.of(Map.of(), complaints::add), complaints::add);
    }

    private static FutureTask<Integer> run(KeepSession session) {
        FutureTask<Integer> code = new FutureTask<>(session::run);
        new Thread(code, "session").start();
        return code;
    }

    private static int codeOf(FutureTask<Integer> running) throws Exception {
        return running.get(Cli.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static Stimulus told(String name, int number) {
        return new Stimulus.Told(new Signals.Told(name, number));
    }

    @Test
    void aLapseEndsACommandThatDoesNotHeedASignal() throws Exception {
        Path up = folder.resolve("up");
        child = new Child(List.of("sh", "-c", "trap '' TERM; touch " + up + "; while :; do sleep 0.1; done"));
        KeepSession session = session(() -> List.of(target));
        FutureTask<Integer> running = run(session);
        Await.until("up", () -> Files.exists(up));
        session.tell(told("TERM", 15));
        session.tell(new Stimulus.Lapsed(target));
        assertThat(codeOf(running)).isEqualTo(ExitCode.FIRED);
        assertThat(complaints).containsExactly("countdown: all: the switch fired, or may have");
        assertThat(exchange.countdowns()).as("never cancelled after a death").hasSize(1);
    }

    @Test
    void aReloadThatFailsInAnUnforeseenWayChangesNothing() throws Exception {
        KeepSession session = session(() -> {
            throw new IllegalStateException("unforeseen");
        });
        FutureTask<Integer> running = run(session);
        session.tell(told("HUP", 1));
        Await.until("complained", () -> !complaints.isEmpty());
        assertThat(complaints).singleElement().asString().contains("not reloaded", "unforeseen");
        assertThat(keepers.running()).containsOnlyKeys(target);
        session.tell(told("TERM", 15));
        assertThat(codeOf(running)).isEqualTo(143);
        assertThat(exchange.countdowns()).isEmpty();
    }
}
