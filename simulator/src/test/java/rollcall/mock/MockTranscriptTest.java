package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rollcall.auth.ScriptedRandom;

/**
 * A whole internal NTLM sign-in of alice@example.com to an OCS 2007 R2 pool, byte for byte: the client's messages as a
 * captured Communicator 2007 R2 sends them, the pool's answers with keys and signatures computed for fixed randomness.
 */
final class MockTranscriptTest {
    private static final String NAMES =
            "realm=\"SIP Communications Service\", opaque=\"2BDBAC9D\", targetname=\"pool01.example.com\"";

    private static final String PROOF =
            "TlRMTVNTUAADAAAAGAAYAGgAAACyALIAgAAAAA4ADgBIAAAACgAKAFYAAAAIAAgAYAAAABAAEAAyAQAAVYK"
                    + "YYgUCzg4AAAAPRQBYAEEATQBQAEwARQBhAGwAaQBjAGUAVwBTADAAMQBXLgQOITNXHqeG8SiTMEh5ESIzRFVmd4gn/R40FzfSOQ3E1zGs"
                    + "xDQHAQEAAAAAAABZUZoXJ7nKAREiM0RVZneIAAAAAAIADgBFAFgAQQBNAFAATABFAAEADABQAE8ATwBMADAAMQAEABYAZQB4AGEAbQBwAGwA"
                    + "ZQAuAGMAbwBtAAMAJABwAG8AbwBsADAAMQAuAGUAeABhAG0AcABsAGUALgBjAG8AbQAFABYAZQB4AGEAbQBwAGwAZQAuAGMAbwBtAAAAAAAA"
                    + "AAAA3RjQNK75LmeXiJaXPdUyEA==";

    private static final String CHALLENGE =
            "TlRMTVNTUAACAAAAAAAAADgAAADzgpjiASNFZ4mrze8AAAAAAAAAAIIAggA4AAAABQLODgAAAA8CAA"
                    + "4ARQBYAEEATQBQAEwARQABAAwAUABPAE8ATAAwADEABAAWAGUAeABhAG0AcABsAGUALgBjAG8AbQADACQAcABvAG8AbAAwADEALgBlAHgA"
                    + "YQBtAHAAbABlAC4AYwBvAG0ABQAWAGUAeABhAG0AcABsAGUALgBjAG8AbQAAAAAA";

    private static final String TAG = "5E61CCD925D17E043D9A74835A88F664";

    /** What the pool says about itself in a challenge is read from a key that Digest would use; it does not matter here. */
    private static final String UNUSED_KEY = "00".repeat(32);

    private @Nullable EmbeddedPool pool;

    @AfterEach
    void close() {
        if (pool != null) {
            pool.close();
        }
    }

    private void start(List<String> faults, List<String> tags, List<String> srands) throws Exception {
        pool = new EmbeddedPool(
                faults,
                new ScriptedRandom(tags.toArray(new String[0])),
                new ScriptedRandom(concat(List.of(UNUSED_KEY, "2BDBAC9D", "0123456789abcdef"), srands)));
    }

