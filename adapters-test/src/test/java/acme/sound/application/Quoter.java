package acme.sound.application;

import acme.sound.domain.Price;
import java.util.List;

/** Keeps to its layer. */
public record Quoter(List<Price> prices) {}
