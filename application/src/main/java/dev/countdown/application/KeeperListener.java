package dev.countdown.application;

/** Told what a keeper did and learned. */
@FunctionalInterface
public interface KeeperListener {

    /**
     * Called once for each event, in order, never two at once for one listener, on the keeper's executor. It may block,
     * throw or call the keeper: that delays no renewal, unless the executor is {@code Runnable::run}. One that blocks for very long is told how many events it missed, by
     * {@link KeeperEvent.Skipped}. Nothing comes after {@link KeeperEvent.Closed}.
     *
     * @param event what happened
     */
    void on(KeeperEvent event);
}
