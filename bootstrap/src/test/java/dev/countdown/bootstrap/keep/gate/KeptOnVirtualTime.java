package dev.countdown.bootstrap.keep.gate;

import dev.countdown.application.CloseMode;
import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Liveness;
import dev.countdown.application.Outcome;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.bootstrap.keep.report.EventWords;
import dev.countdown.bootstrap.keep.report.TargetHistory;
import dev.countdown.bootstrap.keep.target.Account;
import dev.countdown.bootstrap.keep.target.HeldGateway;
import dev.countdown.bootstrap.keep.target.Login;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.GateSettings;
import dev.countdown.http.Market;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.ManualScheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Keepers with a timeout of 30 s, on a network that can be cut. */
public final class KeptOnVirtualTime {

    public final ManualScheduler time = new ManualScheduler();
    private final InMemoryExchange exchange = InMemoryExchange.on(time);
    private final CountdownGateway real = exchange.gateway();
    private final CountdownGateway line = (countdown, deadline) -> isCut()
            ? CompletableFuture.completedStage(Outcome.NotApplied.notSent("the network is gone"))
            : real.submit(countdown, deadline);
    private final BooleanSupplier never =
            this::isHeld; // another one for each test: gateways of one key are equal by it
    private volatile boolean cut;
    private volatile Optional<String> dead = Optional.empty();
    public final RunningKeepers keepers = new RunningKeepers(this::inMarket, this::verdict, time, Runnable::run);
    public final TargetHistory history = new TargetHistory(EventWords.OF_KEEP);
    public final OrderGate gate = new OrderGate(keepers, history);

    public KeptOnVirtualTime() {
        keepers.onEvent(history::heard);
    }

    private CountdownGateway inMarket(Target target) {
        return new HeldGateway(target.keyInMarket(), line, never);
    }

    private boolean isHeld() {
        return false;
    }

    private boolean isCut() {
        return cut;
    }

    private Liveness.Verdict verdict() {
        return dead.map(Liveness.Verdict::dead).orElseGet(Liveness.Verdict::alive);
    }

    /** Without waiting for anything. */
    public Target keep(String account, String scope) {
        return keep(account, "KEY_OF_" + account, scope);
    }

    Target keep(String account, String key, String scope) {
        return keep(account, key, Market.OPTIONS, scope);
    }

    Target keep(String account, String key, Market market, String scope) {
        Target target = new Target(
                new Account(account, new Login(GateSettings.LIVE, key)),
                market,
                Scope.parse(scope),
                RenewalPolicy.forTimeout(Timeout.ofSeconds(30)),
                CloseMode.EXPIRE);
        keepers.start(target, (from, answer) -> {});
        return target;
    }

    public void pass(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    public void cut(boolean gone) {
        cut = gone;
    }

    public void die(String reason) {
        dead = Optional.of(reason);
    }

    /** The switch fires, and is armed again. */
    public void lapse() {
        cut(true);
        pass(40);
        cut(false);
        pass(10);
    }
}
