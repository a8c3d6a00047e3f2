package dev.countdown.bootstrap.probe;

/** Somebody ended the probe, as Ctrl-C does. */
final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
        super("stopped", null, false, false);
    }
}
