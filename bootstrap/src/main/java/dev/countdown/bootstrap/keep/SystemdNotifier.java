package dev.countdown.bootstrap.keep;

import dev.countdown.application.Liveness;
import dev.countdown.bootstrap.cli.UsageException;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * systemd, where it started us: told by datagrams to {@code NOTIFY_SOCKET}, the protocol of {@code sd_notify(3)}.
 * Without one it does nothing and loads nothing.
 */
public final class SystemdNotifier implements AutoCloseable {

    private final Optional<Duration> beatEvery;
    private @Nullable EventLoopGroup group;
    private @Nullable Channel channel;
    private @Nullable ChannelFuture last;

    private SystemdNotifier(Optional<Duration> beatEvery) {
        this.beatEvery = beatEvery;
    }

    /** Guarding goes before telling: where the latter is impossible, that is complained of and no more. */
    public static SystemdNotifier of(Map<String, String> environment, Consumer<String> complaints) {
        String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (socket.isEmpty()) {
            return new SystemdNotifier(Optional.empty());
        }
        if (!Epoll.isAvailable()) {
            complaints.accept("countdown: systemd is not told of anything: " + unavailable());
            return new SystemdNotifier(Optional.empty());
        }
        String period = environment.getOrDefault("WATCHDOG_USEC", "");
        SystemdNotifier manager = new SystemdNotifier(
                period.matches("\\d{1,18}") ? Optional.of(half(Long.parseLong(period))) : Optional.empty());
        manager.connect(socket);
        return manager;
    }

    /** A library has to be unpacked and loaded, which a folder of temporary files need not allow. */
    private static String unavailable() {
        Throwable cause = Epoll.unavailabilityCause();
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return "no library could be loaded from " + System.getProperty("java.io.tmpdir")
                + "; java -Dio.netty.native.workdir=DIR names another folder: "
                + String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    private static Duration half(long micros) {
        Duration half = Duration.ofNanos(micros * 500);
        return half.isZero() ? Liveness.UNWATCHED.askAgainWithin() : half;
    }

    private void connect(String socket) {
        try {
            EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
            group = loop;
            String path = socket.startsWith("@") ? "\0" + socket.substring(1) : socket;
            channel = new Bootstrap()
                    .group(loop)
                    .channel(EpollDomainDatagramChannel.class)
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(new DomainSocketAddress(path))
                    .syncUninterruptibly()
                    .channel();
        } catch (Exception | LinkageError e) {
            throw new UsageException("NOTIFY_SOCKET must name a socket that can be reached: " + socket, e);
        }
    }

    /** How often it wants to hear that we live. */
    public Optional<Duration> beatEvery() {
        return beatEvery;
    }

    public void ready() {
        tell("READY=1");
    }

    public void beat() {
        tell("WATCHDOG=1");
    }

    public void stopping() {
        tell("STOPPING=1");
    }

    /** Does not wait: who tells is who decides. */
    private void tell(String state) {
        Channel open = channel;
        if (open != null) {
            last = open.writeAndFlush(Unpooled.copiedBuffer(state, StandardCharsets.US_ASCII));
        }
    }

    @Override
    public void close() {
        EventLoopGroup loop = group;
        ChannelFuture told = last;
        if (told != null) {
            told.awaitUninterruptibly(500);
        }
        if (loop != null) {
            loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly(500);
        }
    }
}
