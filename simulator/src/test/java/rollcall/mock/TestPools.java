package rollcall.mock;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Pools that end with the test that started them. To be registered as an extension of the test. */
final class TestPools implements AfterEachCallback {
    private final Deque<MockPool> kept = new ArrayDeque<>();

    /** Ends this pool when the test ends. */
    MockPool keep(MockPool pool) {
        kept.push(pool);
        return pool;
    }

    /** The one that was started last. */
    MockPool last() {
        return kept.getFirst();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        while (!kept.isEmpty()) {
            kept.pop().close();
        }
    }
}
