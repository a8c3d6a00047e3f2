package com.example.desk.wiring;

import com.example.desk.application.OrderManager;
import com.example.desk.application.TradingLoop;
import dev.countdown.application.CloseMode;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.Scheduler;
import dev.countdown.application.Watchdog;
import dev.countdown.application.keeper.CountdownKeeper;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The desk, put together: one keeper for each scope, one loop for all. */
public final class Desk implements AutoCloseable {

    private final List<CountdownKeeper> keepers = new ArrayList<>();
    private final TradingLoop loop;

    private Desk(Scheduler scheduler, List<Account> accounts) {
        Watchdog watchdog = new Watchdog(scheduler, Duration.ofSeconds(1));
        List<OrderManager> managers = new ArrayList<>();
        for (Account account : accounts) {
            account.strategies().forEach((scope, strategy) -> {
                CountdownKeeper keeper = CountdownKeeper.builder(
                                account.gateway(), scope, RenewalPolicy.forTimeout(Timeout.ofSeconds(10)))
                        .scheduler(scheduler)
                        .liveness(watchdog)
                        .build()
                        .start();
                keepers.add(keeper);
                managers.add(new OrderManager(strategy, keeper, account.orders()));
            });
        }
        loop = new TradingLoop(scheduler, watchdog, managers);
    }

    public static Desk open(Scheduler scheduler, List<Account> accounts) {
        Desk desk = new Desk(scheduler, accounts);
        desk.loop.turn();
        return desk;
    }

    public TradingLoop loop() {
        return loop;
    }

    public boolean isGuarded() {
        return keepers.stream().allMatch(CountdownKeeper::mayQuote);
    }

    @Override
    public void close() {
        loop.stop();
        keepers.forEach(keeper -> keeper.close(CloseMode.EXPIRE));
    }
}
