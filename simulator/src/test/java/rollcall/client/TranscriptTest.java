package rollcall.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import rollcall.auth.AuthKit;
import rollcall.auth.ScriptedRandom;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.Account;
import rollcall.plan.Accounts;
import rollcall.plan.AuthPlan;
import rollcall.plan.ClientProfile;
import rollcall.plan.ClientProfiles;
import rollcall.plan.LimitPlan;
import rollcall.plan.Secret;
import rollcall.plan.SessionPlan;
import rollcall.plan.SessionPlan.StayFrom;
import rollcall.plan.SessionRequests;
import rollcall.plan.TargetPlan;
import rollcall.plan.Transport;
import rollcall.sip.InstanceId;
import rollcall.sip.SipMessage;

/**
 * A whole internal NTLM sign-in of alice@example.com to an OCS 2007 R2 pool, byte for byte: the client's messages as a
 * captured Communicator 2007 R2 sends them, with keys and signatures computed for fixed randomness and a fixed clock.
 */
class TranscriptTest {
    private static final long SECOND = 1_000_000_000L;

    /** Written into the proof of leg 3 as FILETIME 59519a1727b9ca01: 2010-03-01. */
    private static final long WALL_NANOS = (0x01cab927179a5159L - 116_444_736_000_000_000L) * 100;

    private static final String NAMES =
            "realm=\"SIP Communications Service\", opaque=\"2BDBAC9D\"," + " targetname=\"pool01.example.com\"";

    private static final String CHALLENGE =
            "TlRMTVNTUAACAAAAAAAAADgAAADzgpjiASNFZ4mrze8AAAAAAAAAAIIAggA4AAAABQLODgAAAA8CAA4ARQBYAEEATQ"
                    + "BQAEwARQABAAwAUABPAE8ATAAwADEABAAWAGUAeABhAG0AcABsAGUALgBjAG8AbQADACQAcABvAG8AbAAwADEALgBl"
                    + "AHgAYQBtAHAAbABlAC4AYwBvAG0ABQAWAGUAeABhAG0AcABsAGUALgBjAG8AbQAAAAAA";

    private static final String PROOF =
            "TlRMTVNTUAADAAAAGAAYAGgAAACyALIAgAAAAA4ADgBIAAAACgAKAFYAAAAIAAgAYAAAABAAEAAyAQAAVYKYYgUCzg"
                    + "4AAAAPRQBYAEEATQBQAEwARQBhAGwAaQBjAGUAVwBTADAAMQBXLgQOITNXHqeG8SiTMEh5ESIzRFVmd4gn/R40FzfS"
                    + "OQ3E1zGsxDQHAQEAAAAAAABZUZoXJ7nKAREiM0RVZneIAAAAAAIADgBFAFgAQQBNAFAATABFAAEADABQAE8ATwBMAD"
                    + "AAMQAEABYAZQB4AGEAbQBwAGwAZQAuAGMAbwBtAAMAJABwAG8AbwBsADAAMQAuAGUAeABhAG0AcABsAGUALgBjAG8A"
                    + "bQAFABYAZQB4AGEAbQBwAGwAZQAuAGMAbwBtAAAAAAAAAAAA3RjQNK75LmeXiJaXPdUyEA==";

    private final Wire wire = new Wire();
    private final Identity identity = new FixedIdentity();
    private final LogonMachine machine;
    private final Endpoint endpoint;
    private final RequestWriter writer;
    private long now = SECOND;

