package dev.countdown.testing.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the simulator will say: a status, JSON or HTML, headers, and in a word whether anything was done. */
record EndpointReply(int status, String contentType, String body, Map<String, String> headers, String verdict) {

    static EndpointReply of(int status, JsonObject json) {
        return new EndpointReply(status, "application/json", json.encode(), Map.of(), "applied");
    }

    static EndpointReply of(int status, JsonArray json) {
        return new EndpointReply(status, "application/json", json.encode(), Map.of(), "applied");
    }

    static EndpointReply error(int status, String label, String message) {
        JsonObject json = new JsonObject().put("label", label).put("message", message);
        return new EndpointReply(status, "application/json", json.encode(), Map.of(), label);
    }

    static EndpointReply html(int status, String title) {
        String page = "<html><head><title>" + status + " " + title + "</title></head><body><h1>" + status + " " + title
                + "</h1></body></html>";
        return new EndpointReply(status, "text/html", page, Map.of(), title);
    }

    EndpointReply with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return withOnly(all);
    }

    EndpointReply withOnly(Map<String, String> others) {
        return new EndpointReply(status, contentType, body, Map.copyOf(others), verdict);
    }

    EndpointReply withBody(String other) {
        return new EndpointReply(status, contentType, other, headers, verdict);
    }
}
