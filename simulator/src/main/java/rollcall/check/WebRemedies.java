package rollcall.check;

import java.util.List;

/** What usually repairs something about web services, for pasting. For places see {@link Remedies}. */
final class WebRemedies {
    private static final String ON_THE_WEB_SERVER = "on the web server, as administrator";
    private static final String FROM_A_CLIENT = "look first, from a client's computer in PowerShell";
    private static final String AT_THE_PROXY = "at the reverse proxy";
    private static final String HOST = "webext.{domain}";

    private WebRemedies() {}

    static List<Repair> of(WebFinding finding) {
        return switch (finding) {
            case NO_URL ->
                List.of(
                        repair(
                                "on a front end, to see the URLs that the pool names",
                                "Get-WmiObject MSFT_SIPGroupExpansionSetting\nGet-WmiObject MSFT_SIPAddressBookSetting"),
                        repair(
                                "on Lync Server, to see the names of the web services",
                                "Get-CsService -WebServer | Format-List PoolFqdn, ExternalFqdn"));
            case NO_ADDRESS -> List.of(ZoneRepair.address("{domain}", HOST, List.of(), ""));
            case NOT_KNOWN_HERE ->
                List.of(repair(
                        "with the public address of the reverse proxy",
                        "rollcall check {user} --resolve " + HOST + "=ADDRESS"));
            case PRIVATE_ADDRESS -> List.of(ZoneRepair.publicAddress("{domain}", HOST));
            case NO_LISTENER -> List.of(repair(ON_THE_WEB_SERVER, "net start W3SVC\nnetstat -ano | findstr :443"));
            case NO_ANSWER ->
                List.of(
                        repair(FROM_A_CLIENT, "Test-NetConnection " + HOST + " -Port 443"),
                        repair(
                                ON_THE_WEB_SERVER,
                                "netsh advfirewall firewall add rule name=\"HTTPS\" dir=in action=allow protocol=TCP localport=443"));
            case NO_TLS ->
                List.of(repair(ON_THE_WEB_SERVER + ", to see which certificate is bound", "netsh http show sslcert"));
            case NAME ->
                List.of(repair(
                        "in the request for a new certificate of this web server",
                        "subject: CN=" + HOST + "\nsubject alternative names: DNS:" + HOST));
            case UNTRUSTED ->
                List.of(
                        repair("for all computers of the forest", "certutil -dspublish -f company-ca.cer RootCA"),
                        repair(
                                ON_THE_WEB_SERVER + ", if an intermediate certificate is missing",
                                "certutil -addstore -f CA intermediate.cer"),
                        repair("for this check alone", "rollcall check {user} --trust company-ca.pem"));
            case NOT_VALID_NOW, EXPIRES_SOON ->
                List.of(repair(
                        ON_THE_WEB_SERVER + ", and bind the new one to the site",
                        "certutil -store My\ncertreq -enroll -machine -cert SERIAL-NUMBER-FROM-ABOVE renew"));
            case NOT_PUBLISHED ->
                List.of(
                        repair(
                                "in the publishing rule, tab Paths of ISA Server",
                                "/Abs/Ext/*\n/GroupExpansion/Ext/*\n/etc/place/null/*\n/RequestHandler/*\n/DeviceUpdateFiles_Ext/*"));
            case PUBLIC_NAME -> List.of(repair("in the publishing rule, tab Public Name of ISA Server", HOST));
            case MEETING_CONTENT ->
                List.of(repair("in the publishing rule, tab Paths of ISA Server", "/etc/place/null/*"));
            case DEVICE_UPDATES ->
                List.of(repair(
                        "in the publishing rule, tab Paths of ISA Server",
                        "/RequestHandler/*\n/DeviceUpdateFiles_Ext/*"));
            case ASKS_AGAIN ->
                List.of(
                        repair(
                                "in the publishing rule, tab Authentication Delegation of ISA Server",
                                "No delegation, but client may authenticate directly"),
                        repair(
                                "on a domain controller, for what is asked for inside",
                                "setspn -Q http/pool01.{domain}"));
            case NO_NTLM ->
                List.of(
                        repair(
                                "in the web listener, tab Authentication of ISA Server",
                                "Method clients use to authenticate: No Authentication"),
                        repair(
                                ON_THE_WEB_SERVER,
                                "appcmd set config \"Default Web Site/Abs\" /section:windowsAuthentication /enabled:true /commit:apphost"));
            case FORBIDDEN ->
                List.of(repair(
                        ON_THE_WEB_SERVER + ", to see which 403 it was",
                        "findstr /C:\" 403 \" %SystemDrive%\\inetpub\\logs\\LogFiles\\W3SVC1\\*.log"));
            case NO_FILES ->
                List.of(
                        repair(
                                "on a front end, to write the files now and to see what came of it",
                                "cd \"%ProgramFiles%\\Microsoft Office Communications Server 2007 R2\\Server\\Core\"\nabserver.exe -syncNow\nabserver.exe -validateDB"));
            case NO_SERVICE ->
                List.of(repair(
                        ON_THE_WEB_SERVER, "%windir%\\Microsoft.NET\\Framework\\v2.0.50727\\aspnet_regiis.exe -i"));
            case BRIDGE ->
                List.of(
                        repair(
                                AT_THE_PROXY
                                        + ", as administrator, if the root of the web server's certificate is missing",
                                "certutil -addstore -f Root company-ca.cer"),
                        repair(
                                AT_THE_PROXY
                                        + ", in the publishing rule, tab To: the name on the web server's certificate",
                                "pool01.{domain}"));
            case SERVER_ERROR ->
                List.of(repair(
                        ON_THE_WEB_SERVER, "appcmd list apppool\nappcmd start apppool /apppool.name:NAME-FROM-ABOVE"));
            case NOT_A_BOOK ->
                List.of(repair(
                        "in the web listener, tab Authentication of ISA Server",
                        "Method clients use to authenticate: No Authentication"));
            case CUT_SHORT, SLOW ->
                List.of(repair(
                        FROM_A_CLIENT,
                        "Measure-Command { Invoke-WebRequest https://" + HOST
                                + "/Abs/Ext/Handler -UseDefaultCredentials }"));
            case SOAP_FAULT ->
                List.of(repair(
                        "in Active Directory, in PowerShell, to see the mail addresses of groups",
                        "Get-ADGroup -LDAPFilter \"(mail=*)\" -Properties mail | Format-Table Name, mail"));
            case OTHER_OPERATION -> List.of();
        };
    }

    private static Repair repair(String where, String text) {
        return new Repair(where, text);
    }
}
