package dev.countdown.bootstrap.cli;

import dev.countdown.http.GateSettings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host a name or an address, without brackets
 * @param port 0 for any that is free
 */
public record ListenAddress(String host, int port) {

    private static final Pattern TEXT = Pattern.compile("(?:(\\[[0-9a-fA-F:.]+]|[^:\\[\\]\\s]*):)?(\\d{1,5})");
    private static final int DNS_PORT = 53;
    private static final int LAST_PORT = 65535;

    /**
     * Reads {@code HOST:PORT}, where the host is loopback unless given.
     *
     * @param called begins the message
     * @throws UsageException if it is none
     */
    public static ListenAddress parse(String called, String text) {
        Matcher address = TEXT.matcher(text);
        if (!address.matches() || Integer.parseInt(address.group(2)) > LAST_PORT) {
            throw new UsageException(called + " must be HOST:PORT: '" + text + "'");
        }
        String host = address.group(1) == null || address.group(1).isEmpty() ? "127.0.0.1" : address.group(1);
        return new ListenAddress(host.replaceAll("[\\[\\]]", ""), Integer.parseInt(address.group(2)));
    }

    /**
     * Reads where a name server listens: HOST:PORT, or HOST alone for port 53.
     *
     * @param called begins the message
     * @throws UsageException if it is none
     */
    public static ListenAddress ofNameServer(String called, String text) {
        return parse(called, text.matches("\\[.*]|[^:]*") ? text + ":" + DNS_PORT : text);
    }

    /** Whether only this machine reaches it. */
    public boolean isLoopback() {
        return GateSettings.isLoopback(host);
    }

    /** As a URL has it, with another port. */
    public String withPort(int actual) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + actual;
    }

    @Override
    public String toString() {
        return withPort(port);
    }
}
