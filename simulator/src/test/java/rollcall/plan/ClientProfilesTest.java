package rollcall.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientProfilesTest {
    /** As captured from a real client, with the changing parts as holes. */
    private static final String MOC_2007_R2 = """
            REGISTER sip:{domain} SIP/2.0
            Via: SIP/2.0/{TRANSPORT} {local}
            Max-Forwards: 70
            From: <sip:{user}>;tag={from-tag};epid={epid}
            To: <sip:{user}>
            Call-ID: {call-id}
            CSeq: {cseq} REGISTER
            Contact: <sip:{local};transport={transport};ms-opaque={ms-opaque}>;methods="INVITE, MESSAGE, INFO, OPTIONS, BYE, CANCEL, NOTIFY, ACK, REFER, BENOTIFY";proxy=replace;+sip.instance="<urn:uuid:{instance}>"
            User-Agent: UCCAPI/3.5.6907.0 OC/3.5.6907.0 (Microsoft Office Communicator 2007 R2)
            Supported: gruu-10, adhoclist, msrtc-event-categories
            Supported: ms-forking
            ms-keep-alive: UAC;hop-hop=yes
            Event: registration
            {expires}{authorization}Content-Length: 0

            """;

    @Test
    void communicator2007R2SendsWhatWasCaptured() throws Exception {
        ClientProfile profile = ClientProfiles.named("moc-2007-r2");

        assertThat(profile.register()).isEqualTo(MOC_2007_R2.replace("\n", "\r\n"));
        assertThat(profile.discovery())
                .containsExactly(
                        new ClientProfile.Discovery("_sipinternaltls._tcp", Transport.TLS),
                        new ClientProfile.Discovery("_sipinternal._tcp", Transport.TCP),
                        new ClientProfile.Discovery("_sip._tls", Transport.TLS));
        assertThat(profile.fallbacks())
                .extracting(ClientProfile.Fallback::label)
                .containsSubsequence("sipinternal", "sip", "sipexternal");
        assertThat(profile.nextNameOnFailure()).isFalse();
        assertThat(profile.authorizationHeader()).isEqualTo("Proxy-Authorization");
    }

    @Test
    void communicator2007AsksForPlainSipToo() throws Exception {
        assertThat(ClientProfiles.named("moc-2007").discovery())
                .endsWith(new ClientProfile.Discovery("_sip._tcp", Transport.TCP));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lync-2010", "lync-2013"})
    void lyncNamesItsSubnetAndGoesOnToTheNextName(String id) throws Exception {
        ClientProfile profile = ClientProfiles.named(id);

        assertThat(profile.register())
                .contains("\r\nms-subnet: {subnet}\r\n", "\r\nSupported: ms-cluster-failover\r\n");
        assertThat(profile.nextNameOnFailure()).isTrue();
        assertThat(profile.authorizationHeader()).isEqualTo("Authorization");
    }

    @ParameterizedTest
    @MethodSource("rollcall.plan.ClientProfiles#ids")
    void everyHoleHasANameThatCanBeFilled(String id) throws Exception {
        Set<String> holes = new TreeSet<>();
        Matcher hole =
                Pattern.compile("\\{([^}]*)}").matcher(ClientProfiles.named(id).register());
        while (hole.find()) {
            holes.add(hole.group(1));
        }

        assertThat(holes)
                .contains("domain", "user", "local", "call-id", "cseq", "instance", "expires", "authorization")
                .isSubsetOf(
                        "domain",
                        "user",
                        "local",
                        "local-ip",
                        "TRANSPORT",
                        "transport",
                        "from-tag",
                        "epid",
                        "call-id",
                        "cseq",
                        "ms-opaque",
                        "instance",
                        "branch",
                        "subnet",
                        "expires",
                        "authorization");
    }

    @ParameterizedTest
    @MethodSource("rollcall.plan.ClientProfiles#ids")
    void everyLineEndsWithCrLfAndTheMessageWithAnEmptyLine(String id) throws Exception {
        String register = ClientProfiles.named(id).register();

        assertThat(register.replace("\r\n", "")).doesNotContain("\n", "\r");
        assertThat(register).endsWith("Content-Length: 0\r\n\r\n").containsOnlyOnce("\r\n\r\n");
    }

    @Test
    void anUnknownClientIsTold() {
        assertThatThrownBy(() -> ClientProfiles.named("icq"))
                .hasMessage("unknown client \"icq\"; expected one of moc-2007, moc-2007-r2, lync-2010, lync-2013");
    }
}
