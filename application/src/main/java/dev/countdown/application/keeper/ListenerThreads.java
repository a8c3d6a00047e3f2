package dev.countdown.application.keeper;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Daemon threads, made as needed, on which listeners may block as long as they like. */
final class ListenerThreads {

    static final Executor INSTANCE = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "countdown-listener");
        thread.setDaemon(true);
        return thread;
    });

    private ListenerThreads() {}
}
