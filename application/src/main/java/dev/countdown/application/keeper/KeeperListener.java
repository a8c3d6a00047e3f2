package dev.countdown.application.keeper;

import dev.countdown.application.KeeperEvent;

/** Told what a keeper did and learned. One listener may be that of many keepers. */
@FunctionalInterface
public interface KeeperListener {

    /**
     * Called once for each event, in order, never twice at once for one keeper, on the executor of the keeper's builder. It
     * may throw or call the keeper. It may block, and delays no renewal by that, unless the executor is {@code Runnable::run}:
     * then it blocks the thread that decides. A listener that blocks for very long is told how many events it missed, by
     * {@link KeeperEvent.Skipped}. Nothing comes after {@link KeeperEvent.Closed}.
     *
     * @param keeper whose event it is; after a lapse say {@code keeper.reconciled(lapsed.lapse())}
     * @param event what happened
     */
    void on(CountdownKeeper keeper, KeeperEvent event);
}
