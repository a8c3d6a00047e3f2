package dev.countdown.bootstrap.keep.report;

import dev.countdown.application.KeeperEvent;
import dev.countdown.bootstrap.keep.target.Target;

/** Where the events that {@code keep} reports are shown. A reader that does not read must delay nothing. */
public interface EventView extends AutoCloseable {

    void show(Target target, KeeperEvent event);

    /** Shows what went wrong, where nothing shown overwrites it. */
    void complain(String line);

    /** Shows what is left, for two seconds at most. */
    @Override
    void close();
}
