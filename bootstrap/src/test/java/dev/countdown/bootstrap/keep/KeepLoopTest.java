package dev.countdown.bootstrap.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.Liveness;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Watchdog;
import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.Keys;
import dev.countdown.bootstrap.cli.Signals;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.host.ScopeLocks;
import dev.countdown.bootstrap.keep.process.GuardedBot;
import dev.countdown.bootstrap.keep.process.Guardian;
import dev.countdown.bootstrap.keep.target.Account;
import dev.countdown.bootstrap.keep.target.Login;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.Credentials;
import dev.countdown.http.GateSettings;
import dev.countdown.http.Market;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.ManualScheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is hard to bring about from outside, told to a loop in this process. */
class KeepLoopTest {

    private final InMemoryExchange exchange = InMemoryExchange.on(Scheduler.system());
    private final Target target = new Target(
            new Account("", new Login(GateSettings.LIVE, Keys.KEY)),
            Market.OPTIONS,
            Scope.all(),
            RenewalPolicy.forTimeout(Timeout.ofSeconds(30)),
            CloseMode.DISARM);
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private final Watchdog pulse = new Watchdog(Scheduler.system(), Duration.ofMinutes(1));
    private final RunningKeepers keepers = new RunningKeepers(each -> exchange.gateway(), Liveness.UNWATCHED);
    private GuardedBot bot = new GuardedBot(Guardian.KEEP, List.of(), Optional.empty(), Set.of());

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        bot.kill();
    }

    private KeepPlan plan(Supplier<List<Target>> reload) {
        return new KeepPlan(
                List.of(target),
                Optional.of(reload),
                true,
                false,
                Optional.empty(),
                bot,
                Duration.ofSeconds(5),
                List.of(),
                new ScopeLocks(Optional.empty(), login -> Credentials.of("demo", "demo"), false, complaints::add));
    }

    private KeepLoop loop(Supplier<List<Target>> reload) {
        SystemdNotifier nobody = SystemdNotifier.of(Map.of(), complaints::add);
        return new KeepLoop(plan(reload), keepers, nobody, complaints::add, notices::add, pulse);
    }

    private static FutureTask<Integer> run(KeepLoop loop) {
        FutureTask<Integer> code = new FutureTask<>(loop::run);
        new Thread(code, "loop").start();
        return code;
    }

    private static int codeOf(FutureTask<Integer> running) throws Exception {
        return running.get(Cli.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static LoopEvent told(String name, int number) {
        return new LoopEvent.Told(new Signals.Told(name, number));
    }

    @Tag("slow")
    @Test
    void aLapseEndsACommandThatDoesNotHeedASignal() throws Exception {
        Path up = folder.resolve("up");
        bot = new GuardedBot(
                Guardian.KEEP,
                List.of("sh", "-c", "trap '' TERM; touch " + up + "; while :; do sleep 0.1; done"),
                Optional.empty(),
                Set.of());
        KeepLoop loop = loop(() -> List.of(target));
        FutureTask<Integer> running = run(loop);
        Await.until("up", () -> Files.exists(up));
        loop.tell(told("TERM", 15));
        loop.tell(new LoopEvent.Lapsed(target));
        assertThat(codeOf(running)).isEqualTo(ExitCode.FIRED);
        assertThat(complaints).contains("countdown: ends: all: the switch fired, or may have");
        assertThat(complaints)
                .last()
                .asString()
                .matches("countdown: all: its orders are cancelled by .* at the latest");
        assertThat(exchange.countdowns()).as("never disarmed after a death").hasSize(1);
    }

    @Test
    void aReloadThatFailsInAnUnforeseenWayChangesNothing() throws Exception {
        KeepLoop loop = loop(() -> {
            throw new IllegalStateException("unforeseen");
        });
        FutureTask<Integer> running = run(loop);
        loop.tell(told("HUP", 1));
        Await.until("complained", () -> !complaints.isEmpty());
        assertThat(complaints).singleElement().asString().contains("not reloaded", "unforeseen");
        complaints.clear();
        assertThat(keepers.running()).containsOnlyKeys(target);
        loop.tell(told("TERM", 15));
        assertThat(codeOf(running)).isEqualTo(143);
        assertThat(exchange.countdowns()).isEmpty();
        assertThat(complaints).isEmpty();
        assertThat(notices)
                .as("it went as was asked")
                .containsExactly(
                        "countdown: ends: told to end by SIGTERM",
                        "countdown: all: disarmed: its orders stand, unguarded");
    }

    @Test
    void aCommandThatCannotBeStartedIsNoMatterOfUsage() throws Exception {
        bot = new GuardedBot(Guardian.KEEP, List.of("no\0command"), Optional.empty(), Set.of());
        assertThat(codeOf(run(loop(() -> List.of(target))))).isEqualTo(ExitCode.NOT_STARTED);
        assertThat(complaints).first().asString().contains("ends: the bot could not be started: no");
        assertThat(exchange.countdowns()).as("of an earlier process, perhaps").hasSize(1);
    }

    @Test
    void aThreadThatHangsIsNotLive() {
        CountDownLatch read = new CountDownLatch(1);
        ManualScheduler time = new ManualScheduler();
        Watchdog pulse = new Watchdog(time, Duration.ofSeconds(10));
        KeepLoop loop = new KeepLoop(
                plan(() -> {
                    throw new UsageException("complain of this");
                }),
                keepers,
                SystemdNotifier.of(Map.of(), complaints::add),
                line -> {
                    complaints.add(line);
                    hang(read);
                },
                notices::add,
                pulse);
        FutureTask<Integer> running = run(loop);
        time.advance(Duration.ofMinutes(1));
        Await.until("it turns without anything to do", () -> pulse.check().isAlive());
        loop.tell(told("HUP", 1));
        Await.until("it hangs", () -> !complaints.isEmpty());
        time.advance(Duration.ofMinutes(1));
        assertThat(pulse.check().reason()).isPresent();
        read.countDown();
        Await.until("it turns again", () -> pulse.check().isAlive());
        loop.tell(told("TERM", 15));
        Await.until("it ends", running::isDone);
    }

    private static void hang(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
