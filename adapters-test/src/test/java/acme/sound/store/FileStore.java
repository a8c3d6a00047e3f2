package acme.sound.store;

import acme.sound.application.Quoter;

/** Keeps to its layer. */
public record FileStore(Quoter quoter) {}
