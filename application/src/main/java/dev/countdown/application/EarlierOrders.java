package dev.countdown.application;

/** What is known, with the first acknowledgement of a keeper, of the orders that stood before it. */
public enum EarlierOrders {
    /** Nothing: there is no record of an earlier process. Reconcile them. */
    NOT_KNOWN("nothing is known of earlier orders; reconcile them"),
    /** The switch has not fired since the acknowledgement that the process before recorded. */
    GUARDED("the switch has not fired since the process before was acknowledged"),
    /** The switch may have fired since, or a lapse of before is open: {@link KeeperEvent.Lapsed} follows. */
    LAPSED("the switch may have fired, or a lapse is open; reconcile earlier orders");

    private final String reason;

    EarlierOrders(String reason) {
        this.reason = reason;
    }

    /** For people. */
    String reason() {
        return reason;
    }
}
