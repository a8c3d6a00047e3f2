package dev.countdown.http;

import io.vertx.core.buffer.Buffer;

/** A countdown ready for the wire: its body, and what of its signature never changes. Nobody writes into either. */
final class CountdownRequest {

    private final Buffer body;
    private final byte[] signedPrefix;

    CountdownRequest(Buffer body, byte[] signedPrefix) {
        this.body = body;
        this.signedPrefix = signedPrefix;
    }

    Buffer body() {
        return body;
    }

    byte[] signedPrefix() {
        return signedPrefix;
    }
}
