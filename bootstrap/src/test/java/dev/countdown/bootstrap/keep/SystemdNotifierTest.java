package dev.countdown.bootstrap.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.SimulatorTest;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@EnabledIf("isOffered")
class SystemdNotifierTest extends SimulatorTest {

    @TempDir
    Path folder;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final List<String> told = new CopyOnWriteArrayList<>();

    static boolean isOffered() {
        return Epoll.isAvailable();
    }

    @AfterEach
    void shutDown() {
        group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }

    @Test
    void hearsOfReadinessOfLifeAndOfTheEnd() {
        String socket = folder.resolve("notify").toString();
        new Bootstrap()
                .group(group)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket packet) {
                        told.add(packet.content().toString(StandardCharsets.US_ASCII));
                    }
                })
                .bind(new DomainSocketAddress(socket))
                .syncUninterruptibly();
        Map<String, String> environment = Cli.environment(baseUri);
        environment.put("NOTIFY_SOCKET", socket);
        environment.put("WATCHDOG_USEC", "400000");
        try (Cli cli = Cli.start(environment, "keep", "--timeout", "5")) {
            Await.until(
                    "alive after ready",
                    () -> told.contains("READY=1") && told.lastIndexOf("WATCHDOG=1") > told.indexOf("READY=1"));
            cli.signal("TERM");
            assertThat(cli.exitCode()).isEqualTo(143);
            Await.until("stopping", () -> told.contains("STOPPING=1"));
        }
    }
}
