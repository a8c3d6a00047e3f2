package com.example.desk.domain;

/** One side of a market that the desk wants to make. */
public record Quote(String contract, long size, String price) {}
