package dev.countdown.http;

import com.google.common.base.Ascii;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One complete HTTP reply as it came. */
record WireReply(int status, MultiMap headers, Buffer body, Optional<ReplyTimes> times) {

    private static final CharSequence TRACE_ID = HttpHeaders.createOptimized("X-Gate-Trace-ID");
    private static final Pattern TIMEOUT = Pattern.compile("(?i)\\btimeout=(\\d{1,6})\\b");

    /** A reply, and what its headers tell of the exchange's clock. */
    WireReply(int status, MultiMap headers, Buffer body) {
        this(status, headers, body, ReplyTimes.of(headers));
    }

    /** The object in the body; empty where the body is not declared to be JSON, or is not. */
    Optional<ReplyBody> json() {
        return declaresJson() ? ReplyBody.parse(body) : Optional.empty();
    }

    /** The exchange's own name for this exchange of messages, as it stands there; empty if it gave none. */
    String traceId() {
        String trace = headers.get(TRACE_ID);
        return trace == null ? "" : trace;
    }

    /** Whether something on the way says that it had this reply in store. */
    boolean isFromCache() {
        String age = headers.get(HttpHeaders.AGE);
        return age != null && !age.strip().matches("0*");
    }

    /** How long the exchange keeps an idle connection, less a second but at least one; empty if it does not say. */
    Optional<Duration> keepAlive() {
        String header = headers.get(HttpHeaders.KEEP_ALIVE);
        if (header == null) {
            return Optional.empty();
        }
        Matcher timeout = TIMEOUT.matcher(header);
        return timeout.find()
                ? Optional.of(Duration.ofSeconds(Math.max(1, Long.parseLong(timeout.group(1)) - 1)))
                : Optional.empty();
    }

    /** Where a failure happened, for the exchange's support; not yet {@linkplain SentRequest#clean clean}. */
    String where() {
        String trace = traceId();
        return "status " + status + (trace.isEmpty() ? "" : ", trace " + trace);
    }

    private boolean declaresJson() {
        String declared = headers.get(HttpHeaders.CONTENT_TYPE);
        if (declared == null) {
            return true;
        }
        int end = declared.indexOf(';');
        String type = (end < 0 ? declared : declared.substring(0, end)).strip();
        return Ascii.equalsIgnoreCase(type, "application/json")
                || Ascii.toLowerCase(type).endsWith("+json");
    }
}
