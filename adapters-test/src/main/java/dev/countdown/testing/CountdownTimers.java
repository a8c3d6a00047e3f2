package dev.countdown.testing;

import dev.countdown.application.Scheduler;
import dev.countdown.domain.Countdown;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One timer for each owner and scope. A renewal only moves the deadline; the timer that is set looks at it when it runs, and
 * sets itself again if there is time left, so that renewals cost no timers. Not thread-safe.
 */
final class CountdownTimers {

    private final ExchangeClock clock;
    private final Map<ScopeKey, Running> running = new LinkedHashMap<>();
    private final Consumer<Running> onDue;

    /** What to call, off any lock, when a timer comes due; it calls {@link #takeIfOver}. */
    CountdownTimers(ExchangeClock clock, Consumer<Running> onDue) {
        this.clock = clock;
        this.onDue = onDue;
    }

    /** A deadline, and the timer that will look at it. */
    static final class Running {
        final ScopeKey key;
        final String user;
        Countdown countdown;
        long triggerMillis;
        long lastOrderId;
        private long fireNanos;
        private long timerNanos;
        private Scheduler.@Nullable Timer timer;

        Running(ScopeKey key, String user, Countdown countdown) {
            this.key = key;
            this.user = user;
            this.countdown = countdown;
        }

        private void cancelTimer() {
            if (timer != null) {
                timer.cancel();
            }
        }

        Instant triggerTime() {
            return Instant.ofEpochMilli(triggerMillis);
        }
    }

    @Nullable
    Running find(ScopeKey key) {
        return running.get(key);
    }

    /** Starts a countdown or moves its deadline. */
    Running arm(ScopeKey key, String user, Countdown countdown, long triggerMillis, long fireMillis, long lastOrderId) {
        Running entry = running.computeIfAbsent(key, absent -> new Running(key, user, countdown));
        entry.countdown = countdown;
        entry.triggerMillis = triggerMillis;
        entry.lastOrderId = lastOrderId;
        long millis = clock.millis(); // read first: a pause between the two clocks makes it late, never early
        entry.fireNanos = clock.nanos() + (fireMillis - millis) * 1_000_000;
        if (entry.timer == null || entry.fireNanos - entry.timerNanos < 0) {
            entry.cancelTimer();
            set(entry);
        }
        return entry;
    }

    void disarm(ScopeKey key) {
        Running entry = running.remove(key);
        if (entry != null) {
            entry.cancelTimer();
        }
    }

    void disarmAll(String owner) {
        running.keySet().stream()
                .filter(key -> key.owner().equals(owner))
                .toList()
                .forEach(this::disarm);
    }

    void clear() {
        running.values().forEach(Running::cancelTimer);
        running.clear();
    }

    List<ArmedCountdown> list() {
        return running.values().stream()
                .map(each -> new ArmedCountdown(each.user, each.countdown, each.triggerTime()))
                .toList();
    }

    /** Whether this countdown is over now; it is gone then. Sets its timer again if it was renewed meanwhile. */
    boolean takeIfOver(Running entry) {
        if (running.get(entry.key) != entry) {
            return false;
        }
        if (clock.nanos() - entry.fireNanos < 0) {
            set(entry);
            return false;
        }
        running.remove(entry.key);
        return true;
    }

    private void set(Running entry) {
        entry.timerNanos = entry.fireNanos;
        Duration delay = Duration.ofNanos(entry.fireNanos - clock.nanos());
        entry.timer = clock.scheduler().schedule(delay, () -> onDue.accept(entry));
    }
}
