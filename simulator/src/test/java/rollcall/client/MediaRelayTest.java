package rollcall.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import rollcall.client.MediaRelay.Relay;
import rollcall.sip.AsciiSlice;

/** The relays that an answer lists. What is missing in an answer: WebErrandsTest. */
class MediaRelayTest {
    @Test
    void eachRelayIsReadWithItsPlaceAndPorts() {
        assertThat(MediaRelay.relays(AsciiSlice.of("""
                        <request><location>intranet</location></request>
                        <m:mediaRelayList><m:mediaRelay><m:location>intranet</m:location><m:hostName> edge01.example.test </m:hostName>
                        <m:udpPort>3478</m:udpPort><m:tcpPort>443</m:tcpPort></m:mediaRelay>
                        <mediaRelay><hostName>av.example.test</hostName><tcpPort>444</tcpPort></mediaRelay></m:mediaRelayList>""")))
                .containsExactly(
                        new Relay("intranet", "edge01.example.test", 3478, 443),
                        new Relay("", "av.example.test", 0, 444));
    }

    @Test
    void whatIsNoRelayIsLeftOutAndWhatIsNoPortIsNone() {
        assertThat(MediaRelay.relays(AsciiSlice.of("<mediaRelayList/>"))).isEmpty();
        assertThat(MediaRelay.relays(AsciiSlice.of("<mediaRelay><hostName/></mediaRelay><mediaRelay>")))
                .isEmpty();
        assertThat(MediaRelay.relays(AsciiSlice.of("<mediaRelay><hostName>a</hostName><tcpPort>65536</tcpPort>"
                        + "<udpPort>-1</udpPort></mediaRelay>")))
                .containsExactly(new Relay("", "a", 0, 0));
    }

    @Test
    void aListWithoutEndIsReadToALimit() {
        assertThat(MediaRelay.relays(AsciiSlice.of("<mediaRelay><hostName>a</hostName>".repeat(1000))))
                .hasSize(16);
    }
}
