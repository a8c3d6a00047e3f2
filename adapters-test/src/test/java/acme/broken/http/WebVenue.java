package acme.broken.http;

/** An adapter. */
public class WebVenue {}
