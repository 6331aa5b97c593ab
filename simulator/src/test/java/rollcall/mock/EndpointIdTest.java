package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.sip.AsciiSlice;

final class EndpointIdTest {
    private final EndpointId endpoint = new EndpointId();

    /** MS-SIPRE 4 (first row) and captures of real clients. */
    @ParameterizedTest
    @CsvSource({
        "01010101, 4b1682a8-f968-5701-83fc-7c6741dc6697, qIIWS2j5AVeD_HxnQdxmlwAA",
        "c8ca638a15, 34d859db-6585-5f91-a3b4-de853c15347d, 21nYNIVlkV-jtN6FPBU0fQAA",
        "8248ca9ebb, 4233fd41-093b-5fd6-b5d2-651ed55969e6, Qf0zQjsJ1l-10mUe1Vlp5gAA",
        "2ebb6f264f, 124841e4-264d-52e8-96c5-d22aa8cdc316, 5EFIEk0m6FKWxdIqqM3DFgAA",
        "fc68f4ccf1, 02c51493-0e21-59bd-83e4-28ea883a80da, kxTFAiEOvVmD5CjqiDqA2gAA",
        "a0ae9e6cb0, c1589240-e660-594f-a8b3-4b55f358cbc1, QJJYwWDmT1mos0tV81jLwQAA",
        "5e4b3e004d, 3f1e42d5-e5f4-5a6e-97af-ba4ac0d40d4b, 1UIeP_TlblqXr7pKwNQNSwAA",
        "a1b2c3d4e5, 7446beda-e8b3-53b7-a965-b85a66a31cfc, 2r5GdLPot1OpZbhaZqMc_AAA"
    })
    void derivesInstanceAndGruuFromTheEpid(String epid, String uuid, String gruu) {
        endpoint.derive(AsciiSlice.of(epid));
        assertThat(uuid()).isEqualTo(uuid);
        assertThat(gruu()).isEqualTo(gruu);
    }

    @Test
    void readsAnInstanceInEitherCaseAsTheOneItWasDerivedFrom() {
        endpoint.derive(AsciiSlice.of("a1b2c3d4e5"));
        long high = endpoint.high();
        long low = endpoint.low();
        String instance = "<urn:uuid:7446beda-e8b3-53b7-a965-b85a66a31cfc>";
        for (String spelling : new String[] {instance, instance.toUpperCase(Locale.ROOT)}) {
            EndpointId read = new EndpointId();
            assertThat(read.parse(AsciiSlice.of(spelling))).isTrue();
            assertThat(read.high()).isEqualTo(high);
            assertThat(read.low()).isEqualTo(low);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7446beda-e8b3-53b7-a965-b85a66a31cfc",
                "<urn:uuid:7446beda-e8b3-53b7-a965-b85a66a31cf>",
                "<urn:uuid:7446beda-e8b3-53b7-a965-b85a66a31cfg>",
                "<urn:uuid:7446beda+e8b3-53b7-a965-b85a66a31cfc>",
                "<urn:uuid:7446beda-e8b3-53b7-a965-b85a66a31cfcc"
            })
    void anythingElseIsNoInstance(String instance) {
        assertThat(endpoint.parse(AsciiSlice.of(instance))).isFalse();
    }

    private String uuid() {
        ByteBuf out = Unpooled.buffer();
        EndpointId.writeUuid(endpoint.high(), endpoint.low(), out);
        return out.toString(StandardCharsets.US_ASCII);
    }

    private String gruu() {
        ByteBuf out = Unpooled.buffer();
        EndpointId.writeGruuPart(endpoint.high(), endpoint.low(), out);
        return out.toString(StandardCharsets.US_ASCII);
    }
}
