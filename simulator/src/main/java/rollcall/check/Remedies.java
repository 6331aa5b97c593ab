package rollcall.check;

import java.util.List;
import java.util.Locale;

/**
 * What usually repairs a finding, for pasting: a setting, a command, or the command that shows what to change. Where the
 * place itself says what is missing (a record, the names of a certificate), {@link Found#repairs} says so more exactly.
 *
 * <p>Cmdlets with {@code Cs} are those of Lync Server; Office Communications Server 2007 R2 has the same settings as WMI
 * classes and in its console.
 */
final class Remedies {
    private static final String USER = "{user}";
    private static final String DOMAIN = "{domain}";

    private static final String ON_THE_SERVER = "on the server, as administrator";
    private static final String ON_THIS_COMPUTER = "on this computer, as administrator";
    private static final String IN_ACTIVE_DIRECTORY = "in Active Directory, in PowerShell";
    private static final String ON_LYNC = "on Lync Server, in its PowerShell";
    private static final String ON_THE_CA = "on the certification authority";
    private static final String LOOK = "look first, from a client's computer in PowerShell";

    private static final String ACCOUNT =
            "Get-ADUser -LDAPFilter \"(msRTCSIP-PrimaryUserAddress=sip:{user})\" -Properties ";
    private static final String TLS_1_2 = """
            reg add "HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\Server" /v Enabled /t REG_DWORD /d 1 /f
            reg add "HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\Server" /v DisabledByDefault /t REG_DWORD /d 0 /f""";
    private static final String RENEW = """
            certutil -store My
            certreq -enroll -machine -cert SERIAL-NUMBER-FROM-ABOVE renew""";
    private static final String START = "net start RTCSRV";
    private static final String RESTART = "net stop RTCSRV && net start RTCSRV";
    private static final String CONNECTION =
            "Test-NetConnection sip.{domain} -Port 5061\nTest-NetConnection sip.{domain} -Port 443";
    private static final String DNS_BY_HAND = "nslookup -type=SRV _sipinternaltls._tcp.{domain}";
    private static final String LAST_TLS_ERRORS =
            "wevtutil qe System /q:\"*[System[Provider[@Name='Schannel']]]\" /c:5 /rd:true /f:text";
    private static final String LAST_SERVER_ERRORS =
            "Get-WinEvent -LogName '*Communications Server*', 'Lync Server*' -MaxEvents 20";
    private static final String SERVER_AUTHENTICATION = """
            [EnhancedKeyUsageExtension]
            OID=1.3.6.1.5.5.7.3.1""";

    static final List<Repair> REMOTE_ACCESS = List.of(
            repair(
                    ON_LYNC,
                    "Set-CsAccessEdgeConfiguration -AllowOutsideUsers $true\n"
                            + "Set-CsExternalAccessPolicy -Identity Global -EnableOutsideAccess $true"),
            repair(
                    "on Communications Server 2007 R2, in PowerShell",
                    "$u = Get-WmiObject MSFT_SIPESUserSetting -Filter \"PrimaryURI='sip:{user}'\"\n"
                            + "$u.EnabledForInternetAccess = $true\n$u.Put()"));

    private Remedies() {}

    /** What repairs it for this user; empty when the place alone can say, and for notes. */
    static List<Repair> of(Finding finding, String user) {
        String domain = user.substring(user.indexOf('@') + 1).toLowerCase(Locale.ROOT);
        return templates(finding).stream()
                .map(each -> new Repair(
                        each.where().replace(USER, user).replace(DOMAIN, domain),
                        each.text().replace(USER, user).replace(DOMAIN, domain)))
                .toList();
    }

    private static List<Repair> templates(Finding finding) {
        if (finding instanceof DnsFinding dns) {
            return of(dns);
        }
        if (finding instanceof TlsFinding tls) {
            return of(tls);
        }
        if (finding instanceof EdgeFinding edge) {
            return EdgeRemedies.of(edge);
        }
        if (finding instanceof EdgePartFinding part) {
            return EdgeRemedies.of(part);
        }
        if (finding instanceof WebFinding web) {
            return WebRemedies.of(web);
        }
        return finding instanceof LogonFinding logon ? of(logon) : List.of();
    }

