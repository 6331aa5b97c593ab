package rollcall.mock;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until it is told to go on. */
final class TestClock implements InstantSource {
    private volatile Instant now = Instant.now();

    @Override
    public Instant instant() {
        return now;
    }

    void passSeconds(long seconds) {
        now = now.plusSeconds(seconds);
    }
}
