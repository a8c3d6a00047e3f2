package acme.guarded.domain;

import dev.countdown.http.StandInForHttp;

/** A domain that knows our adapter. */
public class GuardedPrice {
    StandInForHttp gateway() {
        return null;
    }
}
