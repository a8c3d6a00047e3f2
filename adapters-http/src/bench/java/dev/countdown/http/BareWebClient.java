package dev.countdown.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.util.function.Consumer;

/** WebClient with everything made beforehand: no signing, no deadline, and the reply is not read. */
final class BareWebClient implements Contender {

    private static final CharSequence KEY = HttpHeaders.createOptimized("KEY");
    private static final CharSequence SIGN = HttpHeaders.createOptimized("SIGN");
    private static final CharSequence TIMESTAMP = HttpHeaders.createOptimized("Timestamp");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final WebClient client;
    private final URI uri;
    private final String path;
    private final Buffer body = Buffer.buffer("{\"timeout\":30,\"underlying\":\"BTC_USDT\"}");
    private final String sign = "0".repeat(128);

    BareWebClient(Vertx vertx, URI uri, int inFlight) {
        client = WebClient.create(vertx, new WebClientOptions(), new PoolOptions().setHttp1MaxSize(inFlight));
        this.uri = uri;
        path = uri.getPath() + "/options/countdown_cancel_all";
    }

    @Override
    public void call(Consumer<Boolean> acknowledged) {
        var request = client.post(uri.getPort(), uri.getHost(), path);
        request.headers()
                .set(HttpHeaders.CONTENT_TYPE, JSON)
                .set(HttpHeaders.ACCEPT, JSON)
                .set(KEY, "key")
                .set(SIGN, sign)
                .set(TIMESTAMP, "1541993715");
        request.sendBuffer(body)
                .onComplete(reply ->
                        acknowledged.accept(reply.succeeded() && reply.result().statusCode() == 200));
    }
}
