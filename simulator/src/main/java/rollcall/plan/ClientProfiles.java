package rollcall.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
        String name = "profiles/" + id + ".yaml";
        Problems problems = new Problems();
        YamlValue root = YamlText.ofFile(name, resource(name), problems);
        Section section = Section.of(problems, "", Objects.requireNonNull(root, name));
        String register = section.text("register", "").replace("\n", "\r\n") + "\r\n";
        ClientProfile profile = new ClientProfile(
                id,
                section.text("title", id),
                register,
                discovery(section, List.of()),
                fallbacks(section, List.of()),
                section.flag("nextNameOnFailure", false),
                section.text("authorizationHeader", ""),
                section.count("keepAliveSeconds", 0, 0, 3600),
                section.count("strictName", 2, 1, 4));
        section.end();
        problems.throwIfAny();
        return profile;
    }

    /** {@code client: {like, discovery, fallbacks}}: a profile, in which the order of discovery may be changed. */
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
        client.end();
        return new ClientProfile(
                like.id(),
                like.title(),
                like.register(),
                discovery,
                fallbacks,
                like.nextNameOnFailure(),
                like.authorizationHeader(),
                like.keepAliveSeconds(),
                like.strictName());
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

    private static String resource(String name) {
        try (InputStream in = ClientProfiles.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
