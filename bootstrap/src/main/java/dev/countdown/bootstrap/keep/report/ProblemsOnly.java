package dev.countdown.bootstrap.keep.report;

import dev.countdown.application.KeeperEvent;
import dev.countdown.bootstrap.keep.target.Target;

/** A view without the events of a countdown that is armed and renewed as it should be. */
public record ProblemsOnly(EventView view) implements EventView {

    @Override
    public void show(Target target, KeeperEvent event) {
        boolean routine = event instanceof KeeperEvent.Arming
                || event instanceof KeeperEvent.Armed
                || event instanceof KeeperEvent.Renewed;
        if (!routine) {
            view.show(target, event);
        }
    }

    @Override
    public void complain(String line) {
        view.complain(line);
    }

    @Override
    public void close() {
        view.close();
    }
}
