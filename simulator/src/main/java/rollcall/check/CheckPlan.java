package rollcall.check;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rollcall.plan.Account;
import rollcall.plan.Addresses;
import rollcall.plan.AuthPlan;
import rollcall.plan.ClientProfile;
import rollcall.plan.TargetPlan;
import rollcall.plan.TlsPlan;
import rollcall.plan.Transport;

/**
 * What is to be checked, and as whom.
 *
 * @param account the user; without a password the check goes as far as the first challenge
 * @param dnsServers each is asked on its own: the first as clients inside do, the last as clients outside do; empty means
 *     this machine's
 * @param server a server to connect to instead of what DNS says (manual configuration); null for automatic configuration
 * @param logon whether credentials may be sent; at most once
 * @param limits how long is waited
 * @param refused when the password was refused in an earlier check, for a person; null when it was not. It is not tried
 *     again, and the user counts as one who cannot sign in
 * @param web what is said of the web services beforehand
 * @param edge what is said of the parts of the edge beforehand
 */
public record CheckPlan(
        Account account,
        ClientProfile client,
        List<InetSocketAddress> dnsServers,
        TargetPlan.@Nullable Server server,
        AuthPlan auth,
        TlsPlan tls,
        boolean logon,
        CheckLimits limits,
        @Nullable String refused,
        Web web,
        Edge edge) {
    /**
     * What is said of the web services beforehand.
     *
     * @param resolve addresses of hosts, by their names in small letters, instead of what DNS says
     * @param group the mail address of a distribution group to be expanded; null: none is
     */
    public record Web(
            Map<String, InetAddress> resolve, @Nullable String group) {
        public static final Web NOTHING = new Web(Map.of(), null);

        public Web {
            resolve = Map.copyOf(resolve);
        }
    }

    /**
     * Where parts of the edge are, as somebody has said; null: nobody has.
     *
     * @param internal where the servers inside reach it
     * @param avAuthentication where they get credentials for the media relay
     * @param conferencing where clients outside come into web conferences
     */
    public record Edge(
            Addresses.@Nullable HostPort internal,
            Addresses.@Nullable HostPort avAuthentication,
            Addresses.@Nullable HostPort conferencing) {
        public static final Edge NOTHING = new Edge(null, null, null);
    }

    /** Of a user of whom nothing is known yet. */
    public CheckPlan(
            Account account,
            ClientProfile client,
            List<InetSocketAddress> dnsServers,
            TargetPlan.@Nullable Server server,
            AuthPlan auth,
            TlsPlan tls,
            boolean logon,
            CheckLimits limits) {
        this(account, client, dnsServers, server, auth, tls, logon, limits, null, Web.NOTHING, Edge.NOTHING);
    }

    /** With the usual patience. */
    public CheckPlan(
            Account account,
            ClientProfile client,
            List<InetSocketAddress> dnsServers,
            TargetPlan.@Nullable Server server,
            AuthPlan auth,
            TlsPlan tls,
            boolean logon) {
        this(account, client, dnsServers, server, auth, tls, logon, CheckLimits.USUAL);
    }

    /** The same after the password was refused: as far as the first challenge and no further. */
    public CheckPlan refusedAt(String when) {
        Account nobody = new Account(account.user(), account.logonName(), null);
        return new CheckPlan(nobody, client, dnsServers, server, auth, tls, false, limits, when, web, edge);
    }

    /** The same, with what is said of the web services. */
    public CheckPlan with(Web said) {
        return new CheckPlan(account, client, dnsServers, server, auth, tls, logon, limits, refused, said, edge);
    }

    /** The same, with what is said of the parts of the edge. */
    public CheckPlan with(Edge said) {
        return new CheckPlan(account, client, dnsServers, server, auth, tls, logon, limits, refused, web, said);
    }

    /** The same user at this server, as a client outside: there is no Kerberos, and DNS is asked as from there. */
    CheckPlan outside(String host, int port) {
        List<InetSocketAddress> last = dnsServers.subList(Math.max(0, dnsServers.size() - 1), dnsServers.size());
        return new CheckPlan(
                account,
                client,
                last,
                new TargetPlan.Server(host, port, Transport.TLS, last),
                new AuthPlan(AuthPlan.Scheme.NTLM),
                tls,
                logon,
                limits,
                refused,
                web,
                edge);
    }

    /** The SIP domain. */
    public String domain() {
        return account.domain();
    }
}
