package rollcall.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceIdTest {
    /** The first row is [MS-SIPRE]'s own, the others come from captures of real clients. */
    @ParameterizedTest
    @CsvSource({
        "01010101,   4b1682a8-f968-5701-83fc-7c6741dc6697",
        "c8ca638a15, 34d859db-6585-5f91-a3b4-de853c15347d",
        "8248ca9ebb, 4233fd41-093b-5fd6-b5d2-651ed55969e6",
        "2ebb6f264f, 124841e4-264d-52e8-96c5-d22aa8cdc316",
        "fc68f4ccf1, 02c51493-0e21-59bd-83e4-28ea883a80da",
        "a0ae9e6cb0, c1589240-e660-594f-a8b3-4b55f358cbc1",
        "5e4b3e004d, 3f1e42d5-e5f4-5a6e-97af-ba4ac0d40d4b",
        "a1b2c3d4e5, 7446beda-e8b3-53b7-a965-b85a66a31cfc",
    })
    void derivesTheInstanceFromTheEpid(String epid, String uuid) {
        InstanceId instances = new InstanceId();
        byte[] text = epid.getBytes(StandardCharsets.US_ASCII);
        byte[] out = new byte[InstanceId.TEXT_LENGTH];
        instances.of(text, 0, text.length).writeUpper(out, 0);
        assertThat(new String(out, StandardCharsets.US_ASCII)).isEqualTo(uuid.toUpperCase(Locale.ROOT));
    }
}
