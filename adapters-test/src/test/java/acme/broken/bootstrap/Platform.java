package acme.broken.bootstrap;

/** Wires everything. */
public class Platform {}
