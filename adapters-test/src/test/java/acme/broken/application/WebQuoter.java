package acme.broken.application;

import acme.broken.http.WebVenue;

/** An application that knows an adapter. */
public class WebQuoter {
    WebVenue venue() {
        return null;
    }
}
