package dev.countdown.http;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** Drives one contender in a process of its own and prints its figures. All calls are made on one event loop. */
final class BenchClient {

    /** One call at a time takes minutes to get compiled, so many are made to warm up. */
    private static final int IN_FLIGHT_TO_WARM_UP = 64;

    private final Contender contender;
    private final long[] latencies = new long[1 << 22];
    private int calls;
    private long failures;
    private long end;
    private int running;
    private CompletableFuture<Void> done = new CompletableFuture<>();

    private BenchClient(Contender contender) {
        this.contender = contender;
    }

    /**
     * Warms up, says so, and measures whenever it is told to.
     *
     * <p>Arguments: kind, URI, in flight, seconds of each of the two warm-ups, seconds of each measurement.
     */
    public static void main(String[] arguments) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        int inFlight = Integer.parseInt(arguments[2]);
        Contender contender = Contender.Kind.valueOf(arguments[0])
                .start(vertx, URI.create(arguments[1]), Math.max(inFlight, IN_FLIGHT_TO_WARM_UP));
        Context context = vertx.getOrCreateContext();
        BenchClient client = new BenchClient(contender);
        client.run(context, IN_FLIGHT_TO_WARM_UP, Long.parseLong(arguments[3]));
        if (inFlight != IN_FLIGHT_TO_WARM_UP) {
            client.run(context, inFlight, Long.parseLong(arguments[3])); // other branches: compiled once more
        }
        System.out.println("warm");
        BufferedReader turns = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        while (turns.readLine() != null) {
            System.out.println(client.measure(context, inFlight, Long.parseLong(arguments[4]))
                    .line());
        }
        if (client.failures > 0) {
            System.err.println(client.failures + " calls failed");
        }
        System.exit(client.failures > 0 ? 1 : 0);
    }

    private Figures measure(Context context, int inFlight, long seconds) throws Exception {
        long bytes = allocated();
        long cpu = cpu();
        long start = System.nanoTime();
        run(context, inFlight, seconds);
        double elapsed = (System.nanoTime() - start) / 1e9;
        double made = calls;
        long allocated = allocated() - bytes;
        double micros = (cpu() - cpu) / 1e3;
        int kept = Math.min(calls, latencies.length); // the latest
        Arrays.sort(latencies, 0, kept);
        return new Figures(made / elapsed, latencies[kept / 2] / 1e3, allocated / made, micros / made);
    }

    private void run(Context context, int inFlight, long seconds) throws Exception {
        done = new CompletableFuture<>();
        calls = 0;
        end = System.nanoTime() + seconds * 1_000_000_000;
        context.runOnContext(start -> {
            running = inFlight;
            for (int i = 0; i < inFlight; i++) {
                call();
            }
        });
        done.get();
    }

    private void call() {
        long start = System.nanoTime();
        contender.call(acknowledged -> {
            long now = System.nanoTime();
            failures += acknowledged ? 0 : 1;
            latencies[calls % latencies.length] = now - start;
            calls++;
            if (now < end) {
                call();
            } else if (--running == 0) {
                done.complete(null);
            }
        });
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
