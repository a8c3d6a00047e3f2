package dev.countdown.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Optional;

/** One complete HTTP reply as it came. */
record WireReply(int status, MultiMap headers, Buffer body) {

    /** The object in the body; empty where the body is not declared to be JSON, or is not. */
    Optional<ReplyBody> json() {
        return declaresJson() ? ReplyBody.parse(body.getBytes()) : Optional.empty();
    }

    /** The exchange's own name for this exchange of messages, for its support; empty if it gave none. */
    String traceId() {
        return Texts.oneLine(headers.get("X-Gate-Trace-ID"));
    }

    /** Where a failure happened, for people. */
    String where() {
        String trace = traceId();
        return "status " + status + (trace.isEmpty() ? "" : ", trace " + trace);
    }

    private boolean declaresJson() {
        String declared = headers.get("Content-Type");
        if (declared == null) {
            return true;
        }
        String type = declared.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.endsWith("+json");
    }
}
