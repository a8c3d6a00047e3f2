package dev.countdown.testing.simulator;

/** Thrown by an endpoint to answer with an error. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String label;

    Refusal(int status, String label, String message) {
        super(message, null, false, false);
        this.status = status;
        this.label = label;
    }

    static Refusal badRequest(String label, String message) {
        return new Refusal(400, label, message);
    }

    EndpointReply answer() {
        return EndpointReply.error(status, label, String.valueOf(getMessage()));
    }
}
