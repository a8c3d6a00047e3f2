package dev.countdown.bootstrap.keep.config;

import dev.countdown.bootstrap.keep.target.Target;
import java.util.List;
import java.util.Optional;

/** A step of one reload of the configuration. */
public sealed interface ReloadEvent {

    /** Which reload it belongs to, counted from 1. */
    int number();

    /** What the configuration says now; empty if there was trouble. */
    record Reread(int number, Optional<List<Target>> wanted, String trouble) implements ReloadEvent {}

    /** The shortest, or the longest, time that a reload takes is over. */
    record Due(int number, boolean longest) implements ReloadEvent {}
}
