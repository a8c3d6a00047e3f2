package dev.countdown.guard;

import com.google.common.base.Ascii;
import dev.countdown.application.guard.PetAnswer;
import dev.countdown.http.GateSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Sends pets to one node. What it says of a failure holds no header, and so no token. Safe for use by many threads. */
final class NodeClient {

    private final HttpClient client;
    private final URI base;
    private final Optional<String> name;
    private final String token;
    private final long deadlineMillis;

    /** Its certificate is for the name, if there is one, else for the host of the URL. */
    NodeClient(HttpClient client, URI base, Optional<String> name, String token, long deadlineMillis) {
        this.client = client;
        this.base = base;
        this.name = name;
        this.token = token;
        this.deadlineMillis = deadlineMillis;
    }

    /** What a node answered; the reply is there with a welcome alone. */
    record Answer(PetAnswer answer, Optional<PetReply> reply) {}

    /** Refuses what cannot be a node. A token in the clear goes to no other machine. */
    static URI checked(URI base) {
        String scheme = Ascii.toLowerCase(String.valueOf(base.getScheme()));
        if (base.getRawUserInfo() != null) {
            throw new IllegalArgumentException("node must not hold a user or password: host " + base.getHost());
        }
        boolean bare = base.getRawQuery() == null
                && base.getRawFragment() == null
                && String.valueOf(base.getRawPath()).matches("/?");
        if (base.getHost() == null || !bare || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IllegalArgumentException(
                    "node must be https://HOST:PORT: " + base.toString().replaceAll("[?#].*", "..."));
        }
        if (scheme.equals("http") && !GateSettings.isLoopback(base.getHost())) {
            throw new IllegalArgumentException("node must be https unless its host is loopback: " + base);
        }
        if (base.getPort() < 1 || base.getPort() > 65535) {
            throw new IllegalArgumentException("node must have a port of 1 to 65535: " + base);
        }
        return URI.create(scheme + "://" + Ascii.toLowerCase(base.getRawAuthority()));
    }

    /** Fails with a message for people; ends at its deadline. */
    Future<Answer> send(PetRequest pet) {
        String host = base.getHost().replaceAll("[\\[\\]]", "");
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setSsl(base.getScheme().equals("https"))
                .setServer(SocketAddress.inetSocketAddress(base.getPort(), host))
                .setHost(name.orElse(host))
                .setPort(base.getPort())
                .setURI(PetJson.PATH + pet.pet().bot())
                .setConnectTimeout(deadlineMillis)
                .putHeader("Content-Type", "application/json")
                .putHeader("Authorization", "Bearer " + token);
        Promise<Answer> answer = Promise.promise();
        Future<Answer> inTime = answer.future().timeout(deadlineMillis, TimeUnit.MILLISECONDS);
        client.request(options).onFailure(answer::tryFail).onSuccess(request -> {
            request.exceptionHandler(answer::tryFail); // first, or Vert.x logs the reset of one that came too late
            inTime.onFailure(over -> request.reset());
            if (!inTime.isComplete()) {
                send(request, Buffer.buffer(PetJson.encode(pet)), answer);
            }
        });
        return inTime;
    }

    private static void send(HttpClientRequest request, Buffer body, Promise<Answer> answer) {
        request.send(body).onFailure(answer::tryFail).onSuccess(response -> {
            response.exceptionHandler(answer::tryFail);
            Buffer read = Buffer.buffer();
            response.handler(chunk -> {
                read.appendBuffer(chunk);
                if (read.length() > PetJson.MOST_REPLY_BYTES) {
                    answer.tryFail("a reply of more than " + PetJson.MOST_REPLY_BYTES + " bytes");
                    request.reset();
                }
            });
            response.end().onFailure(answer::tryFail).onSuccess(end -> {
                try {
                    answer.tryComplete(answer(response, read.getBytes()));
                } catch (IllegalArgumentException e) {
                    answer.tryFail(String.valueOf(e.getMessage()));
                }
            });
        });
    }

    private static Answer answer(HttpClientResponse response, byte[] body) {
        switch (response.statusCode()) {
            case 200 -> {
                PetReply reply = PetJson.reply(body);
                return new Answer(new PetAnswer.Welcome(reply.echo()), Optional.of(reply));
            }
            case 404 -> {
                return new Answer(new PetAnswer.UnknownBot(), Optional.empty());
            }
            case 409 -> {
                return new Answer(new PetAnswer.Superseded(PetJson.superseded(body)), Optional.empty());
            }
            case 401, 403 ->
                throw new IllegalArgumentException("it refuses the token, with status " + response.statusCode());
            default -> throw new IllegalArgumentException("status " + response.statusCode());
        }
    }
}
