package dev.countdown.bootstrap.keep.liveness;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Asks a URL once, by HTTP/1.1 on a connection of its own, at the first of its host's addresses that takes it. Redirects are
 * not followed. Safe for use by many threads.
 */
final class HealthProbe {

    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_INTERIM = 8;

    /** Gives the addresses of a name; may block. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final Vertx vertx;
    private final Resolver resolver;
    private final HttpClient client;
    private final URI uri;
    private final boolean tls;
    private final int port;

    HealthProbe(Vertx vertx, Resolver resolver, URI uri) {
        this.vertx = vertx;
        this.resolver = resolver;
        this.client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
        this.uri = uri;
        this.tls = "https".equals(uri.getScheme());
        this.port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
    }

    /** Gives the status once the whole answer is in, or fails; within the time in milliseconds. */
    Future<Integer> ask(long millis) {
        Asked asked = new Asked(millis);
        vertx.runOnContext(start -> asked.start());
        return asked.end.future();
    }

    /** One question, on one event loop. */
    private final class Asked {
        private final long millis;
        private final Promise<Integer> end = Promise.promise();
        private final Deque<InetAddress> left = new ArrayDeque<>();
        private int bytes;
        private int interim;

        Asked(long millis) {
            this.millis = millis;
        }

        void start() {
            long timer = vertx.setTimer(millis, late -> end.tryFail(new TimeoutException()));
            end.future().onComplete(over -> vertx.cancelTimer(timer));
            vertx.executeBlocking(() -> List.of(resolver.addresses(uri.getHost())), false)
                    .onComplete(
                            found -> {
                                left.addAll(found);
                                next(millis / found.size());
                            },
                            end::tryFail);
        }

        /** A host of two addresses may listen on the second alone. */
        private void next(long connectMillis) {
            RequestOptions options = options(left.remove()).setConnectTimeout(Math.max(1, connectMillis));
            client.request(options).onComplete(this::send, failure -> {
                if (left.isEmpty() || end.future().isComplete()) {
                    end.tryFail(failure);
                } else {
                    next(connectMillis);
                }
            });
        }

        private RequestOptions options(InetAddress address) {
            String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            return new RequestOptions()
                    .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                    .setHost(uri.getHost())
                    .setPort(port)
                    .setSsl(tls)
                    .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
        }

        private void send(HttpClientRequest request) {
            end.future().onComplete(over -> request.connection().close());
            request.continueHandler(proceed -> interim()).earlyHintsHandler(hints -> interim());
            request.send().onComplete(this::heard, end::tryFail);
        }

        private void interim() {
            if (++interim > MOST_INTERIM) {
                end.tryFail("more than " + MOST_INTERIM + " interim answers");
            }
        }

        private void heard(HttpClientResponse response) {
            response.handler(chunk -> {
                bytes += chunk.length();
                if (bytes > MOST_BYTES) {
                    end.tryFail("an answer of more than " + MOST_BYTES / 1024 + " KiB");
                }
            });
            response.end().onComplete(all -> end.tryComplete(response.statusCode()), end::tryFail);
        }
    }
}
