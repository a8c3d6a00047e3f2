package dev.countdown.http;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The exchange's API, taken apart; a literal IPv6 host stays in its brackets. A signed request in the clear
 * goes to no other machine.
 */
record Endpoint(boolean tls, String host, int port, String base) {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    static Endpoint of(URI base) {
        String scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
        if (base.getRawUserInfo() != null) {
            throw new IllegalArgumentException("base URI must not hold a user or password: host " + base.getHost());
        }
        if (base.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IllegalArgumentException("base URI must be https://HOST/...: " + base);
        }
        if (base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException("base URI must not hold a query or fragment: " + base);
        }
        boolean tls = scheme.equals("https");
        String host = base.getHost().toLowerCase(Locale.ROOT);
        if (!tls && !LOOPBACK.matcher(host).matches()) {
            throw new IllegalArgumentException("base URI must be https unless its host is loopback: " + base);
        }
        int port = base.getPort() >= 0 ? base.getPort() : tls ? 443 : 80;
        return new Endpoint(tls, host, port, base.getRawPath().replaceAll("/+$", ""));
    }

    String countdownPath() {
        return base + "/options/countdown_cancel_all";
    }

    /** What a reply of 404 may come from; empty if it is not this. */
    String ifNotFound() {
        return base.endsWith("/api/v4") ? "" : "; the base URL does not end with /api/v4";
    }

    String timePath() {
        return base + "/spot/time";
    }
}
