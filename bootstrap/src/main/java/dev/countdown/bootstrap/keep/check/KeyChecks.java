package dev.countdown.bootstrap.keep.check;

import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.ExchangeConnection;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.config.Config;
import dev.countdown.bootstrap.keep.config.GuardSecrets;
import dev.countdown.bootstrap.keep.config.GuardSection;
import dev.countdown.bootstrap.keep.target.Login;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.http.Credentials;
import dev.countdown.http.GateProbe;
import dev.countdown.http.GateProbe.Answer;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tries the keys and the exchange of each login, without a countdown and without an order: nothing changes at the exchange.
 * For one thread.
 */
final class KeyChecks implements AutoCloseable {

    /** Signs nothing. */
    private static final Credentials NOBODY = Credentials.of("nobody", "nobody");

    private final Vertx vertx = ExchangeConnection.vertx();
    private final Consumer<Finding> tell;

    KeyChecks(Consumer<Finding> tell) {
        this.tell = tell;
    }

    void check(Config config) {
        Map<Login, List<Target>> byLogin = config.targets().stream()
                .collect(Collectors.groupingBy(
                        target -> target.account().login(), LinkedHashMap::new, Collectors.toList()));
        byLogin.forEach((login, targets) -> check(config, login, targets));
    }

    /** What a node needs beside the keys. */
    void check(GuardSection guard) {
        try {
            GuardSecrets unused = GuardSecrets.read(guard, vertx);
            tell.accept(Finding.ok(
                    "",
                    guard.tls().isPresent()
                            ? "token, certificate and key can be used, and no other user can read token and key"
                            : "the token can be used, and no other user can read it"));
        } catch (UsageException e) {
            tell.accept(Finding.error("", String.valueOf(e.getMessage()), ExitCode.USAGE));
        }
    }

    private void check(Config config, Login login, List<Target> targets) {
        String accounts = targets.stream()
                .map(target -> target.account().name())
                .distinct()
                .collect(Collectors.joining(", "));
        Optional<Credentials> keys = keys(config, login, accounts);
        try (GateProbe probe =
                new GateProbe(vertx, ConnectionOptions.settings(login.baseUri(), () -> keys.orElse(NOBODY)))) {
            Answer time = await(probe.get(ExchangeTimes.PATH));
            List<Finding> about = ExchangeTimes.of(accounts, login.baseUri(), time);
            about.forEach(tell);
            if (about.stream().anyMatch(finding -> finding.exitCode() != ExitCode.DONE)) {
                return; // no signature for a server that does not answer as Gate does
            }
            keys.ifPresent(present -> targets.stream()
                    .map(Target::market)
                    .distinct()
                    .map(market ->
                            Permission.of(accounts, login.key(), market, await(probe.getSigned(market.openOrders()))))
                    .forEach(tell));
            ListedScopes.of(targets, target -> await(probe.get(target))).forEach(tell);
        }
    }

    private Optional<Credentials> keys(Config config, Login login, String accounts) {
        try {
            Credentials keys =
                    Objects.requireNonNull(config.credentials().get(login)).get();
            tell.accept(Finding.ok(accounts, "key and secret can be read, and no other user can read a secret file"));
            return Optional.of(keys);
        } catch (UsageException e) {
            tell.accept(Finding.error(accounts, String.valueOf(e.getMessage()), ExitCode.USAGE));
            return Optional.empty();
        }
    }

    private static Answer await(CompletionStage<Answer> answer) {
        return answer.toCompletableFuture().join();
    }

    @Override
    public void close() {
        ExchangeConnection.close(vertx);
    }
}
