package dev.countdown.bootstrap.probe;

import java.util.ArrayList;
import java.util.List;

/** How late the countdowns fired that were seen to cancel an order. */
final class Firings {

    /**
     * One firing.
     *
     * @param order that it cancelled
     * @param isOfTriggerTime whether the delay counts from the trigger time; else from the receipt of the request + timeout
     * @param millis how late it was
     */
    record Firing(String order, boolean isOfTriggerTime, Range millis) {}

    static final String NONE = "no firing was seen";

    private final List<Firing> seen = new ArrayList<>();
    private boolean isMissing;

    void add(Firing firing) {
        seen.add(firing);
    }

    /** One did not come. */
    void missing() {
        isMissing = true;
    }

    List<Firing> seen() {
        return List.copyOf(seen);
    }

    /** The longest delay that there can have been; 0 if none was seen. */
    long most() {
        return seen.stream().mapToLong(each -> each.millis().most()).max().orElse(0);
    }

    TopicFinding finding() {
        if (isMissing) {
            return TopicFinding.seen(
                    Topic.FIRING_DELAY, "not within " + OrderTrial.LATEST.toSeconds() + " s", "of an order's scope");
        }
        boolean byTrigger = seen.stream().anyMatch(Firing::isOfTriggerTime);
        List<Range> delays = seen.stream()
                .filter(each -> each.isOfTriggerTime() == byTrigger)
                .map(Firing::millis)
                .toList();
        if (delays.isEmpty()) {
            return TopicFinding.notKnown(Topic.FIRING_DELAY, NONE);
        }
        long least = delays.stream().mapToLong(Range::least).min().getAsLong();
        long most = delays.stream().mapToLong(Range::most).max().getAsLong();
        return TopicFinding.seen(
                Topic.FIRING_DELAY,
                least + " to " + most + " ms after " + (byTrigger ? "the trigger time" : "receipt + timeout"),
                "in " + delays.size() + " firings");
    }
}