    private static List<Repair> of(DnsFinding finding) {
        return switch (finding) {
            case NO_RECORD,
                    OUTSIDE_DOMAIN,
                    SUB_DOMAIN,
                    ADDRESS_AS_TARGET,
                    NOT_OFFERED,
                    SEVERAL,
                    WEIGHTS,
                    FALLBACK,
                    IN_CLEAR -> List.of(ZoneRepair.service(DOMAIN, "_sipinternaltls._tcp", 5061, "sip." + DOMAIN));
            case PORT -> List.of(ZoneRepair.service(DOMAIN, "_sip._tls", 443, "sip." + DOMAIN));
            case NO_EXTERNAL -> List.of(ZoneRepair.service(DOMAIN, "_sip._tls", 443, "sip." + DOMAIN));
            case ALIAS, NO_ADDRESS, IPV6_ONLY -> List.of(ZoneRepair.address(DOMAIN, "sip." + DOMAIN, List.of(), ""));
            case PRIVATE_ADDRESS -> List.of(ZoneRepair.publicAddress(DOMAIN, "sip." + DOMAIN));
            case SERVFAIL ->
                List.of(
                        repair(LOOK, DNS_BY_HAND),
                        repair(
                                "on a Windows DNS server, where a forwarder does not answer",
                                "dnscmd /Info /Forwarders\ndnscmd /ResetForwarders ADDRESS-OF-A-FORWARDER-THAT-ANSWERS"));
            case SILENT -> List.of(repair(LOOK, DNS_BY_HAND), repair("on a Windows DNS server", """
                                net start DNS
                                netsh advfirewall firewall add rule name="DNS over UDP" dir=in action=allow protocol=UDP localport=53
                                netsh advfirewall firewall add rule name="DNS over TCP" dir=in action=allow protocol=TCP localport=53"""));
            case REFUSED ->
                List.of(
                        repair("with a DNS server that clients ask", "rollcall check {user} --dns ADDRESS"),
                        repair(
                                "on a Windows DNS server that shall answer for the domain, to see whether it does",
                                "dnscmd /EnumZones\ndnscmd /ZoneInfo {domain}"));
            case UNREADABLE ->
                List.of(repair("with a DNS server that clients ask", "rollcall check {user} --dns ADDRESS"));
            case VIEWS_DIFFER, BOTH_FAMILIES -> List.of();
        };
    }

    private static List<Repair> of(TlsFinding finding) {
        return switch (finding) {
            case NAME, COMMON_NAME, WILDCARD, NO_SIP_NAME ->
                List.of(
                        repair(
                                "in the request for a new certificate",
                                "subject: CN=pool01.{domain}\nsubject alternative names: DNS:pool01.{domain}, DNS:sip.{domain}"));
            case UNKNOWN_ROOT ->
                List.of(
                        repair("for all computers of the forest", "certutil -dspublish -f company-ca.cer RootCA"),
                        repair(ON_THIS_COMPUTER, "certutil -addstore -f Root company-ca.cer"),
                        repair("for this check alone", "rollcall check {user} --trust company-ca.pem"));
            case INCOMPLETE ->
                List.of(
                        repair(
                                ON_THE_SERVER + " (the restart disconnects its users)",
                                "certutil -addstore -f CA intermediate.cer\n" + RESTART),
                        repair(
                                "if the issuer is a root of the company",
                                "rollcall check {user} --trust company-ca.pem"));
            case ORDER ->
                List.of(repair("on a server that reads a PEM file", "cat server.pem intermediate.pem > chain.pem"));
            case EXPIRED, EXPIRES_SOON -> List.of(repair(ON_THE_SERVER, RENEW));
            case NOT_YET_VALID ->
                List.of(repair("on this computer, the server and the certification authority", "w32tm /resync"));
            case PURPOSE -> List.of(repair("in the request file for certreq", SERVER_AUTHENTICATION));
            case KEY_SIZE -> List.of(repair("in the request file for certreq", "[NewRequest]\nKeyLength=2048"));
            case WEAK_SIGNATURE ->
                List.of(repair(
                        ON_THE_CA + ", then request the certificate anew",
                        "certutil -setreg ca\\csp\\CNGHashAlgorithm SHA256\nnet stop CertSvc && net start CertSvc"));
            case NO_REVOCATION_LIST ->
                List.of(repair(
                        ON_THE_CA + ", then request the certificate anew",
                        "certutil -setreg CA\\CRLPublicationURLs \"+2:http://pki.{domain}/%%3%%8%%9.crl\"\n"
                                + "net stop CertSvc && net start CertSvc"));
            case CLIENT_CERTIFICATE ->
                List.of(repair("with the port for clients", "rollcall check {user} --server sip.{domain}:443"));
            case OLD_PROTOCOLS ->
                List.of(repair(ON_THE_SERVER + " (Windows Server 2008 R2 and later), and restart it", TLS_1_2));
            case NO_COMMON ->
                List.of(
                        repair("with the old versions and suites", "rollcall check {user} --legacy-tls"),
                        repair(ON_THE_SERVER + " (Windows Server 2008 R2 and later), and restart it", TLS_1_2));
            case LEGACY -> List.of(repair("to see how the sign-in goes on", "rollcall check {user} --legacy-tls"));
            case NOT_TLS -> List.of(repair(LOOK, CONNECTION), repair(ON_THE_SERVER, "netstat -anob"));
            case HANDSHAKE -> List.of(repair(ON_THE_SERVER + ", to see why", LAST_TLS_ERRORS));
            case SILENT -> List.of(repair(ON_THE_SERVER + ", to see why", LAST_TLS_ERRORS));
            case MEMBERS_DIFFER -> List.of(repair("on each of the servers, to compare", "certutil -store My"));
            case NO_LISTENER -> List.of(repair(ON_THE_SERVER, START));
            case NO_ANSWER ->
                List.of(
                        repair(LOOK, CONNECTION),
                        repair(
                                ON_THE_SERVER,
                                "netsh advfirewall firewall add rule name=\"SIP over TLS\" dir=in action=allow"
                                        + " protocol=TCP localport=5061,443"));
            case UNREACHABLE -> List.of(repair(LOOK, "tracert sip.{domain}\nroute print"));
        };
    }

