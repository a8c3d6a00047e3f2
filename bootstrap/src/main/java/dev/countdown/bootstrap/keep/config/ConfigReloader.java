package dev.countdown.bootstrap.keep.config;

import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.bootstrap.keep.target.Budgets;
import dev.countdown.bootstrap.keep.target.Target;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads the configuration again when asked to, on a thread of its own: a file can hang, and a parser can run out of
 * memory. However often it is asked, one reload follows the other: the next begins when what this one started is armed, so
 * that none takes the requests that another needs. Used by one thread, apart from the reading.
 */
public final class ConfigReloader {

    private static final Duration LEAST = Duration.ofSeconds(1);

    /** For reading it, and then for arming what is new, which may never succeed. */
    private static final Duration MOST = Budgets.EACH.window();

    private final Supplier<List<Target>> source;
    private final Function<List<Target>, List<Target>> apply;
    private final Scheduler scheduler;
    private final Executor reader;
    private final Consumer<ReloadEvent> tell;
    private final Consumer<String> complaints;
    private final Set<Target> arming = new HashSet<>();
    private int number;
    private boolean reading;
    private boolean busy;
    private boolean leastIsOver;
    private boolean askedAgain;

    /**
     * None was asked for yet.
     *
     * @param source reads the file; may throw, and may block
     * @param apply makes it so; returns what it started
     * @param reader where it is read
     * @param tell gives back what {@link #react} needs, on any thread
     */
    public ConfigReloader(
            Supplier<List<Target>> source,
            Function<List<Target>, List<Target>> apply,
            Scheduler scheduler,
            Executor reader,
            Consumer<ReloadEvent> tell,
            Consumer<String> complaints) {
        this.source = source;
        this.apply = apply;
        this.scheduler = scheduler;
        this.reader = reader;
        this.tell = tell;
        this.complaints = complaints;
    }

    public void ask() {
        if (busy) {
            askedAgain = true;
            return;
        }
        number++;
        busy = true;
        reading = true;
        leastIsOver = false;
        askedAgain = false;
        arming.clear();
        int asked = number;
        scheduler.schedule(LEAST, () -> tell.accept(new ReloadEvent.Due(asked, false)));
        scheduler.schedule(MOST, () -> tell.accept(new ReloadEvent.Due(asked, true)));
        try {
            reader.execute(() -> tell.accept(read(asked)));
        } catch (OutOfMemoryError noThread) {
            tell.accept(new ReloadEvent.Reread(asked, Optional.empty(), "no thread to read with"));
        }
    }

    private ReloadEvent.Reread read(int asked) {
        try {
            return new ReloadEvent.Reread(asked, Optional.of(source.get()), "");
        } catch (UsageException e) {
            return new ReloadEvent.Reread(asked, Optional.empty(), String.valueOf(e.getMessage()));
        } catch (Throwable e) { // even out of memory: what is armed stays so
            return new ReloadEvent.Reread(asked, Optional.empty(), "internal error: " + e);
        }
    }

    public void react(ReloadEvent event) {
        if (event.number() != number || !busy) {
            return; // of one that was given up
        }
        if (event instanceof ReloadEvent.Reread reread) {
            reading = false;
            reread.wanted().ifPresentOrElse(this::apply, () -> complain(reread.trouble()));
        } else if (event instanceof ReloadEvent.Due due && due.longest()) {
            if (reading) {
                complain("the configuration was not read within " + DurationText.text(MOST));
            }
            reading = false;
            arming.clear();
        }
        leastIsOver |= event instanceof ReloadEvent.Due;
        goOn();
    }

    /** One that was started is armed, or never will be. */
    public void settled(Target target) {
        if (arming.remove(target)) {
            goOn();
        }
    }

    private void apply(List<Target> wanted) {
        try {
            arming.addAll(apply.apply(wanted));
        } catch (UsageException e) {
            complain(String.valueOf(e.getMessage()));
        } catch (Throwable e) { // what is armed stays so
            complain("internal error: " + e);
        }
    }

    private void goOn() {
        if (busy && !reading && leastIsOver && arming.isEmpty()) {
            busy = false;
            if (askedAgain) {
                ask();
            }
        }
    }

    private void complain(String trouble) {
        complaints.accept("countdown: not reloaded: " + trouble);
    }
}
