package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReferenceWorkTest {
    @Test
    void canBeDoneAgainAndAgainUntilItIsClosed() throws Exception {
        ReferenceWork work = new ReferenceWork();
        for (int i = 0; i < 200; i++) {
            work.run();
        }
        work.close();
        assertThatThrownBy(work::run).isInstanceOf(IOException.class);
    }
}
