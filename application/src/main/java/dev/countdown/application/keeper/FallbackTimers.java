package dev.countdown.application.keeper;

import dev.countdown.application.Scheduler;
import java.time.Duration;

/**
 * Timers that are always set: one that a platform's scheduler does not take, as after it was shut down, runs on the machine's
 * own. So a keeper that is closed then ends as it promised.
 */
final class FallbackTimers {

    private FallbackTimers() {}

    static Scheduler.Timer set(Scheduler scheduler, Duration delay, Runnable task) {
        try {
            return scheduler.schedule(delay, task);
        } catch (Throwable refused) {
            return Scheduler.system().schedule(delay, task);
        }
    }

    static void cancel(Scheduler.Timer timer) {
        try {
            timer.cancel();
        } catch (Throwable shutDown) { // then it may run once too often, which does no harm: nothing is due
        }
    }
}
