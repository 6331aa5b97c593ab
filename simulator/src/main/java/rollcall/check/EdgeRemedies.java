package rollcall.check;

import java.util.List;

/** What usually repairs something about the way through the Access Edge. For places see {@link Remedies}. */
final class EdgeRemedies {
    private static final String ON_THE_EDGE = "on the edge server, as administrator";
    private static final String LISTENERS = "netstat -anob\ncertutil -store My";

    private EdgeRemedies() {}

    static List<Repair> of(EdgeFinding finding) {
        return switch (finding) {
            case REMOTE_ACCESS -> Remedies.REMOTE_ACCESS;
            case DOMAIN ->
                List.of(
                        new Repair(
                                "on the edge server, in its console: tab Internal, SIP domains supported", "{domain}"),
                        new Repair("on Lync Server", "New-CsSipDomain -Identity {domain}\nEnable-CsTopology"));
            case NEXT_HOP ->
                List.of(
                        new Repair(
                                "on the edge server, to see whether it finds and reaches its next hop",
                                "nslookup pool01.{domain}\nTest-NetConnection pool01.{domain} -Port 5061"),
                        new Repair(
                                "on the edge server, if it does not trust the pool's certificate",
                                "certutil -addstore -f Root company-ca.cer"));
            case REFUSED ->
                List.of(new Repair(
                        "by hand, to see the whole conversation's end",
                        "rollcall check {user} --server sip.{domain}:443"));
            case NOT_REMOTE -> List.of();
        };
    }

    static List<Repair> of(EdgePartFinding finding) {
        return switch (finding) {
            case NO_MRAS ->
                List.of(
                        new Repair(
                                "on Communications Server 2007 R2, in the pool's properties, A/V Authentication Service",
                                "edge01.{domain}:5062"),
                        new Repair(
                                "on Lync Server, in its PowerShell",
                                "Set-CsRegistrar -Identity Registrar:pool01.{domain} -EdgeServer EdgeServer:edge01.{domain}\nEnable-CsTopology"));
            case MRAS_REFUSED, NO_RELAY ->
                List.of(new Repair(
                        ON_THE_EDGE + ", to see why",
                        "Get-WinEvent -LogName '*Communications Server*', 'Lync Server*' -MaxEvents 20"));
            case MRAS_UNREACHABLE ->
                List.of(
                        new Repair(
                                "on a front end, to see whether it finds and reaches the edge",
                                "nslookup edge01.{domain}\nTest-NetConnection edge01.{domain} -Port 5062"),
                        new Repair(ON_THE_EDGE + ", if it does not run", "net start RTCMRAUTH"));
            case RELAY_NO_ADDRESS, NO_ADDRESS ->
                List.of(ZoneRepair.address("{domain}", "edge01.{domain}", List.of(), ""));
            case RELAY_PRIVATE -> List.of(ZoneRepair.publicAddress("{domain}", "av.{domain}"));
            case RELAY_SILENT ->
                List.of(
                        new Repair(
                                "look first, from a client's computer in PowerShell",
                                "Test-NetConnection av.{domain} -Port 443"),
                        new Repair(ON_THE_EDGE + ", if it does not run", "net start RTCMEDIARELAY"));
            case NO_ANSWER, NO_CERTIFICATE ->
                List.of(new Repair(ON_THE_EDGE + ", to see who listens, with which certificate", LISTENERS));
            case NAME ->
                List.of(
                        new Repair(
                                "in the request for a new certificate of the edge, internal interface or A/V authentication",
                                "subject: CN=edge01.{domain}\nsubject alternative names: DNS:edge01.{domain}"),
                        new Repair(
                                "in the request for a new certificate of the edge, web conferencing",
                                "subject: CN=conf.{domain}\nsubject alternative names: DNS:conf.{domain}"));
            case UNTRUSTED ->
                List.of(
                        new Repair(
                                "on the edge server and on the pool's servers, as administrator",
                                "certutil -addstore -f Root company-ca.cer"),
                        new Repair("for this check alone", "rollcall check {user} --trust company-ca.pem"));
            case NOT_VALID_NOW, EXPIRES_SOON ->
                List.of(new Repair(
                        ON_THE_EDGE + ", then assign it in the edge's console",
                        "certutil -store My\ncertreq -enroll -machine -cert SERIAL-NUMBER-FROM-ABOVE renew"));
        };
    }
}