    private static String[] concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toArray(String[]::new);
    }

    /** Randomness for tags, 16 digits at a time. */
    private static List<String> tags(String... tags) {
        return List.of(String.join("", tags).split("(?<=\\G.{16})"));
    }

    private String ask(String request) {
        pool().say(request);
        return Objects.requireNonNull(pool().heard());
    }

    private EmbeddedPool pool() {
        return Objects.requireNonNull(pool);
    }

    // ---- what the client says ----

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

                """.formatted(cseq, more);
    }

    private static String leg2() {
        return register(
                2,
                "Proxy-Authorization: NTLM qop=\"auth\", realm=\"SIP Communications Service\","
                        + " targetname=\"pool01.example.com\", gssapi-data=\"\", version=4\n");
    }

    private static String leg3() {
        return register(
                3,
                "Proxy-Authorization: NTLM qop=\"auth\", " + NAMES + ", version=4, gssapi-data=\"" + PROOF
                        + "\", crand=\"13317733\", cnum=\"1\", response=\"010000005991b91a4a40a9b764000000\"\n");
    }

    private static String signed(String crand, int cnum, String response) {
        return "Proxy-Authorization: NTLM qop=\"auth\", " + NAMES + ", crand=\"" + crand + "\", cnum=\"" + cnum
                + "\", response=\"" + response + "\"\n";
    }

    private static String subscribe(String callId, String tag, String event, String accept, String more) {
        return """
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
                %sContent-Length: 0

                """.formatted(tag, callId, event, accept, more);
    }

    // ---- what the pool says ----

    private static String echo(String name, String tag, int cseq) {
        return """
                From: %s<sip:alice@example.com>;tag=3e49177a52;epid=a1b2c3d4e5
                To: <sip:alice@example.com>;tag=%s
                Call-ID: 6d7b09278d574162a4ef50c25e4e5051
                CSeq: %d REGISTER
                Via: SIP/2.0/TLS 192.0.2.10:12723;ms-received-port=12723;ms-received-cid=2600
                """.formatted(name, tag, cseq);
    }

    private static String info(String rspauth, String srand, int snum) {
        return "Authentication-Info: NTLM rspauth=\"" + rspauth + "\", srand=\"" + srand + "\", snum=\"" + snum
                + "\", opaque=\"2BDBAC9D\", qop=\"auth\", targetname=\"pool01.example.com\","
                + " realm=\"SIP Communications Service\"\n";
    }

    private void firstTwoLegs(String tag) {
        assertThat(ask(register(1, ""))).isEqualTo("""
                SIP/2.0 401 Unauthorized
                Date: Mon, 01 Mar 2010 10:08:08 GMT
                WWW-Authenticate: NTLM realm="SIP Communications Service", targetname="pool01.example.com", version=4
                WWW-Authenticate: Kerberos realm="SIP Communications Service", targetname="sip/pool01.example.com", \
                version=4
                %sServer: RTC/3.5
                Content-Length: 0

                """.formatted(echo("", tag, 1)));
        assertThat(ask(leg2())).isEqualTo("""
                SIP/2.0 401 Unauthorized
                Date: Mon, 01 Mar 2010 10:08:08 GMT
                WWW-Authenticate: NTLM opaque="2BDBAC9D", gssapi-data="%s", targetname="pool01.example.com", \
                realm="SIP Communications Service", version=4
                %sServer: RTC/3.5
                Content-Length: 0

                """.formatted(CHALLENGE, echo("", tag, 2)));
    }

    private void signIn() {
        firstTwoLegs(TAG);
        assertThat(ask(leg3())).isEqualTo("""
                SIP/2.0 200 OK
                ms-keep-alive: UAS; tcp=no; hop-hop=yes; end-end=no; timeout=300
                %s%sContact: <sip:192.0.2.10:12723;transport=tls;ms-opaque=fad3dfab32;ms-received-cid=2600>;expires=7200;\
                +sip.instance="<urn:uuid:7446beda-e8b3-53b7-a965-b85a66a31cfc>";\
                gruu="sip:alice@example.com;opaque=user:epid:2r5GdLPot1OpZbhaZqMc_AAA;gruu"
                Expires: 7200
                presence-state: register-action="added"
                Allow-Events: vnd-microsoft-provisioning,vnd-microsoft-roaming-contacts,vnd-microsoft-roaming-ACL,\
                presence,presence.wpending,vnd-microsoft-roaming-self,vnd-microsoft-provisioning-v2
                Supported: adhoclist
                Server: RTC/3.5
                Supported: msrtc-event-categories
                Content-Length: 0

                """.formatted(
                        info("01000000c9078151c27f615564000000", "9616454F", 1), echo("\"Alice\"", TAG, 3)));
    }

    @Test
    void signsInAndSubscribesAndLeaves() throws Exception {
        start(List.of(), tags(TAG, TAG, TAG, "2401008000000000", TAG), List.of("9616454F", "C0FFEE01", "DEADBEEF"));
        signIn();
        String subscribed = ask(subscribe(
                "dcb605d5e73e44ccbe84dbe4886d210f",
                "77399b3fb7",
                "vnd-microsoft-roaming-self",
                "application/vnd-microsoft-roaming-self+xml",
                signed("2a7bd5c0", 2, "01000000ee78a5712c9a99c464000000")));
        String body = subscribed.substring(subscribed.indexOf("\n\n") + 2);
        assertThat(subscribed)
                .isEqualTo("""
                SIP/2.0 200 OK
                Contact: <sip:pool01.example.com:5061;transport=tls>
                %sContent-Length: %d
                From: "Alice"<sip:alice@example.com>;tag=77399b3fb7;epid=a1b2c3d4e5
                To: <sip:alice@example.com>;tag=24010080
                Call-ID: dcb605d5e73e44ccbe84dbe4886d210f
                CSeq: 1 SUBSCRIBE
                Via: SIP/2.0/TLS 192.0.2.10:12723;ms-received-port=12723;ms-received-cid=2600
                Expires: 39600
                Content-Type: application/vnd-microsoft-roaming-self+xml
                Event: vnd-microsoft-roaming-self
                subscription-state: active;expires=39600
                ms-piggyback-cseq: 1
                Supported: ms-benotify, ms-piggyback-first-notify

                %s""".formatted(info("0100000081281e01d0cbaf5c64000000", "C0FFEE01", 2), body.length(), body));
        assertThat(body).startsWith("""
                <roamingData xmlns="http://schemas.microsoft.com/2006/09/sip/roaming-self">\
                <categories xmlns="http://schemas.microsoft.com/2006/09/sip/categories" uri="sip:alice@example.com">\
                <category name="state" instance="1" publishTime="2010-03-01T10:08:08.000" container="2" version="1" \
                expireType="user">""");
        assertThat(ask(register(4, "Expires: 0\n" + signed("77aa10fe", 4, "0100000085450c4e512fc1f464000000"))))
                .isEqualTo("""
                        SIP/2.0 200 OK
                        ms-keep-alive: UAS; tcp=no; hop-hop=yes; end-end=no; timeout=300
                        %s%sExpires: 0
                        Server: RTC/3.5
                        Content-Length: 0

                        """.formatted(
                                info("010000001eee0fc11d98fb6e64000000", "DEADBEEF", 3), echo("\"Alice\"", TAG, 4)));
        assertThat(pool().stats.accepted()).isEqualTo(1);
        assertThat(pool().stats.verified()).isEqualTo(2);
        assertThat(pool().stats.badSignatures()).isZero();
    }

    /** The transcript signs this one, too, and leaves its answer out. */
    @Test
    void provisioningIsSubscribedTo() throws Exception {
        start(List.of(), tags(TAG, TAG, TAG, "2401008000000000"), List.of("9616454F", "C0FFEE01"));
        signIn();
        String answer = ask(subscribe(
                "0f5c2f6ab0a94b3d9a0c6f2f5a9d3b11",
                "9c0e7f8549",
                "vnd-microsoft-provisioning-v2",
                "application/vnd-microsoft-roaming-provisioning-v2+xml",
                "Expires: 0\n" + signed("5b0d1e77", 3, "01000000398830f51a8a492c64000000")));
        assertThat(answer)
                .startsWith(
                        "SIP/2.0 200 OK\nContact: <sip:pool01.example.com:5061;transport=tls>\nAuthentication-Info: ")
                .contains("""
                        Expires: 0
                        Content-Type: application/vnd-microsoft-roaming-provisioning-v2+xml
                        Event: vnd-microsoft-provisioning-v2
                        subscription-state: terminated;expires=0
                        ms-piggyback-cseq: 1
                        Supported: ms-benotify, ms-piggyback-first-notify

                        <provisionGroupList xmlns="http://schemas.microsoft.com/2006/09/sip/provisiongrouplist-notification">
                        <provisionGroup name="ServerConfiguration">
                        <organization>EXAMPLE</organization>
                        <dlxEnabled>false</dlxEnabled>
                        """)
                .endsWith("""
                        <provisionGroup name="meetingPolicy"/><provisionGroup name="ucPolicy"/>
                        </provisionGroupList>""");
        assertThat(pool().stats.verified()).isEqualTo(1);
    }

    @Test
    void redirects() throws Exception {
        String tag = "DCB82A4DA5F4BCE3FD28D1FA0FC1CA94";
        start(List.of("redirect=pool01.example.com:5061"), tags(tag, tag, tag), List.of("8DD8F2A8"));
        firstTwoLegs(tag);
        assertThat(ask(leg3()))
                .isEqualTo("""
                SIP/2.0 301 Redirect request to Home Server
                %s%sContact: <sip:pool01.example.com:5061;transport=tls>
                Content-Length: 0

                """.formatted(info("0100000061d0a67d4832ae9564000000", "8DD8F2A8", 1), echo("", tag, 3)));
    }

    /** A connection may end over what is not SIP, and over nothing else: an exception would end it, too. */
    @Test
    void whateverIsGarbledIsAnsweredOrIsNotSip() throws Exception {
        Random random = new Random(5);
        List<String> requests = List.of(
                leg2(),
                leg3(),
                register(4, signed("77aa10fe", 4, "0100000085450c4e512fc1f464000000")),
                subscribe("dcb6", "7739", "presence", "x", "Content-Type: application/msrtc-adrl-categorylist+xml\n"));
        EmbeddedPool garbling = new EmbeddedPool(List.of(), new SplittableRandom(1), new SplittableRandom(2));
        int answered = 0;
        for (int round = 0; round < 5_000; round++) {
            StringBuilder garbled = new StringBuilder(requests.get(round % requests.size()));
            for (int change = random.nextInt(4); change >= 0; change--) {
                garbled.setCharAt(random.nextInt(garbled.length() - 30), (char) (' ' + random.nextInt(95)));
            }
            long malformed = garbling.stats.malformed();
            garbling.say(garbled.toString());
            for (String answer = garbling.heard(); answer != null; answer = garbling.heard()) {
                assertThat(answer).startsWith("SIP/2.0 ");
                answered++;
            }
            if (!garbling.channel.isOpen()) {
                assertThat(garbling.stats.malformed()).as(garbled.toString()).isGreaterThan(malformed);
                garbling.close();
                garbling = new EmbeddedPool(List.of(), new SplittableRandom(round), new SplittableRandom(-round));
            }
        }
        garbling.close();
        assertThat(answered).isGreaterThan(2_000);
    }
}
