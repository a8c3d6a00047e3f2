package dev.countdown.bootstrap.cli;

import dev.countdown.application.Scheduler;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** POSIX signals. INT, TERM and HUP stay ignored where our parent had them ignored, as {@code nohup} expects. */
public final class Signals {

    public static final int HUP = 1;
    public static final int INT = 2;
    public static final int KILL = 9;
    public static final int TERM = 15;

    private static final Path STAT = Path.of("/proc/self/stat");
    private static final Duration SAME = Duration.ofMillis(300);

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String IGNORED = "SigIgn:";

    private Signals() {}

    /**
     * A signal by its name without {@code SIG}.
     *
     * @param again whether the same came right before: the command {@code timeout} signals us, and then our whole process group
     */
    public record Told(String name, int number, boolean again) {

        public Told(String name, int number) {
            this(name, number, false);
        }

        /** Whether it ends this process; the others are a child's business alone. */
        public boolean ends() {
            return !name.startsWith("USR");
        }
    }

    public static void onAny(Scheduler clock, Consumer<Told> action) {
        List.of("INT", "TERM", "HUP", "USR1", "USR2").forEach(name -> handle(name, onceInAWhile(clock, action)));
    }

    /** The VM has one thread for all signals. */
    static Consumer<Told> onceInAWhile(Scheduler clock, Consumer<Told> action) {
        Map<String, Long> last = new HashMap<>(); // another signal is another wish
        return told -> {
            long now = clock.nanoTime();
            Long before = last.put(told.name(), now);
            boolean again = told.ends() && before != null && now - before < SAME.toNanos();
            action.accept(new Told(told.name(), told.number(), again));
        };
    }

    /** Whether a code is that of a process which died of a signal that ends us, too. */
    public static boolean isEnding(int code) {
        return code == ExitCode.ofSignal(HUP) || code == ExitCode.ofSignal(INT) || code == ExitCode.ofSignal(TERM);
    }

    public static void on(String name, Runnable action) {
        handle(name, told -> action.run());
    }

    /** Through reflection: javac warns of {@code sun.misc.Signal} by a warning that nothing suppresses. */
    private static void handle(String name, Consumer<Told> action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object named = signal.getConstructor(String.class).newInstance(name);
            int number = (int) signal.getMethod("getNumber").invoke(named);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, named, proxy(handler, new Told(name, number), action));
        } catch (ReflectiveOperationException e) {
            // The machine has no such signal, or the VM keeps it for itself.
        }
    }

    private static Object proxy(Class<?> handler, Told told, Consumer<Told> action) {
        return Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
            if (method.getName().equals("handle")) {
                action.accept(told);
                return null;
            }
            return method.invoke(told, arguments);
        });
    }

    /** Whether our parent had a signal ignored, so that it will never be heard of; false where that cannot be known. */
    public static boolean isIgnored(int number) {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(IGNORED))
                    .mapToLong(line -> Long.parseUnsignedLong(
                            line.substring(IGNORED.length()).strip(), 16))
                    .anyMatch(mask -> (mask >>> (number - 1) & 1) == 1);
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    /** Whether Ctrl-C on the terminal reaches our whole process group. */
    public static boolean reachesOurGroupFromTheTerminal() {
        try {
            String stat = Files.readString(STAT);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return !fields[4].equals("0") && fields[2].equals(fields[5]);
        } catch (IOException e) {
            return false;
        }
    }
}
