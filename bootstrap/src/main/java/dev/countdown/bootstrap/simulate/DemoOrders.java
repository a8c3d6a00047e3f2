package dev.countdown.bootstrap.simulate;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.http.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Places and reads orders over signed REST, sharing no code with the gateway or the simulator. */
final class DemoOrders {

    private static final byte[] SECRET = "demo".getBytes(StandardCharsets.UTF_8);

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI base;
    private final Scheduler clock;

    DemoOrders(URI base, Scheduler clock) {
        this.base = base;
        this.clock = clock;
    }

    static Credentials credentials() {
        return Credentials.of("demo", "demo");
    }

    /** Returns the number of the order. */
    String place(String contract) throws IOException, InterruptedException {
        String body = new Json()
                .put("contract", contract)
                .put("size", 1)
                .put("price", "5")
                .put("tif", "gtc")
                .toString();
        return call("POST", "/options/orders", body).getOrDefault("id", "none");
    }

    /** Returns {@code open}, or {@code finished/} and how. */
    String status(String id) throws IOException, InterruptedException {
        Map<String, String> order = call("GET", "/options/orders/" + id, "");
        String status = order.getOrDefault("status", "none");
        return status.equals("finished") ? status + "/" + order.get("finish_as") : status;
    }

    private Map<String, String> call(String method, String path, String body) throws IOException, InterruptedException {
        String timestamp = String.valueOf(clock.wallMillis() / 1000);
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(DemoSteps.PATIENCE)
                .header("Content-Type", "application/json")
                .header("KEY", "demo")
                .header("Timestamp", timestamp)
                .header("SIGN", sign(method, base.getPath() + path, body, timestamp))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> reply = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (reply.statusCode() / 100 != 2) {
            throw new DemoSteps.Missing(
                    method + " " + path + " was answered " + reply.statusCode() + " " + reply.body());
        }
        return Json.members(reply.body());
    }

    private static String sign(String method, String path, String body, String timestamp) {
        HashCode hash = Hashing.sha512().hashString(body, StandardCharsets.UTF_8);
        String text = String.join("\n", method, path, "", hash.toString(), timestamp);
        return Hashing.hmacSha512(SECRET)
                .hashString(text, StandardCharsets.UTF_8)
                .toString();
    }
}
