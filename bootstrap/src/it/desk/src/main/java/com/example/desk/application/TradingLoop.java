package com.example.desk.application;

import dev.countdown.application.Scheduler;
import dev.countdown.application.Watchdog;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** The strategy's own loop; as long as it turns, it pets the watchdog. */
public final class TradingLoop {

    private static final Duration TURN = Duration.ofMillis(100);

    private final Scheduler scheduler;
    private final Watchdog watchdog;
    private final List<OrderManager> managers;
    private volatile boolean hung;
    private volatile boolean stopped;

    public TradingLoop(Scheduler scheduler, Watchdog watchdog, List<OrderManager> managers) {
        this.scheduler = scheduler;
        this.watchdog = watchdog;
        this.managers = List.copyOf(managers);
    }

    public void turn() {
        if (!hung && !stopped) {
            watchdog.pet();
            managers.forEach(manager -> manager.refresh(BigDecimal.valueOf(100)));
        }
        if (!stopped) {
            scheduler.schedule(TURN, this::turn);
        }
    }

    /** The turn under way is the last. */
    public void stop() {
        stopped = true;
    }

    /** As a deadlock would. */
    public void hang(boolean hangs) {
        hung = hangs;
    }
}
