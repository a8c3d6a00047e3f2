package com.example.desk.domain;

/** One side of a market that the desk wants to make. */
public record Quote(String contract, long size, String price) {

    public boolean isSameSideAs(Quote other) {
        return Long.signum(size) == Long.signum(other.size);
    }
}
