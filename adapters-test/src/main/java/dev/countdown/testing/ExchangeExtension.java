package dev.countdown.testing;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each JUnit test an exchange of its own in virtual time, by parameters: {@link ManualScheduler}, {@link
 * InMemoryExchange}, {@link CountdownGateway} (of {@link InMemoryExchange#DEFAULT_USER}), {@link RecordingListener}, and
 * {@link CountdownKeeper}, which keeps one scope over that gateway, is not started, and tells the listener what it does on
 * the thread that advances time. When the test ends the keeper is closed; if it failed, the exchange's history is printed
 * to standard error.
 *
 * <p>{@code @ExtendWith(ExchangeExtension.class)} keeps all orders with a timeout of 30 s; {@code @RegisterExtension} takes
 * one that was made by hand. Parameters of constructors and of {@code @BeforeAll} and {@code @AfterAll} are refused: all
 * tests of a class would share one exchange. Safe for tests in parallel.
 */
public final class ExchangeExtension implements ParameterResolver, AfterEachCallback {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(ExchangeExtension.class);

    private static final Map<Class<?>, Function<Fixture, Object>> PARAMETERS = Map.of(
            ManualScheduler.class, Fixture::time,
            InMemoryExchange.class, Fixture::exchange,
            CountdownGateway.class, Fixture::gateway,
            RecordingListener.class, Fixture::listener,
            CountdownKeeper.class, Fixture::keeper);

    private final ExchangeAssumptions assumptions;
    private final Scope scope;
    private final RenewalPolicy policy;

    /** All orders, a timeout of 30 s, and an exchange as we assume it. */
    public ExchangeExtension() {
        this(ExchangeAssumptions.DEFAULTS, Scope.all(), RenewalPolicy.forTimeout(Timeout.ofSeconds(30)));
    }

    /**
     * An extension of one's choice.
     *
     * @param assumptions what the exchange does where Gate is silent
     * @param scope which orders the keeper guards
     * @param policy how it renews
     */
    public ExchangeExtension(ExchangeAssumptions assumptions, Scope scope, RenewalPolicy policy) {
        this.assumptions = assumptions;
        this.scope = scope;
        this.policy = policy;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getTestMethod().isPresent()
                && PARAMETERS.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Function<Fixture, Object> part = PARAMETERS.get(parameter.getParameter().getType());
        if (part == null) {
            throw new IllegalArgumentException("no such parameter: " + parameter.getParameter());
        }
        return part.apply(fixture(context));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Fixture fixture = fixture(context);
        context.getExecutionException()
                .ifPresent(failure -> System.err.println(context.getDisplayName() + " failed; "
                        + fixture.exchange().dump() + "events of the keeper: " + fixture.listener()));
        fixture.keeper().close();
    }

    /** One for each test: the context of a test method has a store of its own. */
    private Fixture fixture(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(this, self -> Fixture.of(assumptions, scope, policy), Fixture.class);
    }

    private record Fixture(
            ManualScheduler time,
            InMemoryExchange exchange,
            CountdownGateway gateway,
            RecordingListener listener,
            CountdownKeeper keeper) {

        static Fixture of(ExchangeAssumptions assumptions, Scope scope, RenewalPolicy policy) {
            ManualScheduler time = new ManualScheduler();
            InMemoryExchange exchange = InMemoryExchange.on(time, assumptions);
            CountdownGateway gateway = exchange.gateway();
            RecordingListener listener = new RecordingListener();
            CountdownKeeper keeper = CountdownKeeper.builder(gateway, scope, policy)
                    .scheduler(time)
                    .listener(listener)
                    .executor(Runnable::run)
                    .build();
            return new Fixture(time, exchange, gateway, listener, keeper);
        }
    }
}
