package dev.countdown.http;

/** Stands in for the HTTP adapter, which this module must not see. */
public class StandInForHttp {}
