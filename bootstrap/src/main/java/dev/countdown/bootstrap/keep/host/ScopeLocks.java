package dev.countdown.bootstrap.keep.host;

import com.google.common.hash.Hashing;
import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.DaemonThread;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.target.Login;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.http.Credentials;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One lock for each scope of each key, so that another process of this host that keeps the same scope is noticed. Its file is
 * named by a hash of key and scope, and says who holds it. The lock ends with the process, the file stays. Safe for use by many
 * threads; what it does here may block.
 */
public final class ScopeLocks implements AutoCloseable {

    private static final Pattern HOLDER = Pattern.compile("(\\d{1,10}) ([0-9T:.Z-]{1,40})\\s*");

    private final Optional<Path> folder;
    private final Function<Login, Credentials> credentials;
    private final boolean exclusive;
    private final Consumer<String> complaints;
    private final Map<String, FileChannel> files = new HashMap<>();
    private final BlockingQueue<FileChannel> awaited = new LinkedBlockingQueue<>();
    private Set<String> wanted = Set.of();
    private boolean awaits;

    /**
     * Without any lock.
     *
     * @param folder where their files are; empty for no locks at all
     * @param exclusive whether a scope that another process keeps is refused, and not only complained of
     */
    public ScopeLocks(
            Optional<Path> folder,
            Function<Login, Credentials> credentials,
            boolean exclusive,
            Consumer<String> complaints) {
        this.folder = folder;
        this.credentials = credentials;
        this.exclusive = exclusive;
        this.complaints = complaints;
    }

    /**
     * Takes those of all that is to be kept, beside those that it has.
     *
     * @throws UsageException if another process has one, and these are exclusive; nothing is taken then
     */
    public synchronized void take(Collection<Target> targets) {
        if (folder.isEmpty()) {
            return;
        }
        Map<String, FileChannel> taken = new LinkedHashMap<>();
        Map<String, Target> named = new LinkedHashMap<>();
        targets.forEach(target -> named.put(name(target), target));
        try {
            for (Map.Entry<String, Target> each : named.entrySet()) {
                if (!files.containsKey(each.getKey())) {
                    taken.put(each.getKey(), take(folder.get().resolve(each.getKey()), each.getValue()));
                }
            }
        } catch (UsageException refused) {
            taken.values().forEach(ScopeLocks::close);
            throw refused;
        } catch (IOException | RuntimeException e) {
            complaints.accept("countdown: another process that keeps the same scope is not noticed: " + e);
        }
        files.putAll(taken);
        wanted = named.keySet();
    }

    /** Gives back those of what is kept no more, on a thread of its own; a reload that is just being read keeps its own. */
    public void keepOnly(Collection<Target> targets) {
        if (folder.isEmpty()) {
            return;
        }
        Set<String> names = new HashSet<>();
        targets.forEach(target -> names.add(name(target)));
        DaemonThread.of("locks", () -> {
                    synchronized (this) {
                        names.addAll(wanted);
                        files.entrySet().removeIf(file -> {
                            boolean gone = !names.contains(file.getKey());
                            if (gone) {
                                close(file.getValue());
                            }
                            return gone;
                        });
                    }
                })
                .start();
    }

    /** One key is one account, whatever its base URLs. */
    private String name(Target target) {
        String key = credentials.apply(target.account().login()).fingerprint();
        return Hashing.sha256()
                        .hashString(key + " " + target.market() + " " + target.scope(), StandardCharsets.UTF_8)
                        .toString()
                        .substring(0, 32)
                + ".lock";
    }

    private FileChannel take(Path path, Target target) throws IOException {
        FileChannel file = FileChannel.open(
                path,
                Set.<OpenOption>of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        if (isLocked(file)) {
            sign(file);
            return file;
        }
        String other = target.name() + " is kept by " + holder(file);
        if (exclusive) {
            close(file);
            throw new UsageException("--exclusive: " + other);
        }
        complaints.accept(
                "countdown: " + other + ", too: neither sees the requests of the other, and a disarm by one leaves"
                        + " the orders of both unguarded; end one of them");
        await(file);
        return file;
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        }
    }

    private static void sign(FileChannel file) throws IOException {
        String us = ProcessHandle.current().pid() + " "
                + Instant.ofEpochMilli(Scheduler.system().wallMillis()) + "\n";
        file.truncate(0);
        int unused = file.write(ByteBuffer.wrap(us.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private static String holder(FileChannel file) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(100);
        int length = Math.max(0, file.read(text, 0));
        Matcher holder = HOLDER.matcher(new String(text.array(), 0, length, StandardCharsets.US_ASCII));
        return holder.matches() ? "process " + holder.group(1) + " since " + holder.group(2) : "another process";
    }

    /** It becomes ours once that process is gone, so that a third one is told of us. */
    private void await(FileChannel file) {
        boolean unused = awaited.add(file);
        if (!awaits) {
            awaits = true;
            DaemonThread.of("awaited-locks", this::awaitAll).start();
        }
    }

    private void awaitAll() {
        try {
            while (true) {
                FileChannel file = awaited.take();
                try {
                    if (file.lock().isValid()) {
                        sign(file);
                    }
                } catch (IOException | OverlappingFileLockException givenBack) {
                    close(file);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            return; // it ends with the process
        }
    }

    @Override
    public synchronized void close() {
        files.values().forEach(ScopeLocks::close);
        files.clear();
    }
}
