package dev.countdown.bootstrap;

import dev.countdown.bootstrap.guard.GuardCommand;
import dev.countdown.bootstrap.keep.KeepCommand;
import dev.countdown.bootstrap.keep.check.CheckCommand;
import dev.countdown.bootstrap.keep.host.ReconciledCommand;
import dev.countdown.bootstrap.once.ArmCommand;
import dev.countdown.bootstrap.once.DisarmCommand;
import dev.countdown.bootstrap.pet.PetCommand;
import dev.countdown.bootstrap.plan.PlanCommand;
import dev.countdown.bootstrap.probe.ProbeCommand;
import dev.countdown.bootstrap.simulate.DemoCommand;
import dev.countdown.bootstrap.simulate.SimulateCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.HelpCommand;

/**
 * The commands by name. Only the one that was asked for is loaded: reading all of their options costs start-up time.
 * {@code help} needs all of them.
 */
final class Commands {

    private static final String HELP = "help";
    private static final Map<String, Supplier<Object>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("demo", DemoCommand::new);
        ALL.put("arm", ArmCommand::new);
        ALL.put("disarm", DisarmCommand::new);
        ALL.put("keep", KeepCommand::new);
        ALL.put("guard", GuardCommand::new);
        ALL.put("pet", PetCommand::new);
        ALL.put("plan", PlanCommand::new);
        ALL.put("check", CheckCommand::new);
        ALL.put("probe", ProbeCommand::new);
        ALL.put("completion", CompletionCommand::new);
        ALL.put("simulate", SimulateCommand::new);
        ALL.put("reconciled", ReconciledCommand::new);
        ALL.put(HELP, HelpCommand::new);
    }

    private Commands() {}

    static Map<String, Object> named(String name) {
        Supplier<Object> one = ALL.get(name);
        if (one != null && !name.equals(HELP)) {
            return Map.of(name, one.get());
        }
        Map<String, Object> all = new LinkedHashMap<>();
        ALL.forEach((each, command) -> all.put(each, command.get()));
        return all;
    }
}
