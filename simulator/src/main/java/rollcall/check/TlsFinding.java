package rollcall.check;

import static rollcall.check.Severity.FAILURE;
import static rollcall.check.Severity.NOTE;
import static rollcall.check.Severity.WARNING;

/** What can be wrong with a server that the records lead to: its connection, its TLS, its certificate. */
enum TlsFinding implements Finding {
    NAME(
            1,
            FAILURE,
            "the certificate does not carry the name that the client connects to",
            "A client compares the name in the SRV record (or the one it fell back to, or was given) with the common name and the alternative names of the certificate, and nothing else.",
            Words.CERTIFICATE,
            "Ask the authority for a certificate with this name among the subject alternative names; when there is such a list it must repeat the common name. With automatic configuration each SIP domain needs sip.<domain> on it."),
    UNKNOWN_ROOT(
            2,
            FAILURE,
            "the certificate does not come from an authority that is trusted here",
            "Its chain does not end in a root that this machine knows.",
            Words.CERTIFICATE,
            "A company's own authority is known to computers in its domain by group policy; this machine may not be one of them: name its certificate with --trust."),
    INCOMPLETE(
            3,
            FAILURE,
            "the server does not send the certificate of its issuer",
            "It sends its own certificate alone, and the issuer is not among the authorities that are trusted here: an intermediate authority, most likely, whose certificate the server must send along.",
            Words.CERTIFICATE,
            "If the issuer is a root itself, this machine must be told to trust it (--trust). Else import the intermediate certificate into the computer's store \"Intermediate Certification Authorities\" on the server and restart the service. Computers that have seen it elsewhere can do without, so that it fails on some only."),
    ORDER(
            4,
            WARNING,
            "the server sends its certificates in the wrong order",
            "Each certificate must be followed by that of its issuer (RFC 5246 §7.4.2).",
            Words.SOMETIMES,
            "Windows puts them in order by itself; devices and phones often do not."),
    EXPIRED(
            5,
            FAILURE,
            "the certificate has expired",
            "Its last day is over.",
            Words.CERTIFICATE,
            "Renew it, and look whether others from the same day are due."),
    EXPIRES_SOON(
            6,
            WARNING,
            "the certificate expires soon",
            "It has less than 30 days left.",
            "Nothing until then; from then on: " + Words.CERTIFICATE,
            "Renew it now: nobody remembers on the day."),
    NOT_YET_VALID(
            7,
            FAILURE,
            "the certificate is not valid yet",
            "Its first day lies in the future, or this machine's clock is wrong.",
            Words.CERTIFICATE,
            "Compare the clocks of server, authority and this machine."),
    PURPOSE(
            8,
            FAILURE,
            "the certificate is not meant for servers",
            "Its extended key usage lacks server authentication (1.3.6.1.5.5.7.3.1).",
            Words.CERTIFICATE,
            "Use the authority's template for web servers."),
    COMMON_NAME(
            9,
            WARNING,
            "the common name is missing among the alternative names",
            "When a certificate has alternative names, the common name must be one of them.",
            Words.SOMETIMES,
            "Clients of Schannel look at both; others look at the alternative names only, once there are any."),
    WILDCARD(
            10,
            WARNING,
            "the name is covered by a wildcard only",
            "Microsoft does not support wildcards for Communications Server pools.",
            Words.SOMETIMES,
            "Schannel takes it, phones and other servers do not."),
    KEY_SIZE(
            11,
            WARNING,
            "the key is short",
            "Less than 2,048 bits for RSA, or 224 for elliptic curves.",
            "Nothing with Communicator of its time; newer systems refuse the certificate.",
            "Windows has refused RSA keys below 1,024 bits since 2012."),
    WEAK_SIGNATURE(
            12,
            WARNING,
            "the certificate is signed with SHA-1 or MD5",
            "Newer systems do not trust such signatures any more.",
            "Nothing with Communicator of its time; newer systems say that the certificate cannot be verified.",
            "Reissue it with SHA-256; Windows XP needs Service Pack 3 to read that."),
    NO_REVOCATION_LIST(
            13,
            WARNING,
            "the certificate does not say where its revocation list is",
            "It has no CRL distribution point, which Microsoft asks for in the certificates of a pool.",
            "Nothing with Communicator; servers of the pool may refuse each other.",
            "TechNet bb870336."),
    CLIENT_CERTIFICATE(
            14,
            FAILURE,
            "the server demands a certificate of the client",
            "Communicator has none: this looks like the port for other servers.",
            Words.UNAVAILABLE,
            "An Access Edge takes servers on 5061 and clients on 443; a front end takes clients on 5061 without a certificate."),
    OLD_PROTOCOLS(
            15,
            WARNING,
            "the server speaks nothing newer than TLS 1.0 or 1.1",
            "It answers none of TLS 1.2 and 1.3.",
            "Nothing with Communicator of its time; current systems refuse the connection.",
            "Windows Server 2003 and 2008 know TLS 1.0 only. Current systems have it switched off."),
    NO_COMMON(
            16,
            FAILURE,
            "no TLS version and cipher suite in common",
            "The server refused every version that was offered. One on Windows Server 2003 may have RC4 and 3DES only,"
                    + " which this check offers with --legacy-tls.",
            Words.UNAVAILABLE,
            "Where --legacy-tls does not help, look at the protocols and cipher suites that the server has switched on: on Windows in the registry, under SCHANNEL."),
    NOT_TLS(
            17,
            FAILURE,
            "what listens there does not speak TLS",
            "It answered in clear text or not at all.",
            Words.UNAVAILABLE,
            "5060 is usually TCP without TLS, 5061 is TLS."),
    HANDSHAKE(
            18,
            FAILURE,
            "the TLS handshake fails",
            "The server ended it.",
            Words.UNAVAILABLE,
            "The server's log (Schannel events) says why."),
    SILENT(
            19,
            FAILURE,
            "the TLS handshake does not come to an end",
            "The connection was accepted, and then nothing came.",
            Words.UNAVAILABLE,
            "A load balancer without a server behind it does this, and a server that is overloaded."),
    MEMBERS_DIFFER(
            20,
            WARNING,
            "servers behind one name differ",
            "Their certificates have other names or issuers, or they speak other versions, or only some of them are well.",
            Words.SOMETIMES,
            "One of them was probably forgotten at the last change."),
    NO_LISTENER(
            21,
            FAILURE,
            "nobody listens there",
            "The connection was refused.",
            Words.UNAVAILABLE,
            "The service is not running, or the port in the record is wrong. The client does not go on to another SRV name."),
    NO_ANSWER(
            22,
            FAILURE,
            "the address does not answer",
            "The connect was not answered in time.",
            Words.UNAVAILABLE,
            "A firewall drops the packets, or the address is wrong."),
    UNREACHABLE(
            23,
            FAILURE,
            "the address cannot be reached from here",
            "There is no route to it, or the connection broke off.",
            Words.UNAVAILABLE,
            "Look from a client's own network."),
    LEGACY(
            24,
            FAILURE,
            "this check does not go on without --legacy-tls",
            "The versions of TLS that the server speaks, or the key or signature of its certificate, are so old that current systems refuse them; Communicator of its time gets in.",
            "Nothing with Communicator of its time; current systems refuse the connection.",
            "Repeat the check with --legacy-tls, which takes the old versions, cipher suites, keys and signatures, to see how the sign-in goes on."),
    NO_SIP_NAME(
            25,
            NOTE,
            "the certificate does not carry sip.<domain>",
            "Clients that find no SRV record connect to that name; with automatic configuration TechNet wants it for every SIP domain.",
            "Nothing as long as the SRV record is found; else: " + Words.CERTIFICATE,
            "TechNet bb870336. Put it among the alternative names at the next renewal.");

    @SuppressWarnings("ImmutableEnumChecker") // a record of strings and an enum
    private final FindingText text;

    TlsFinding(int number, Severity severity, String title, String cause, String sees, String more) {
        text = FindingText.of("TLS", number, severity, title, cause, sees, more);
    }

    @Override
    public FindingText text() {
        return text;
    }

    @Override
    public boolean isPassedOver() {
        return switch (this) {
            case NO_LISTENER, NO_ANSWER, UNREACHABLE, SILENT -> true;
            default -> false;
        };
    }
}
