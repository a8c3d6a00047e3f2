package dev.countdown.application.keeper;

import dev.countdown.application.CloseResult;
import dev.countdown.application.Scheduler;
import java.util.Set;

/** What a fleet has set aside for one of its keepers, which tells it of its end. Safe for use by many threads. */
final class FleetMembership {

    private final AccountQueue queue;
    private final double place;
    private final double share;
    private final Set<CountdownKeeper> ofAccount;
    private boolean released;

    /**
     * A membership.
     *
     * @param queue of the account
     * @param place from 0 to 1, different for each member, so that they spread evenly over the interval
     * @param share of the account's budget that was reserved
     * @param ofAccount which the keeper leaves in the end
     */
    FleetMembership(AccountQueue queue, double place, double share, Set<CountdownKeeper> ofAccount) {
        this.queue = queue;
        this.place = place;
        this.share = share;
        this.ofAccount = ofAccount;
    }

    AccountQueue queue() {
        return queue;
    }

    double place() {
        return place;
    }

    /** The keeper renews no more: its share of the budget is given back, once however often this is called. */
    void closeBegins() {
        synchronized (this) {
            if (released) {
                return;
            }
            released = true;
        }
        queue.release(share);
    }

    /** It has closed. It leaves once nothing that it sent can change its countdown any more. */
    void closed(CountdownKeeper keeper, CloseResult result, Scheduler scheduler) {
        FallbackTimers.set(scheduler, result.settledAfter(), () -> ofAccount.remove(keeper));
    }
}
