package dev.countdown.bootstrap.keep.config;

import dev.countdown.application.CloseMode;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.application.guard.GuardedScope;
import dev.countdown.bootstrap.cli.ConnectionOptions;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.Keys;
import dev.countdown.bootstrap.cli.Markets;
import dev.countdown.bootstrap.cli.SmallFile;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.cli.Words;
import dev.countdown.bootstrap.keep.target.Account;
import dev.countdown.bootstrap.keep.target.KeyInMarket;
import dev.countdown.bootstrap.keep.target.Login;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.bootstrap.profile.ExchangeProfile;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import dev.countdown.http.Credentials;
import dev.countdown.http.GateSettings;
import dev.countdown.http.Market;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/**
 * Many accounts and scopes as TOML. {@code market}, {@code timeout}, {@code interval}, {@code on-dead}, {@code on-exit} and
 * {@code profile} may stand at the top, in an account, or with a scope; the nearest counts. With {@code [guard]} it is the file of a node, which the
 * same class reads: what differs is in {@link GuardSection}.
 */
public final class ConfigFile {

    private static final Set<String> HOW = Set.of("market", "timeout", "interval", "on-dead", "on-exit", "profile");
    private static final Set<String> TOP = plus(HOW, "account", "state", "guard");
    private static final Set<String> ACCOUNT =
            plus(HOW, "base-url", "testnet", "key-env", "secret-env", "secret-file", "keep");
    private static final Set<String> KEEP = plus(HOW, "scope");
    private static final Set<String> GUARDED = plus(KEEP, "bots");

    private static final String CALLED = "configuration file";

    private final Path file;
    private final Map<String, String> environment;
    private final List<Target> targets = new ArrayList<>();
    private final Map<Login, Supplier<Credentials>> credentials = new HashMap<>();
    private final Map<String, String> secretByKey = new HashMap<>();
    private final Map<KeyInMarket, Map<Scope, String>> accountByScope = new HashMap<>();
    private final Set<String> keyVariables = new HashSet<>();
    private final Map<Target, GuardedScope> guarded = new LinkedHashMap<>();
    private boolean hasGuard;

