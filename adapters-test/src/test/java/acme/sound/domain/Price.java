package acme.sound.domain;

/** Keeps to its layer. */
public record Price(long[] ticks) {}
