package dev.countdown.bootstrap.cli;

/** A thread that the end of the process does not wait for. */
public final class DaemonThread {

    private DaemonThread() {}

    /** One that has not started. */
    public static Thread of(String name, Runnable task) {
        Thread thread = new Thread(task, "countdown-" + name);
        thread.setDaemon(true);
        return thread;
    }
}