    TranscriptTest() throws Exception {
        ClientProfile like = ClientProfiles.named("moc-2007-r2");
        SessionRequests all = like.requests();
        // the transcript signs these two, in this order
        SessionRequests two = new SessionRequests(
                List.of(all.subscriptions().get(2), all.subscriptions().get(1)),
                all.unsubscribe(),
                all.contacts(),
                all.contactsBody(),
                all.publish(),
                all.publishBody(),
                all.mras(),
                all.mrasBody());
        ClientProfile profile = new ClientProfile(
                like.id(),
                like.title(),
                like.register(),
                like.discovery(),
                like.fallbacks(),
                like.nextNameOnFailure(),
                like.authorizationHeader(),
                like.keepAliveSeconds(),
                like.strictName(),
                two);
        SessionPlan session = new SessionPlan(60 * SECOND, StayFrom.SIGN_IN, true, true, true)
                .subscribing(false, 0)
                .reauthenticating(3600 * SECOND);
        LogonRules rules = new LogonRules(
                new TargetPlan.Automatic("example.com", List.of()),
                new Alice(),
                profile,
                new AuthPlan(AuthPlan.Scheme.NTLM),
                session,
                LimitPlan.DEFAULT,
                new MachineBench.FakeGate(),
                1);
        RequestTemplates templates = new RequestTemplates(profile);
        ScriptedRandom random = new ScriptedRandom(
                "1122334455667788", "000102030405060708090a0b0c0d0e0f", "13317733", "2a7bd5c0", "5b0d1e77", "77aa10fe");
        LoopKit.Scratch scratch = new LoopKit.Scratch(
                new AuthKit(random, () -> WALL_NANOS, "WS01"), () -> WALL_NANOS, templates, rules.accounts());
        writer = scratch.writer;
        Authenticator authenticator = new Authenticator(rules, scratch);
        endpoint = new Endpoint(identity, authenticator);
        endpoint.userUri = "sip:alice@example.com".getBytes(StandardCharsets.US_ASCII);
        endpoint.domainUri = "sip:example.com".getBytes(StandardCharsets.US_ASCII);
        endpoint.local = new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 10}), 12723);
        endpoint.secured = true;
        authenticator.begin(rules.accounts().at(0));
        machine = new LogonMachine(rules, templates, wire, wire, endpoint, scratch.answer);
    }

    /** The endpoint of the transcript. */
    private static final class FixedIdentity extends Identity {
        FixedIdentity() {
            put(EPID, "a1b2c3d4e5");
            put(TAG, "3e49177a52");
            put(CALL_ID, "6d7b09278d574162a4ef50c25e4e5051");
            put(OPAQUE, "fad3dfab32");
            new InstanceId().of(array(), EPID, EPID_LENGTH).writeUpper(array(), INSTANCE);
        }

        private void put(int offset, String text) {
            System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, array(), offset, text.length());
        }

        @Override
        void dialog(int slot, int attempt, byte[] target) {
            String dialog = slot == 0
                    ? "dcb605d5e73e44ccbe84dbe4886d210f" + "77399b3fb7"
                    : "0f5c2f6ab0a94b3d9a0c6f2f5a9d3b11" + "9c0e7f8549";
            System.arraycopy(dialog.getBytes(StandardCharsets.US_ASCII), 0, target, 0, dialog.length());
        }
    }

    private static final class Alice implements Accounts {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public Account at(int index) {
            return new Account("alice@example.com", "EXAMPLE\\alice", Secret.of("Pa$$w0rd!"));
        }
    }

    /** Writes what the machine orders as it would go onto the wire. */
    private final class Wire extends ScriptedIo {
        private final StringBuilder sent = new StringBuilder();

        @Override
        public void register(boolean leaving) {
            ByteBuf out = Unpooled.buffer();
            writer.register(endpoint, machine.cseq(), leaving, out);
            sent.append(out.toString(StandardCharsets.US_ASCII));
        }

        @Override
        public void request(int slot) {
            ByteBuf out = Unpooled.buffer();
            Presence presence = Objects.requireNonNull(machine.presence());
            writer.request(endpoint, presence, slot, out);
            sent.append(out.toString(StandardCharsets.US_ASCII));
        }

        String takeSent() {
            String text = sent.toString();
            sent.setLength(0);
            return text;
        }
    }

    // ---- the two sides ----

    private static String register(int cseq, String more) {
        return """
                REGISTER sip:example.com SIP/2.0
                Via: SIP/2.0/TLS 192.0.2.10:12723
                Max-Forwards: 70
                From: <sip:alice@example.com>;tag=3e49177a52;epid=a1b2c3d4e5
                To: <sip:alice@example.com>
                Call-ID: 6d7b09278d574162a4ef50c25e4e5051
                CSeq: %d REGISTER
                Contact: <sip:192.0.2.10:12723;transport=tls;ms-opaque=fad3dfab32>;methods="INVITE, MESSAGE, INFO, \
                OPTIONS, BYE, CANCEL, NOTIFY, ACK, REFER, BENOTIFY";proxy=replace;\
                +sip.instance="<urn:uuid:7446BEDA-E8B3-53B7-A965-B85A66A31CFC>"
                User-Agent: UCCAPI/3.5.6907.0 OC/3.5.6907.0 (Microsoft Office Communicator 2007 R2)
                Supported: gruu-10, adhoclist, msrtc-event-categories
                Supported: ms-forking
                ms-keep-alive: UAC;hop-hop=yes
                Event: registration
                %sContent-Length: 0

                """.formatted(cseq, more).replace("\n", "\r\n");
    }

    private static String signed(String crand, int cnum, String response) {
        return "Proxy-Authorization: NTLM qop=\"auth\", " + NAMES + ", crand=\"" + crand + "\", cnum=\"" + cnum
                + "\", response=\"" + response + "\"\n";
    }

    private void serverSays(String status, String more, int cseq) {
        machine.onResponse(message("""
                SIP/2.0 %s
                %sFrom: "Alice"<sip:alice@example.com>;tag=3e49177a52;epid=a1b2c3d4e5
                To: <sip:alice@example.com>;tag=5E61CCD925D17E043D9A74835A88F664
                Call-ID: 6d7b09278d574162a4ef50c25e4e5051
                CSeq: %d REGISTER
                Via: SIP/2.0/TLS 192.0.2.10:12723;ms-received-port=12723;ms-received-cid=2600
                Server: RTC/3.5
                Content-Length: 0

                """.formatted(status, more, cseq)), now);
    }

    private static SipMessage message(String text) {
        byte[] bytes = text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
        SipMessage message = new SipMessage();
        assertThat(message.parse(bytes, 0, bytes.length)).isNull();
        return message;
    }

    private static String info(String rspauth, String srand, int snum) {
        return "Authentication-Info: NTLM rspauth=\"" + rspauth + "\", srand=\"" + srand + "\", snum=\"" + snum
                + "\", opaque=\"2BDBAC9D\", qop=\"auth\", targetname=\"pool01.example.com\","
                + " realm=\"SIP Communications Service\"\n";
    }

    private static String binding(int expires) {
        return "Contact: <sip:192.0.2.10:12723;transport=tls;ms-opaque=fad3dfab32;ms-received-cid=2600>;expires="
                + expires + ";+sip.instance=\"<urn:uuid:7446beda-e8b3-53b7-a965-b85a66a31cfc>\""
                + ";gruu=\"sip:alice@example.com;opaque=user:epid:2r5GdLPot1OpZbhaZqMc_AAA;gruu\"\n"
                + "Expires: " + expires + "\npresence-state: register-action=\"added\"\n";
    }

    // ---- the sign-in ----

    private void connect() throws UnknownHostException {
        machine.start(1, "alice@example.com", now, now);
        machine.onLocated(List.of(new Target("pool01.example.com", 5061, Transport.TLS, "srv")), now);
        machine.onResolved(List.of(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 20})), now);
        machine.onConnected(now);
        machine.onSecured(now);
    }

    private void toLastLeg() throws UnknownHostException {
        connect();
        assertThat(wire.takeSent()).isEqualTo(register(1, ""));
        serverSays("401 Unauthorized", """
                Date: Mon, 01 Mar 2010 10:08:08 GMT
                WWW-Authenticate: NTLM realm="SIP Communications Service", targetname="pool01.example.com", version=4
                WWW-Authenticate: Kerberos realm="SIP Communications Service", targetname="sip/pool01.example.com", \
                version=4
                """, 1);
        assertThat(wire.takeSent())
                .isEqualTo(register(
                        2,
                        "Proxy-Authorization: NTLM qop=\"auth\", realm=\"SIP Communications Service\","
                                + " targetname=\"pool01.example.com\", gssapi-data=\"\", version=4\n"));
        serverSays(
                "401 Unauthorized",
                "Date: Mon, 01 Mar 2010 10:08:08 GMT\nWWW-Authenticate: NTLM opaque=\"2BDBAC9D\", gssapi-data=\""
                        + CHALLENGE
                        + "\", targetname=\"pool01.example.com\", realm=\"SIP Communications Service\", version=4\n",
                2);
        assertThat(wire.takeSent())
                .isEqualTo(
                        register(
                                3,
                                "Proxy-Authorization: NTLM qop=\"auth\", " + NAMES + ", version=4, gssapi-data=\""
                                        + PROOF
                                        + "\", crand=\"13317733\", cnum=\"1\", response=\"010000005991b91a4a40a9b764000000\"\n"));
    }

    private void signIn() throws UnknownHostException {
        toLastLeg();
        serverSays(
                "200 OK",
                "ms-keep-alive: UAS; tcp=no; hop-hop=yes; end-end=no; timeout=300\n"
                        + info("01000000c9078151c27f615564000000", "9616454F", 1) + binding(7200),
                3);
    }

    @Test
    void signsInAndSubscribesAndLeavesByteForByte() throws Exception {
        signIn();
        assertThat(machine.state()).isEqualTo(LogonState.HOLDING);
        assertThat(wire.takeSent()).isEqualTo(subscriptions());
        machine.onAnswer(0, message("""
                SIP/2.0 200 OK
                Contact: <sip:pool01.example.com:5061;transport=tls>
                %sContent-Length: 0
                From: "Alice"<sip:alice@example.com>;tag=77399b3fb7;epid=a1b2c3d4e5
                To: <sip:alice@example.com>;tag=24010080
                Call-ID: dcb605d5e73e44ccbe84dbe4886d210f
                CSeq: 1 SUBSCRIBE
                Via: SIP/2.0/TLS 192.0.2.10:12723;ms-received-port=12723;ms-received-cid=2600
                Expires: 39600

                """.formatted(info("0100000081281e01d0cbaf5c64000000", "C0FFEE01", 2))), now);
        assertThat(wire.outcomes).containsExactly("signed in", "answered SUBSCRIBE");

        assertThat(wire.wakeNanos).as("the other answer is awaited").isEqualTo(now + 32 * SECOND);
        now += 60 * SECOND;
        machine.onTimeout(now);
        assertThat(wire.takeSent())
                .isEqualTo(register(4, "Expires: 0\n" + signed("77aa10fe", 4, "0100000085450c4e512fc1f464000000")));
        serverSays("200 OK", info("010000001eee0fc11d98fb6e64000000", "DEADBEEF", 3) + "Expires: 0\n", 4);
        assertThat(wire.outcomes).endsWith("answered SIGN_OUT", "ended");
    }

    private static String subscriptions() {
        String head = """
                SUBSCRIBE sip:alice@example.com SIP/2.0
                Via: SIP/2.0/TLS 192.0.2.10:12723
                Max-Forwards: 70
                From: <sip:alice@example.com>;tag=%s;epid=a1b2c3d4e5
                To: <sip:alice@example.com>
                Call-ID: %s
                CSeq: 1 SUBSCRIBE
                Contact: <sip:alice@example.com;opaque=user:epid:2r5GdLPot1OpZbhaZqMc_AAA;gruu>
                User-Agent: UCCAPI/3.5.6907.0 OC/3.5.6907.0 (Microsoft Office Communicator 2007 R2)
                Event: %s
                Accept: %s
                Supported: com.microsoft.autoextend
                Supported: ms-benotify
                Proxy-Require: ms-benotify
                Supported: ms-piggyback-first-notify
                %sContent-Type: %4$s
                Content-Length: %6$d

                """;
        String self = "<roamingList xmlns=\"http://schemas.microsoft.com/2006/09/sip/roaming-self\"><roaming"
                + " type=\"categories\"/><roaming type=\"containers\"/><roaming type=\"subscribers\"/></roamingList>";
        String groups = "<provisioningGroupList"
                + " xmlns=\"http://schemas.microsoft.com/2006/09/sip/provisioninggrouplist\"><provisioningGroup"
                + " name=\"ServerConfiguration\"/><provisioningGroup name=\"meetingPolicy\"/><provisioningGroup"
                + " name=\"ucPolicy\"/><provisioningGroup name=\"publicationGrammar\"/><provisioningGroup"
                + " name=\"userSetting\"/></provisioningGroupList>";
        return head.formatted(
                                "77399b3fb7",
                                "dcb605d5e73e44ccbe84dbe4886d210f",
                                "vnd-microsoft-roaming-self",
                                "application/vnd-microsoft-roaming-self+xml",
                                signed("2a7bd5c0", 2, "01000000ee78a5712c9a99c464000000"),
                                self.length())
                        .replace("\n", "\r\n")
                + self
                + head.formatted(
                                "9c0e7f8549",
                                "0f5c2f6ab0a94b3d9a0c6f2f5a9d3b11",
                                "vnd-microsoft-provisioning-v2",
                                "application/vnd-microsoft-roaming-provisioning-v2+xml",
                                "Expires: 0\n" + signed("5b0d1e77", 3, "01000000398830f51a8a492c64000000"),
                                groups.length())
                        .replace("\n", "\r\n")
                + groups;
    }

    @Test
    void aDirectorsRedirectIsFollowedWhenItsSignatureIsRight() throws Exception {
        toLastLeg();
        machine.onResponse(redirect("0100000061d0a67d4832ae9564000000"), now);
        assertThat(wire.take()).endsWith("disconnect", "new login", "resolve pool02.example.com");
    }

    @Test
    void anAnswerWithAWrongSignatureIsThePeersFault() throws Exception {
        toLastLeg();
        machine.onResponse(redirect("0100000061d0a67d4832ae9664000000"), now);
        assertThat(wire.outcomes)
                .containsExactly("failed " + Stage.AUTHENTICATE + " " + Fault.AUTH_BAD_SIGNATURE, "ended");
    }

    private static SipMessage redirect(String rspauth) {
        return message("""
                SIP/2.0 301 Redirect request to Home Server
                Authentication-Info: NTLM qop="auth", opaque="2BDBAC9D", srand="8DD8F2A8", snum="1", rspauth="%s", \
                targetname="pool01.example.com", realm="SIP Communications Service", version=4
                From: <sip:alice@example.com>;tag=3e49177a52;epid=a1b2c3d4e5
                To: <sip:alice@example.com>;tag=DCB82A4DA5F4BCE3FD28D1FA0FC1CA94
                Call-ID: 6d7b09278d574162a4ef50c25e4e5051
                CSeq: 3 REGISTER
                Via: SIP/2.0/TLS 192.0.2.10:12723
                Contact: <sip:pool02.example.com:5061;transport=tls>
                Content-Length: 0

                """.formatted(rspauth));
    }

    @Test
    void aRequestWithAWrongSignatureEndsTheClientAndAnUnsignedOneIsTakenForNothing() throws Exception {
        signIn();
        String notify = """
                BENOTIFY sip:192.0.2.10:12723;transport=tls;ms-opaque=fad3dfab32;ms-received-cid=2600 SIP/2.0
                Via: SIP/2.0/TLS 192.0.2.20:5061;branch=z9hG4bKD948963B.BFDD97BF;branched=FALSE
                %sMax-Forwards: 70
                Content-Length: 27
                From: <sip:alice@example.com>;tag=25498F391570ACE435E286F873E6AACC
                To: <sip:alice@example.com>;tag=3e49177a52;epid=a1b2c3d4e5
                Call-ID: 6d7b09278d574162a4ef50c25e4e5051
                CSeq: 1 BENOTIFY
                Content-Type: text/registration-event
                Event: registration-notify
                subscription-state: terminated;expires=0

                deregistered;event=rejected""";
        machine.onRequest(message(notify.formatted("")), now);
        assertThat(wire.outcomes).containsExactly("signed in", "setback HOLD AUTH_NOT_SIGNED");
        machine.onRequest(message(notify.formatted(info("0100000081281e01d0cbaf5c64000000", "C0FFEE01", 2))), now);
        assertThat(wire.outcomes).endsWith("lost HOLD AUTH_BAD_SIGNATURE", "ended");
    }

    @Test
    void clocksThatDifferTooMuchAreNotedAndTheServerDecides() throws Exception {
        connect();
        serverSays("401 Unauthorized", """
                Date: Mon, 01 Mar 2010 10:28:08 GMT
                WWW-Authenticate: NTLM realm="SIP Communications Service", targetname="pool01.example.com", version=4
                """, 1);
        assertThat(wire.outcomes).containsExactly("setback REGISTER AUTH_CLOCK_SKEW");
        assertThat(machine.state()).isEqualTo(LogonState.CHALLENGING);
    }

    @Test
    void aRefusedProofIsNeverRepeated() throws Exception {
        toLastLeg();
        serverSays(
                "401 Unauthorized",
                "ms-diagnostics: 1000;reason=\"Final handshake failed.\";source=\"pool01.example.com\"\n",
                3);
        assertThat(wire.takeSent()).isEmpty();
        assertThat(wire.outcomes).containsExactly("failed AUTHENTICATE AUTH_REFUSED", "ended");
    }
}