    private ConfigFile(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /** Touches neither the network nor the keys. */
    public static Config read(Path file, Map<String, String> environment) {
        return parse(SmallFile.read(file, CALLED), file, environment);
    }

    /** The same from standard input. */
    public static Config read(InputStream input, Map<String, String> environment) {
        Path name = Path.of("(standard input)");
        try {
            return parse(SmallFile.read(input, name, CALLED), name, environment);
        } catch (IOException e) {
            throw new UsageException(CALLED + " must be readable: " + name, e);
        }
    }

    private static Config parse(String text, Path file, Map<String, String> environment) {
        TomlParseResult toml = Toml.parse(text);
        toml.errors().stream().findFirst().ifPresent(error -> {
            throw new UsageException(file + ":" + error.position().line() + ": " + error.getMessage());
        });
        return new ConfigFile(file, environment)
                .read(ConfigTable.top(file, toml).allow(TOP));
    }

    private Config read(ConfigTable top) {
        Optional<ConfigTable> guard = top.table("guard");
        hasGuard = guard.isPresent();
        ConfigTable accounts =
                top.table("account").orElseThrow(() -> new UsageException(file + ": [account.NAME] is missing"));
        for (String name : accounts.names()) {
            ConfigTable table = accounts.table(name).orElseThrow().allow(ACCOUNT);
            if (!name.matches("[\\w.-]+")) {
                throw accounts.wrong(name, "account name must be letters, digits, . _ or -: " + name);
            }
            account(name, accounts, table, top);
        }
        if (targets.isEmpty()) {
            throw new UsageException(file + ": [account.NAME] is missing");
        }
        keyVariables.removeAll(Keys.USUAL);
        if (hasGuard && top.text("state").isPresent()) {
            throw top.wrong(
                    "state", "state must not stand beside [guard]: the other nodes prove the time of a restart");
        }
        return new Config(
                List.copyOf(targets),
                Map.copyOf(credentials),
                Set.copyOf(keyVariables),
                top.text("state").map(text -> top.checked("state", () -> Path.of(text))),
                guard.map(table -> GuardSection.of(table, guarded, environment)));
    }

    private void account(String name, ConfigTable accounts, ConfigTable table, ConfigTable top) {
        if (table.flag("testnet") && table.text("base-url").isPresent()) {
            throw table.wrong("testnet", "testnet and base-url exclude each other");
        }
        if (table.text("secret-env").isPresent() && table.text("secret-file").isPresent()) {
            throw table.wrong("secret-env", "secret-env and secret-file exclude each other");
        }
        URI base = table.flag("testnet")
                ? GateSettings.TESTNET
                : table.read("base-url", ConfigFile::exchange).orElseGet(() -> ConnectionOptions.usual(environment));
        Login login = new Login(
                base, Keys.firstOfSame(environment, table.text("key-env").orElse(Keys.KEY)));
        credentials.put(login, keys(table));
        if (!secretOf(table).equals(secretByKey.computeIfAbsent(login.key(), first -> secretOf(table)))) {
            throw accounts.wrong(name, "accounts of one key must have one secret: " + name + " has another");
        }
        Account account = new Account(name, login);
        List<ConfigTable> keeps = table.tables("keep");
        if (keeps.isEmpty()) {
            throw accounts.wrong(name, "[[account." + name + ".keep]] is missing");
        }
        for (ConfigTable keep : keeps) {
            Scope scope = keep.allow(hasGuard ? GUARDED : KEEP)
                    .read("scope", Scope::parse)
                    .orElseThrow(() ->
                            keep.wrong("scope", "scope is missing: all, underlying:NAME, contract:NAME or pair:NAME"));
            Market market =
                    nearest(List.of(keep, table, top), "market", Markets::read).orElse(Market.OPTIONS);
            market.refusal(scope).ifPresent(why -> {
                throw keep.wrong("scope", why);
            });
            String other = accountByScope
                    .computeIfAbsent(new KeyInMarket(login.key(), market), first -> new HashMap<>())
                    .putIfAbsent(scope, name);
            if (other != null) {
                String where = other.equals(name) ? name + " twice" : other + " and " + name;
                throw keep.wrong(
                        "scope",
                        "a scope must be named once for one key, whatever the base URL: " + Markets.name(market, scope)
                                + " is in " + where);
            }
            Target target = target(account, market, scope, List.of(keep, table, top));
            targets.add(target);
            if (hasGuard) {
                guarded.put(target, GuardSection.scope(keep, target));
            }
        }
    }

    private static URI exchange(String text) {
        return ConnectionOptions.checked(ConnectionOptions.parse(text));
    }

    private Supplier<Credentials> keys(ConfigTable table) {
        String key = table.text("key-env").orElse(Keys.KEY);
        String secret = table.text("secret-env").orElse(Keys.SECRET);
        keyVariables.addAll(List.of(key, secret, secret + "_FILE"));
        Map<String, String> known = table.read("secret-file", Path::of)
                .map(secretFile ->
                        Map.of(key, environment.getOrDefault(key, ""), secret + "_FILE", secretFile.toString()))
                .orElse(environment);
        String named = table.text("secret-file").isPresent() ? "secret-file" : secret + "_FILE";
        return () -> Keys.from(known, key, secret, named);
    }

    /** Where it stands. */
    private static String secretOf(ConfigTable table) {
        return table.text("secret-file")
                .orElseGet(() -> "$" + table.text("secret-env").orElse(Keys.SECRET));
    }

    private Target target(Account account, Market market, Scope scope, List<ConfigTable> nearestFirst) {
        Timeout timeout = nearest(nearestFirst, "timeout", DurationText::parseTimeout)
                .orElseThrow(
                        () -> new UsageException(file + ": timeout is missing for " + account.name() + " " + scope));
        Optional<Duration> interval = nearest(nearestFirst, "interval", DurationText::parseInterval);
        OnDead onDead = nearest(
                        nearestFirst,
                        "on-dead",
                        text -> allowed("on-dead", Words.read(OnDead.class, text), OnDead.EXPIRE))
                .orElse(OnDead.EXPIRE);
        CloseMode onExit = nearest(
                        nearestFirst,
                        "on-exit",
                        text -> allowed("on-exit", Words.read(CloseMode.class, text), CloseMode.EXPIRE))
                .orElse(CloseMode.EXPIRE);
        try {
            RenewalPolicy policy = interval.map(span -> RenewalPolicy.forTimeout(timeout, span))
                    .orElseGet(() -> RenewalPolicy.forTimeout(timeout));
            RenewalPolicy chosen = policy.withOnDead(onDead);
            return new Target(
                    account,
                    market,
                    scope,
                    nearest(
                                    nearestFirst,
                                    "profile",
                                    text -> ExchangeProfile.read(Path.of(text))
                                            .checked(market, account.baseUri())
                                            .applied(chosen, onExit))
                            .orElse(chosen),
                    onExit);
        } catch (IllegalArgumentException e) {
            String key = nearestFirst.get(0).names().contains("scope") ? "scope" : "timeout";
            throw nearestFirst.get(0).wrong(key, account.name() + " " + scope + ": " + e.getMessage());
        }
    }

    /** Where several nodes guard a scope nothing shorter than its timeout is ever sent. */
    private <E extends Enum<E>> E allowed(String key, E value, E expire) {
        if (hasGuard && value != expire) {
            throw new IllegalArgumentException(
                    key + " must be expire beside [guard], because what it sends would make the"
                            + " claims of the other nodes false; for an earlier end choose a shorter timeout: "
                            + Words.of(value));
        }
        return value;
    }

    private static <T> Optional<T> nearest(List<ConfigTable> tables, String key, Function<String, T> reader) {
        return tables.stream()
                .flatMap(table -> table.read(key, reader).stream())
                .findFirst();
    }

    private static Set<String> plus(Set<String> keys, String... more) {
        Set<String> all = new HashSet<>(keys);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }
}
