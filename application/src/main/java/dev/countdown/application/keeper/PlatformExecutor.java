package dev.countdown.application.keeper;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs what a platform is told on the executor that it gave, each task once; a task that this executor does not take, after it
 * was shut down or throws, on a thread of our own. Safe for use by many threads.
 */
record PlatformExecutor(Executor executor) implements Executor {

    static final PlatformExecutor OWN = new PlatformExecutor(ListenerThreads.INSTANCE);

    @Override
    public void execute(Runnable task) {
        AtomicBoolean begun = new AtomicBoolean();
        Runnable once = () -> {
            if (!begun.getAndSet(true)) {
                task.run();
            }
        };
        try {
            executor.execute(once);
        } catch (Throwable refused) { // or thrown by the task itself, if it was run right here
            if (!begun.get()) {
                ListenerThreads.INSTANCE.execute(once);
            }
        }
    }
}
