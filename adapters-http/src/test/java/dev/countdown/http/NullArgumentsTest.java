package dev.countdown.http;

import com.google.common.testing.NullPointerTester;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each public method refuses null at once, and not when it is first used on another thread. */
class NullArgumentsTest {

    private static final Credentials CREDENTIALS = Credentials.of("key", "secret");
    private static final GateSettings SETTINGS = GateSettings.of(URI.create("http://127.0.0.1:1"), CREDENTIALS);

    private final Vertx vertx = Vertx.vertx();
    private final NullPointerTester tester = new NullPointerTester()
            .setDefault(Vertx.class, vertx)
            .setDefault(String.class, "text")
            .setDefault(URI.class, SETTINGS.baseUri())
            .setDefault(Credentials.class, CREDENTIALS)
            .setDefault(GateSettings.class, SETTINGS)
            .setDefault(Duration.class, Duration.ofSeconds(30))
            .setDefault(int.class, 1_000)
            .setDefault(Map.class, Map.of("text", "value"))
            .setDefault(Countdown.class, Countdown.disarm(Scope.all()));

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void areRefusedByValues() {
        tester.testAllPublicStaticMethods(Credentials.class);
        tester.testAllPublicStaticMethods(SecretFile.class);
        tester.testAllPublicStaticMethods(GateSettings.class);
        tester.testAllPublicConstructors(GateSettings.class);
        tester.testAllPublicInstanceMethods(SETTINGS);
    }

    @Test
    void areRefusedByWhatRunsOnAnotherThread() {
        tester.testAllPublicConstructors(VertxScheduler.class);
        tester.testAllPublicInstanceMethods(new VertxScheduler(vertx));
        tester.testAllPublicConstructors(GateCountdownGateway.class);
        try (GateCountdownGateway gateway = new GateCountdownGateway(vertx, SETTINGS)) {
            tester.testAllPublicInstanceMethods(gateway);
        }
        tester.testAllPublicConstructors(GateProbe.class);
        try (GateProbe probe = new GateProbe(vertx, SETTINGS)) {
            tester.testAllPublicInstanceMethods(probe);
        }
    }
}
