package rollcall.check;

import static rollcall.check.Severity.NOTE;
import static rollcall.check.Severity.WARNING;

/** What can be wrong with what a signed-in client fetches: it signs in all the same. */
enum WebFinding implements Finding {
    NO_URL(
            1,
            WARNING,
            "the pool does not say where a web service is",
            "The provisioning document names web services, but not this one, or not by an https URL.",
            WebWords.BOOK_OR_GROUP,
            "The URLs for outside are empty when no external web farm was named as the pool was made. In the console of 2007 R2 they stand under the pool's properties, Web Components."),
    NO_ADDRESS(
            2,
            WARNING,
            "the web server has no address",
            "Clients are told to go there, and its name leads nowhere.",
            WebWords.BOOK_OR_GROUP,
            "The name comes from the provisioning document of the pool. Communicator uses the proxy settings of Internet Explorer, too: a proxy may know the name where this machine does not."),
    NOT_KNOWN_HERE(
            3,
            NOTE,
            "the web server for clients outside has no address here",
            "The DNS server that was asked does not know its name; the one that clients outside ask may.",
            "Nothing inside; outside, if the name does not exist there either: " + WebWords.BOOK_OR_GROUP,
            "Look from outside, by --dns with a public DNS server as the last one, or tell the address of the reverse proxy by --resolve NAME=ADDRESS."),
    PRIVATE_ADDRESS(
            4,
            WARNING,
            "the web server for clients outside has a private address",
            "The address lies in a range that is not routed on the Internet (RFC 1918).",
            "Nothing inside; outside: " + WebWords.BOOK_OR_GROUP,
            "Clients outside need the public address of the reverse proxy. This is right when the DNS server that was asked serves the inside only."),
    NO_LISTENER(
            5,
            WARNING,
            "nobody listens where the web server should be",
            "The connection is refused: IIS or the reverse proxy is not started, or listens at another address.",
            WebWords.BOOK_OR_GROUP,
            "On the web server: is the World Wide Web Publishing Service started, and has the site a binding for https?"),
    NO_ANSWER(
            6,
            WARNING,
            "the web server does not answer",
            "Packets are dropped on the way, or there is no route.",
            WebWords.BOOK_OR_GROUP,
            "A firewall, most likely. From outside only 443 to the reverse proxy is needed; from the reverse proxy 443 to the web server."),
    NO_TLS(
            7,
            WARNING,
            "no secured connection to the web server",
            "It listens, but the handshake does not come to an end.",
            WebWords.BOOK_OR_GROUP,
            "On IIS a site without a certificate closes the connection. A client certificate must not be demanded."),
    NAME(
            8,
            WARNING,
            "the web server's certificate is for another host",
            "A client compares the host in the URL with the names on the certificate. It asks nobody: the download just fails.",
            WebWords.BOOK_OR_GROUP,
            "Inside the URL has the name of the pool or of its web farm, outside the public name of the reverse proxy: two certificates, as a rule. The host in the URL is what counts, not the name of the computer."),
    UNTRUSTED(
            9,
            WARNING,
            "the web server's certificate does not come from an authority that is trusted here",
            "Its chain does not end in a root that this machine knows. A client asks nobody: the download just fails.",
            WebWords.BOOK_OR_GROUP,
            "Outside a company's own authority is unknown to computers at home: the reverse proxy should have a certificate of a public one. If an intermediate certificate is missing, the server must send it."),
    NOT_VALID_NOW(
            10,
            WARNING,
            "the web server's certificate is not valid today",
            "It has expired, or is not valid yet, or is not meant for servers.",
            WebWords.BOOK_OR_GROUP,
            "Renew it, and bind the new one to the site: renewing alone does not change what IIS or ISA Server shows."),
    EXPIRES_SOON(
            11,
            WARNING,
            "the web server's certificate expires soon",
            "It has less than 30 days left.",
            "Nothing until then; from then on: " + WebWords.BOOK_OR_GROUP,
            "Renew it now, and bind the new one to the site or to the web listener."),
    NOT_PUBLISHED(
            12,
            WARNING,
            "the reverse proxy does not publish the path",
            "It denies the URL by itself (403 with code 12202 of ISA Server), or answers 404 without asking who is there, which the web server behind it would.",
            WebWords.BOOK_OR_GROUP,
            "Either the path is missing in the publishing rule, or the rule is for another public name, or for certain users only. Paths on IIS have no upper and lower case, those of other proxies often have. TechNet dd441312 lists the paths."),
    ASKS_AGAIN(
            13,
            WARNING,
            "the web server asks for credentials again and again",
            "It was answered, and asked again (401), although the pool takes the same credentials.",
            "Communicator asks for user name and password and is not satisfied by any. " + WebWords.BOOK_OR_GROUP,
            "Outside the reverse proxy must let NTLM through untouched and keep each client's connection apart: \"No delegation, but client may authenticate directly\". Inside it may be a service principal name at the wrong account, or the loopback check when client and server are one machine. To protect the account nothing more is asked with this password in this check."),
    NO_NTLM(
            14,
            WARNING,
            "the web server asks for credentials in a way that Communicator does not know",
            "It offers neither NTLM nor Negotiate, or a challenge of it makes no sense.",
            WebWords.BOOK_OR_GROUP,
            "Basic or a form at the reverse proxy means that it authenticates users itself. On IIS the directory has lost Integrated Windows authentication."),
    FORBIDDEN(
            15,
            WARNING,
            "the web server forbids it",
            "It answered 403, and not as ISA Server does for what is not published.",
            WebWords.BOOK_OR_GROUP,
            "The user may not read the folder, or the site wants a client certificate, or requests from this address are denied."),
    NO_FILES(
            16,
            WARNING,
            "there is no address-book file",
            "The web server knows the user and has no file of the last 30 days (404).",
            WebWords.BOOK,
            "The Address Book Server writes a file each night at 1:30 into a shared folder, which the web server shows. It never ran, or may not write, or the directory points elsewhere."),
    NO_SERVICE(
            17,
            WARNING,
            "the group expansion service is not there",
            "The web server knows the user and has nothing at this path (404).",
            WebWords.GROUP,
            "ASP.NET may not be allowed in IIS, or the Web Components are not installed on this server."),
    BRIDGE(
            18,
            WARNING,
            "the reverse proxy does not get through to the web server",
            "It answers in place of the web server that it could not connect, or does not trust the certificate there.",
            WebWords.BOOK_OR_GROUP,
            "ISA Server says -2146893019 when the root of the web server's certificate is missing on it, and -2146893022 when the name in its rule, tab To, is not on that certificate. The request goes from the reverse proxy to port 443 of the web farm."),
    SERVER_ERROR(
            19,
            WARNING,
            "the web server fails",
            "It answered by a status of 500 or more.",
            WebWords.BOOK_OR_GROUP,
            "503 of IIS: the application pool is stopped. 500: look into the event log of the web server."),
    NOT_A_BOOK(
            20,
            WARNING,
            "something else comes instead of the address book",
            "The download succeeds, but the file is a page for people or belongs to something else.",
            WebWords.BOOK,
            "A page to log on to, most likely: the reverse proxy authenticates by a form, or the URL leads to another site."),
    CUT_SHORT(
            21,
            WARNING,
            "the web server closes the connection before the answer is complete",
            "The answer was shorter than its length says, or did not come at all.",
            WebWords.BOOK_OR_GROUP,
            "Something on the way that inspects or limits downloads, or a web server that restarts."),
    SLOW(
            22,
            WARNING,
            "the web server takes too long",
            "The answer did not come in the time that was given.",
            WebWords.BOOK_OR_GROUP,
            "Clients of 2007 R2 wait a random time of up to an hour before they ask for the address book, so that not all come at once; rollcall run shows what the web farm bears."),
    SOAP_FAULT(
            23,
            WARNING,
            "group expansion answers by a fault",
            "The service is there and does not say who is in the group.",
            WebWords.GROUP,
            "The group may not exist or have no mail address, or the service cannot ask Active Directory. The names of the operation are not documented: this tool asks QueryDLMembers."),
    OTHER_OPERATION(
            24,
            NOTE,
            "group expansion calls its operation by another name than was assumed",
            "Its own description (?wsdl) names others, so this tool does not know how to ask it for members.",
            "Nothing: Communicator knows the right name.",
            "The name QueryDLMembers is from memory; the documents of MS-DLX were not at hand. Everything but the expansion itself was checked."),
    MEETING_CONTENT(
            25,
            WARNING,
            "the content of meetings is not published",
            "The reverse proxy does not let /etc/place/null through.",
            "Nothing in Communicator; in Live Meeting, slides and documents do not appear for those outside.",
            "TechNet dd441312 names the path. Where there are no web conferences, it is of no use."),
    DEVICE_UPDATES(
            26,
            NOTE,
            "device updates are not published",
            "The reverse proxy does not let /RequestHandler/ucdevice.upx through.",
            "Nothing in Communicator; Communicator Phone Edition outside gets no updates.",
            "TechNet dd441312 names the path, and /DeviceUpdateFiles_Ext beside it, and wants no authentication there. Without phones it is of no use."),
    PUBLIC_NAME(
            27,
            WARNING,
            "the reverse proxy publishes nothing under this name",
            "It denies every path that was tried, so that no path is missing but the name, or the whole rule.",
            WebWords.BOOK_OR_GROUP,
            "ISA Server applies a rule to requests for its public names alone. The name is that in the URL that the pool tells clients outside.");

    @SuppressWarnings("ImmutableEnumChecker") // a record of strings and an enum
    private final FindingText text;

    WebFinding(int number, Severity severity, String title, String cause, String sees, String more) {
        text = FindingText.of("WEB", number, severity, title, cause, sees, more);
    }

    @Override
    public FindingText text() {
        return text;
    }
}
