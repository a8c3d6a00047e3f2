package dev.countdown.application.guard;

/** What a node answers to a {@link Pet}. Immutable. */
public sealed interface PetAnswer {

    /**
     * The pet was heard (200).
     *
     * @param echo what the next pet of this session must show this node
     */
    record Welcome(long echo) implements PetAnswer {}

    /** No scope of this node requires such a bot (404). */
    record UnknownBot() implements PetAnswer {}

    /**
     * A newer session of the same bot was heard (409): the older process must stop.
     *
     * @param by the newer session
     */
    record Superseded(long by) implements PetAnswer {}
}
