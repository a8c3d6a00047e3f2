package dev.countdown.bootstrap.keep;

import dev.countdown.application.Liveness;
import dev.countdown.bootstrap.keep.host.ScopeLocks;
import dev.countdown.bootstrap.keep.process.GuardedBot;
import dev.countdown.bootstrap.keep.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What {@code keep} was told, checked.
 *
 * @param targets which countdowns; at least one
 * @param reload reads the configuration file again; empty if there is none
 * @param stopOnLapse whether a lapse ends the bot and us
 * @param stopOnRisk whether orders that are not guarded for certain any more end the bot and us
 * @param armWithin how long to wait for the first acknowledgements; empty for as long as it takes
 * @param bot what is guarded, if we start it
 * @param killAfter how long the bot has to end once it is told to
 * @param liveness what else must hold
 * @param locks by which another process that keeps the same is noticed
 */
record KeepPlan(
        List<Target> targets,
        Optional<Supplier<List<Target>>> reload,
        boolean stopOnLapse,
        boolean stopOnRisk,
        Optional<Duration> armWithin,
        GuardedBot bot,
        Duration killAfter,
        List<Liveness> liveness,
        ScopeLocks locks) {}
