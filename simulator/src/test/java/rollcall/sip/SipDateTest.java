package rollcall.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SipDateTest {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Test
    void everyDateIsReadAsTheLibraryWroteIt() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            long seconds = random.nextLong(0, 4_102_444_800L); // until 2100
            String text = FORM.format(Instant.ofEpochSecond(seconds));
            assertThat(SipDate.epochSeconds(AsciiSlice.of(text))).as(text).isEqualTo(seconds);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Sat, 13 Nov 2010 23:29:00 UTC+1",
                "Sat, 13 Xyz 2010 23:29:00 GMT",
                "Sat, xx Nov 2010 23:29:00 GMT",
                "Sat, 13 Nov 2010 29:29:00 GMT",
                "2010-11-13T23:29:00Z"
            })
    void whatIsNoSuchDateIsNone(String text) {
        assertThat(SipDate.epochSeconds(AsciiSlice.of(text))).isEqualTo(-1);
    }
}
