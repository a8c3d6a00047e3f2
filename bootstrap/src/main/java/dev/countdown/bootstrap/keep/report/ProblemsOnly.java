package dev.countdown.bootstrap.keep.report;

import dev.countdown.application.KeeperEvent;
import dev.countdown.bootstrap.keep.target.HeldGateway;
import dev.countdown.bootstrap.keep.target.Target;
import java.util.function.Predicate;

/**
 * A view without the events of a countdown that is armed, renewed and closed as it should be. Why {@code keep} ends is not told
 * by events but by complaints.
 *
 * @param running whether a target is not being closed
 */
public record ProblemsOnly(EventView view, Predicate<Target> running) implements EventView {

    @Override
    public void show(Target target, KeeperEvent event) {
        if (!isRoutine(target, event)) {
            view.show(target, event);
        }
    }

    private boolean isRoutine(Target target, KeeperEvent event) {
        return switch (event.kind()) {
            case ARMING, ARMED, RENEWED, DISARMING -> true;
            case DISARMED, CLOSED -> event.reason().isEmpty(); // certain
            case EXPIRING, EXPIRING_SOON -> !running.test(target);
            case FAILED -> event.reason().equals(HeldGateway.REASON);
            default -> false;
        };
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
