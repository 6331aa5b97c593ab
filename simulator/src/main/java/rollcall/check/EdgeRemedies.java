package rollcall.check;

import java.util.List;

/** What usually repairs something about the way through the Access Edge. For places see {@link Remedies}. */
final class EdgeRemedies {
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
}