    private static List<Repair> of(LogonFinding finding) {
        return switch (finding) {
            case REFUSED ->
                List.of(repair(
                        IN_ACTIVE_DIRECTORY + ", to see whether the account is locked or its password is over",
                        ACCOUNT + "LockedOut, PasswordExpired, Enabled"));
            case OTHER_USER ->
                List.of(repair(IN_ACTIVE_DIRECTORY + ", to see whose address it is", ACCOUNT + "UserPrincipalName"));
            case NO_SCHEME ->
                List.of(
                        repair(
                                ON_LYNC,
                                "Set-CsProxyConfiguration -Identity Global -UseKerberosForClientToProxyAuth $true"
                                        + " -UseNtlmForClientToProxyAuth $true"),
                        repair("with another scheme", "rollcall check {user} --auth ntlm"));
            case CLOCK -> List.of(repair("on the client, the front end and the domain controllers", "w32tm /resync"));
            case NO_TICKET ->
                List.of(
                        repair(
                                "on a domain controller, for the account of the front end's service",
                                "setspn -S sip/pool01.{domain} DOMAIN\\RTCService"),
                        repair("on a client, to see whether it gets one now", "klist get sip/pool01.{domain}"));
            case FORBIDDEN ->
                List.of(repair(
                        IN_ACTIVE_DIRECTORY + ", to see what is enabled",
                        ACCOUNT + "msRTCSIP-UserEnabled, msRTCSIP-PrimaryHomeServer, Enabled"));
            case REMOTE_ACCESS -> REMOTE_ACCESS;
            case VERSION ->
                List.of(
                        repair(
                                ON_LYNC + ", to see the rules, and to let all in",
                                "Get-CsClientVersionPolicyRule\nSet-CsClientVersionConfiguration -Identity Global -Enabled $false"));
            case NOT_FOUND ->
                List.of(
                        repair(
                                ON_LYNC,
                                "Enable-CsUser -Identity {user} -RegistrarPool pool01.{domain} -SipAddress sip:{user}"),
                        repair(
                                IN_ACTIVE_DIRECTORY + ", to see whether anybody has the address",
                                ACCOUNT + "msRTCSIP-UserEnabled, msRTCSIP-PrimaryHomeServer"));
            case REDIRECT ->
                List.of(repair(
                        IN_ACTIVE_DIRECTORY + ", to see the user's home pool", ACCOUNT + "msRTCSIP-PrimaryHomeServer"));
            case UNAVAILABLE ->
                List.of(
                        repair(ON_THE_SERVER, START),
                        repair(ON_LYNC + ", to see what stands still", "Get-CsWindowsService"));
            case NEXT_HOP, SERVER_ERROR, REJECTED ->
                List.of(repair(ON_THE_SERVER + ", to see why", LAST_SERVER_ERRORS));
            case NO_ANSWER, NO_BINDING, SIGNATURE, SIGNED_OUT ->
                List.of(repair(ON_THE_SERVER + ", to see why", LAST_SERVER_ERRORS));
            case NOT_SIP -> List.of(repair(ON_THE_SERVER + ", to see who listens", "netstat -anob"));
            case NO_SUBSCRIPTION, OTHER_REGISTRAR ->
                List.of(repair(
                        "where a Communications Server is there besides",
                        "rollcall check {user} --server pool01.{domain}"));
            case OLD_CLIENT -> List.of();
        };
    }

    private static Repair repair(String where, String text) {
        return new Repair(where, text);
    }
}
