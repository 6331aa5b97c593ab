package rollcall.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.sip.SipMessage;

class DialogReaderTest {
    private static final byte[] OWN = "sip:alice@example.test".getBytes(US_ASCII);
    private static final String TO = "To: <sip:alice@example.test>;tag=24010080\n";
    private static final String POOL = "Contact: <sip:pool01.example.test:5061;transport=tls>\n";
    private static final String EDGE = "<sip:edge01.example.test:5061;transport=tls;lr;opaque=state:A;ms-fe=x>";
    private static final String DIRECTOR = "<sip:dir01.example.test:5061;transport=tls;LR>;tag=7";

    private final DialogReader reader = new DialogReader();

    private Dialog read(String headers) {
        String text = "SIP/2.0 200 OK\n" + headers + "Content-Length: 0\n\n";
        return Objects.requireNonNull(reader.read(MachineBench.parse(text.replace("\n", "\r\n")), OWN));
    }

    private static String text(byte @Nullable [] bytes) {
        return new String(Objects.requireNonNull(bytes), US_ASCII);
    }

    @Test
    void aDialogWithoutProxiesGoesStraightToTheContact() {
        Dialog dialog = read(TO + POOL);
        assertThat(text(dialog.requestUri)).isEqualTo("sip:pool01.example.test:5061;transport=tls");
        assertThat(text(dialog.toTag)).isEqualTo("24010080");
        assertThat(dialog.routes).isNull();
    }

    @Test
    void aServerThatNamesNoContactIsReachedAtTheUsersAddress() {
        Dialog dialog = read("To: <sip:alice@example.test>\n");
        assertThat(dialog.requestUri).isEqualTo(OWN);
        assertThat(dialog.toTag).isEmpty();
    }

    // RFC 3261 §12.1.2: in reverse order, with all parameters; §12.2.1.1: the contact is the Request-URI
    @ParameterizedTest
    @ValueSource(
            strings = {"Record-Route: %s\nRecord-Route: %s\n", "Record-Route: %s , %s\n", "RECORD-ROUTE:%s,\n  %s\n"})
    void theRouteSetIsRecordRouteFromTheEndAsItStands(String headers) {
        Dialog dialog = read(headers.formatted(DIRECTOR, EDGE) + TO + POOL);
        assertThat(text(dialog.requestUri)).isEqualTo("sip:pool01.example.test:5061;transport=tls");
        assertThat(text(dialog.routes)).isEqualTo("Route: " + EDGE + "\r\nRoute: " + DIRECTOR + "\r\n");
    }

    @Test
    void namesAndCommasInQuotesBelongToTheirHop() {
        String named = "\"The Edge, outside\" <sip:edge01.example.test;lr>";
        assertThat(text(read("Record-Route: " + DIRECTOR + ", " + named + "\n" + TO + POOL).routes))
                .isEqualTo("Route: " + named + "\r\nRoute: " + DIRECTOR + "\r\n");
    }

    // RFC 3261 §12.2.1.1, the example with lr missing; §16.12.1.2
    @Test
    void aStrictRouterBecomesTheRequestUriAndTheContactTheLastRoute() {
        Dialog dialog =
                read("Record-Route: " + DIRECTOR + "\nRecord-Route: <sip:old.example.test;lrx=1>\n" + TO + POOL);
        assertThat(text(dialog.requestUri)).isEqualTo("sip:old.example.test;lrx=1");
        assertThat(text(dialog.routes))
                .isEqualTo("Route: " + DIRECTOR + "\r\nRoute: <sip:pool01.example.test:5061;transport=tls>\r\n");
    }

    @Test
    void clientsOfOnePoolShareWhatIsTheSameForAll() {
        Dialog one = read("Record-Route: " + EDGE + "\n" + TO + POOL);
        Dialog other = read("Record-Route: " + EDGE + "\n" + TO + POOL);
        assertThat(other.requestUri).isSameAs(one.requestUri);
        assertThat(other.routes).isSameAs(one.routes);
    }

    @Test
    void noMoreIsFollowedThanAnybodyNeeds() {
        String sixteen = ("Record-Route: " + EDGE + "\n").repeat(16);
        assertThat(text(read(sixteen + TO + POOL).routes).lines()).hasSize(16);
        assertThat(reader.read(parse(sixteen + "Record-Route: " + EDGE + "\n"), OWN))
                .isNull();
        String endless = "Record-Route: <sip:edge01.example.test;lr;opaque=" + "x".repeat(2048) + ">\n";
        assertThat(reader.read(parse(endless), OWN)).isNull();
    }

    private static SipMessage parse(String headers) {
        return MachineBench.parse(
                ("SIP/2.0 200 OK\n" + headers + TO + POOL + "Content-Length: 0\n\n").replace("\n", "\r\n"));
    }
}
