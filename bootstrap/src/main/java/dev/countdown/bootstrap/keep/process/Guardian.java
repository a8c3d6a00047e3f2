package dev.countdown.bootstrap.keep.process;

/** The command that guards a bot, in what people are told. */
public enum Guardian {
    /** Keeps its countdowns armed. */
    KEEP("keep", "nothing is renewed and the switch fires"),

    /** Pets the nodes that do. */
    PET("pet", "the nodes are petted no more, and those that require the bot stop renewing");

    final String command;

    /** What it means that the command was killed. */
    final String consequence;

    Guardian(String command, String consequence) {
        this.command = command;
        this.consequence = consequence;
    }
}
