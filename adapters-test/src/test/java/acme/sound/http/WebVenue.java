package acme.sound.http;

import acme.sound.application.Quoter;

/** Keeps to its layer. */
public record WebVenue(Quoter quoter) {}
