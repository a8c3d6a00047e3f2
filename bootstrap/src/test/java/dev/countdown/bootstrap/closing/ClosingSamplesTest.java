package dev.countdown.bootstrap.closing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.SimulatorTest;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.Credentials;
import dev.countdown.http.GateCountdownGateway;
import dev.countdown.http.GateSettings;
import dev.countdown.testing.FaultScript;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each host awaits its disarm, though the exchange takes its time for it; then, and only then, its gateway and Vert.x are closed. */
class ClosingSamplesTest extends SimulatorTest {

    private static final List<Scope> SCOPES = List.of(Scope.underlying("BTC_USDT"), Scope.underlying("ETH_USDT"));

    private final GateSettings settings = GateSettings.of(baseUri, Credentials.of("demo", "demo"));

    private void awaitArmed(GuardedTrading trading) {
        Await.until("may quote", trading::mayQuote);
        takeTime();
    }

    /** From the next request on the exchange answers late: who does not wait has left by then. */
    private void takeTime() {
        simulator.faults(FaultScript.parse("1+: delay 150ms 150ms"));
    }

    private void assertDisarmed() {
        assertThat(exchange.countdowns()).isEmpty();
        assertThat(exchange.firings()).isEmpty();
        assertThat(bodies()).last().asString().contains("\"timeout\":0");
    }

    private GuardedTrading armed() {
        GuardedTrading trading = new GuardedTrading(settings, SCOPES);
        awaitArmed(trading);
        return trading;
    }

    @Test
    void plainJavaDisarms() {
        Hosts.plainJava(settings, SCOPES, this::awaitArmed);
        assertDisarmed();
    }

    @Test
    void aShutdownHookExpiresSoon() throws InterruptedException {
        Thread hook = Hosts.shutdownHook(armed());
        hook.start();
        hook.join();
        assertThat(bodies()).filteredOn(body -> body.contains("\"timeout\":5")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(bodies()).noneMatch(body -> body.contains("\"timeout\":0"));
    }

    @Test
    void aVerticleDisarmsWhenItsVertxIsClosed() throws Exception {
        Vertx vertx = Vertx.vertx();
        vertx.deployVerticle(new Hosts.TradingVerticle(settings))
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.MINUTES);
        assertThat(exchange.countdowns()).hasSize(1);
        takeTime();
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.MINUTES);
        assertDisarmed();
    }

    @Test
    void springsLifecycleDisarms() throws Exception {
        Hosts.SpringTrading bean = new Hosts.SpringTrading(this::armed);
        bean.start();
        CompletableFuture<Void> done = new CompletableFuture<>();
        bean.stop(() -> done.complete(null));
        done.get(5, TimeUnit.MINUTES);
        assertThat(bean.isRunning()).isFalse();
        assertDisarmed();
    }

    @Test
    void micronautsLifeCycleDisarms() {
        new Hosts.MicronautTrading(armed()).close();
        assertDisarmed();
    }

    /** Why the order matters. */
    @Test
    void aGatewayThatIsClosedFirstLosesTheDisarm() throws Exception {
        Vertx vertx = Vertx.vertx();
        GateCountdownGateway gateway = new GateCountdownGateway(vertx, settings);
        CountdownKeeper keeper = CountdownKeeper.builder(
                        gateway, Scope.all(), RenewalPolicy.forTimeout(Timeout.ofSeconds(30)))
                .build()
                .start();
        keeper.firstArmed().get(5, TimeUnit.MINUTES);
        gateway.close();
        assertThat(keeper.close(CloseMode.DISARM).get(5, TimeUnit.MINUTES).certain())
                .isFalse();
        assertThat(exchange.countdowns()).hasSize(1);
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.MINUTES);
    }
}
