package acme.guarded.bootstrap;

public class Platform {}
