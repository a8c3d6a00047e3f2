package acme.broken.store;

import acme.broken.http.WebVenue;

/** An adapter that knows another. */
public class CachingStore {
    WebVenue venue() {
        return null;
    }
}
