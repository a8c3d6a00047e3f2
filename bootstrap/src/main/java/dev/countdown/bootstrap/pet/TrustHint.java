package dev.countdown.bootstrap.pet;

import dev.countdown.guard.GuardEvent;

/**
 * Says what to do about a node whose certificate is of an authority that is not trusted; of Java's own words for it nobody learns
 * that. A certificate for another name, or one that is not valid now, is the node's business, so those words stay as they are.
 *
 * @param isGiven whether there is the option {@code --trust}
 */
record TrustHint(boolean isGiven) {

    /** What Java says of an unknown authority: with its own ones, and with given ones. */
    private static final String UNKNOWN = "(?s).*(unable to find valid certification path|trust anchor).*";

    GuardEvent explained(GuardEvent event) {
        return event instanceof GuardEvent.NodeLost lost && lost.reason().matches(UNKNOWN)
                ? new GuardEvent.NodeLost(lost.node(), lost.reason() + "; " + cure())
                : event;
    }

    private String cure() {
        return isGiven
                ? "its certificate is of no authority in the file of --trust"
                : "Java does not know the authority of its certificate: name the file of the authority by --trust";
    }
}
