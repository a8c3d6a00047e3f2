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

    static Refusal missing(String parameter) {
        return badRequest("MISSING_REQUIRED_PARAM", "Missing required parameter: " + parameter);
    }

    static Refusal unknown(ReceivedRequest call) {
        return new Refusal(404, "NOT_FOUND", "no such path: " + call.path());
    }

    static Refusal notAllowed(ReceivedRequest call) {
        return new Refusal(405, "METHOD_NOT_ALLOWED", call.method() + " is not allowed here");
    }

    EndpointReply answer() {
        return EndpointReply.error(status, label, String.valueOf(getMessage()));
    }
}
