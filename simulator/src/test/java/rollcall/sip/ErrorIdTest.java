package rollcall.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrorIdTest {
    @Test
    void everyKnownNumberHasOneSentence() {
        int known = 0;
        for (int id = 0; id < 20_000; id++) {
            String meaning = ErrorId.meaning(id);
            if (meaning != null) {
                assertThat(meaning).matches("\\S.*[^.]\\.");
                known++;
            }
        }
        assertThat(known).isEqualTo(44);
    }

    @Test
    void anUnknownNumberHasNoMeaning() {
        assertThat(ErrorId.meaning(9999)).isNull();
    }

    @Test
    void theIdOfARefusedPasswordIsKnown() {
        assertThat(ErrorId.meaning(1000)).isEqualTo("Final handshake failed.");
    }
}
