package dev.countdown.testing.simulator;

import dev.countdown.testing.Await;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A client with a signer of its own. */
final class SignedClient {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ExchangeSimulator simulator;
    private final String key;
    private final String secret;

    SignedClient(ExchangeSimulator simulator, String key, String secret) {
        this.simulator = simulator;
        this.key = key;
        this.secret = secret;
    }

    HttpResponse<String> countdown(String body) {
        return send("POST", "/options/countdown_cancel_all", "", body);
    }

    HttpResponse<String> send(String method, String path, String query, String body) {
        return await(sendAsync(method, path, query, body));
    }

    CompletableFuture<HttpResponse<String>> sendAsync(String method, String path, String query, String body) {
        String timestamp = Long.toString(System.currentTimeMillis() / 1000);
        return http.sendAsync(
                builder(method, path, query, body)
                        .header("KEY", key)
                        .header("Timestamp", timestamp)
                        .header("SIGN", sign(method, "/api/v4" + path, query, body, timestamp))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> raw(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> sim(String method, String path, String body) {
        URI uri = simulator.baseUri().resolve("/sim/" + path);
        return await(http.sendAsync(
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString()));
    }

    HttpRequest.Builder builder(String method, String path, String query, String body) {
        URI uri = URI.create(simulator.baseUri() + path + (query.isEmpty() ? "" : "?" + query));
        return HttpRequest.newBuilder(uri)
                .timeout(Await.PATIENCE)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    String sign(String method, String path, String query, String body, String timestamp) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-512").digest(body.getBytes(StandardCharsets.UTF_8));
            String text = method + "\n" + path + "\n" + query + "\n" + hex(hash) + "\n" + timestamp;
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA512"));
            return hex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(byte[] bytes) {
        return String.format("%0128x", new BigInteger(1, bytes));
    }

    private static HttpResponse<String> await(CompletableFuture<HttpResponse<String>> response) {
        return response.join();
    }
}
