package rollcall.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The clients that can be imitated; each is a resource {@code profiles/<id>.yaml}, which names its sources. */
public final class ClientProfiles {
    private static final List<String> IDS = List.of("moc-2007", "moc-2007-r2", "lync-2010", "lync-2013");
    private static final String DEFAULT = "moc-2007-r2";

    /** Every SRV name that one of the clients asks for, and what it stands for. */
    private static final Map<String, Transport> SRV_NAMES = Map.of(
            "_sipinternaltls._tcp", Transport.TLS,
            "_sipinternal._tcp", Transport.TCP,
            "_sip._tls", Transport.TLS,
            "_sip._tcp", Transport.TCP);

    private ClientProfiles() {}

    /** All names, oldest client first. */
    public static List<String> ids() {
        return IDS;
    }

    /** The profile of a client. */
    public static ClientProfile named(String id) throws PlanException {
        if (!IDS.contains(id)) {
            throw new PlanException("unknown client \"" + id + "\"; expected one of " + String.join(", ", IDS));
        }
        Problems problems = new Problems();
        Section section = resource("profiles/" + id + ".yaml", problems);
        String register = lines(section, "register");
        ClientProfile profile = new ClientProfile(
                id,
                section.text("title", id),
                register,
                discovery(section, List.of()),
                fallbacks(section, List.of()),
                section.flag("nextNameOnFailure", false),
                section.text("authorizationHeader", ""),
                section.count("keepAliveSeconds", 0, 0, 3600),
                section.count("strictName", 2, 1, 4),
                requests(section.items("subscriptions", List.of(), "a package", text -> text), userAgent(register)));
        section.end();
        problems.throwIfAny();
        return profile;
    }

    /** The requests of a signed-in client: the same of all, but for the packages and the name it gives itself. */
    private static SessionRequests requests(List<String> packages, String userAgent) throws PlanException {
        Problems problems = new Problems();
        Section section = resource("profiles/requests.yaml", problems);
        Section known = section.section("packages");
        String subscribe = lines(section, "subscribe").replace("{user-agent}", userAgent);
        List<SessionRequests.Subscription> subscriptions = new ArrayList<>();
        for (String event : packages) {
            Section each = known.section(event);
            String accept = each.text("accept", "");
            String body = each.text("body", "");
            String expires = each.text("expires", "");
            subscriptions.add(new SessionRequests.Subscription(
                    event,
                    expires,
                    subscribe
                            .replace("{event}", event)
                            .replace("{accept}", accept)
                            .replace("{expires}", expires.isEmpty() ? "" : "Expires: " + expires + "\r\n")
                            .replace("{content-type}", body.isEmpty() ? "" : "Content-Type: " + accept + "\r\n"),
                    body));
            each.end();
        }
        SessionRequests requests = new SessionRequests(
                List.copyOf(subscriptions),
                lines(section, "unsubscribe").replace("{user-agent}", userAgent),
                lines(section, "contacts").replace("{user-agent}", userAgent),
                section.text("contactsBody", ""),
                lines(section, "publish").replace("{user-agent}", userAgent),
                section.text("publishBody", ""),
                lines(section, "mras").replace("{user-agent}", userAgent),
                section.text("mrasBody", ""));
        problems.throwIfAny();
        return requests;
    }

    /** The header lines of a request, ended as on the wire, and the empty line. */
    private static String lines(Section section, String key) {
        return section.text(key, "").replace("\n", "\r\n") + "\r\n";
    }

    /** What the client calls itself in every request. */
    private static String userAgent(String register) {
        String header = "User-Agent: ";
        int from = register.indexOf(header) + header.length();
        return register.substring(from, register.indexOf('\r', from));
    }

    /** {@code like, discovery, fallbacks}: a profile, in which the order of discovery may be changed. */
    static ClientProfile read(Section client) {
        String id = client.choice("like", DEFAULT, IDS.toArray(new String[0]), each -> each);
        ClientProfile like;
        try {
            like = named(id);
        } catch (PlanException e) {
            throw new IllegalStateException(e.getMessage());
        }
        List<ClientProfile.Discovery> discovery = discovery(client, like.discovery());
        List<ClientProfile.Fallback> fallbacks = fallbacks(client, like.fallbacks());
        return new ClientProfile(
                like.id(),
                like.title(),
                like.register(),
                discovery,
                fallbacks,
                like.nextNameOnFailure(),
                like.authorizationHeader(),
                like.keepAliveSeconds(),
                like.strictName(),
                like.requests());
    }

    private static List<ClientProfile.Discovery> discovery(Section section, List<ClientProfile.Discovery> otherwise) {
        String expected = "one of "
                + String.join(", ", SRV_NAMES.keySet().stream().sorted().toList());
        return List.copyOf(section.items("discovery", otherwise, expected, ClientProfiles::srvName));
    }

    private static ClientProfile.@Nullable Discovery srvName(String name) {
        Transport transport = SRV_NAMES.get(name);
        return transport == null ? null : new ClientProfile.Discovery(name, transport);
    }

    private static List<ClientProfile.Fallback> fallbacks(Section section, List<ClientProfile.Fallback> otherwise) {
        String expected = "a host label and a port such as sip:5061";
        return List.copyOf(section.items("fallbacks", otherwise, expected, text -> {
            Addresses.HostPort host = Addresses.hostPort(text, Transport.TLS.defaultPort());
            return host == null || Addresses.literal(host.host()) != null
                    ? null
                    : new ClientProfile.Fallback(host.host(), host.port());
        }));
    }

    private static Section resource(String name, Problems problems) throws PlanException {
        YamlValue root = YamlText.ofFile(name, text(name), problems);
        return Section.of(problems, "", Objects.requireNonNull(root, name));
    }

    private static String text(String name) {
        try (InputStream in = ClientProfiles.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
