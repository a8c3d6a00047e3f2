package dev.countdown.bootstrap;

import dev.countdown.application.KeeperEvent;

/** Where the events of a keep session are shown. A reader that does not read must delay nothing. */
interface EventView extends AutoCloseable {

    void show(Target target, KeeperEvent event);

    /** Shows what went wrong, where nothing shown overwrites it. */
    void complain(String line);

    /** Shows what is left, for two seconds at most. */
    @Override
    void close();
}
