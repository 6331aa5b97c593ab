package rollcall.benchmarks;

import java.nio.charset.StandardCharsets;

/** Messages of a sign-in to an OCS 2007 R2 pool. The Via of the answer has a branch, without which pkts refuses it. */
final class SipSamples {
    static final String REGISTERED = """
            SIP/2.0 200 OK
            ms-keep-alive: UAS; tcp=no; hop-hop=yes; end-end=no; timeout=300
            Authentication-Info: NTLM rspauth="01000000c9078151c27f615564000000", srand="9616454F", snum="1", opaque="2BDBAC9D", qop="auth", targetname="pool01.example.com", realm="SIP Communications Service"
            From: "Alice"<sip:alice@example.com>;tag=3e49177a52;epid=a1b2c3d4e5
            To: <sip:alice@example.com>;tag=5E61CCD925D17E043D9A74835A88F664
            Call-ID: 6d7b09278d574162a4ef50c25e4e5051
            CSeq: 3 REGISTER
            Via: SIP/2.0/TLS 192.0.2.10:12723;branch=z9hG4bK3e49177a;ms-received-port=12723;ms-received-cid=2600
            Contact: <sip:192.0.2.10:12723;transport=tls;ms-opaque=fad3dfab32;ms-received-cid=2600>;expires=7200;+sip.instance="<urn:uuid:7446beda-e8b3-53b7-a965-b85a66a31cfc>";gruu="sip:alice@example.com;opaque=user:epid:2r5GdLPot1OpZbhaZqMc_AAA;gruu"
            Expires: 7200
            presence-state: register-action="added"
            Allow-Events: vnd-microsoft-provisioning,vnd-microsoft-roaming-contacts,vnd-microsoft-roaming-ACL,presence,presence.wpending,vnd-microsoft-roaming-self,vnd-microsoft-provisioning-v2
            Supported: adhoclist
            Server: RTC/3.5
            Supported: msrtc-event-categories
            Content-Length: 0

            """;

    /** A signed REGISTER; what changes from message to message stands in braces. */
    static final String REGISTER = """
            REGISTER sip:example.com SIP/2.0
            Via: SIP/2.0/TLS 192.0.2.10:12723
            Max-Forwards: 70
            From: <sip:{user}@example.com>;tag={tag};epid={epid}
            To: <sip:{user}@example.com>
            Call-ID: {callId}
            CSeq: {cseq} REGISTER
            Contact: <sip:192.0.2.10:12723;transport=tls;ms-opaque=fad3dfab32>;methods="INVITE, MESSAGE, INFO, OPTIONS, BYE, CANCEL, NOTIFY, ACK, REFER, BENOTIFY";proxy=replace;+sip.instance="<urn:uuid:7446BEDA-E8B3-53B7-A965-B85A66A31CFC>"
            User-Agent: UCCAPI/3.5.6907.0 OC/3.5.6907.0 (Microsoft Office Communicator 2007 R2)
            Supported: gruu-10, adhoclist, msrtc-event-categories
            Supported: ms-forking
            ms-keep-alive: UAC;hop-hop=yes
            Event: registration
            Proxy-Authorization: NTLM qop="auth", realm="SIP Communications Service", opaque="2BDBAC9D", targetname="pool01.example.com", crand="{crand}", cnum="{cnum}", response="{response}"
            Content-Length: 0

            """;

    private SipSamples() {}

    static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
