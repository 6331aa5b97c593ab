package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void whatBouncyCastleThinksOfTheJdksSettingsIsNotShown() {
        Main.quieten();
        Logger logger = Logger.getLogger("org.bouncycastle.jsse.provider.DisabledAlgorithmConstraints");
        assertThat(logger.isLoggable(Level.WARNING)).isFalse();
        assertThat(logger.isLoggable(Level.SEVERE)).isTrue();
    }
}
