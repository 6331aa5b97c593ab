package rollcall.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import rollcall.auth.AuthFacts;
import rollcall.auth.AuthKit;
import rollcall.auth.KerberosLogins;
import rollcall.auth.KerberosSource;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.Account;
import rollcall.plan.Accounts;
import rollcall.plan.AuthPlan;
import rollcall.plan.ClientProfile;
import rollcall.plan.ClientProfiles;
import rollcall.plan.LimitPlan;
import rollcall.plan.PlanException;
import rollcall.plan.Secret;
import rollcall.plan.SessionPlan;
import rollcall.plan.SessionPlan.StayFrom;
import rollcall.plan.SessionRequests;
import rollcall.plan.TargetPlan;
import rollcall.plan.Transport;
import rollcall.sip.InstanceId;
import rollcall.sip.SipMessage;

/** A machine on a bench: scripted input and output, a clock that goes when it is told, messages made to order. */
final class MachineBench {
    static final int USER = 3;
    static final long LATE = 1_000;
    static final Target POOL = new Target("sip.example.test", 5061, Transport.TLS, "_sipinternaltls._tcp");
    static final Target SPARE = new Target("spare.example.test", 5061, Transport.TLS, "_sipinternaltls._tcp");
    static final List<InetAddress> ONE_ADDRESS = List.of(address(1));
    static final List<InetAddress> TWO_ADDRESSES = List.of(address(1), address(2));
    private static final long SECOND = 1_000_000_000L;

    final ScriptedIo io = new ScriptedIo();
    final FakeGate gate = new FakeGate();
    final LogonMachine machine;
    final Identity identity = new Identity();
    private final Authenticator authenticator;
    private final Endpoint endpoint;
    private final RequestWriter writer;
    long now = 1_000_000;

    MachineBench() {
        this(new SessionPlan(60 * SECOND, StayFrom.SIGN_IN, true, true, true));
    }

    /** One of many clients. */
    MachineBench(int life) {
        this();
        identity.begin(42, USER, 0, life, new InstanceId());
    }

    MachineBench(SessionPlan session) {
        this(session, new TargetPlan.Automatic("example.test", List.of()));
    }

    /** A client that subscribes, publishes and watches contacts as the session says, like Communicator 2007 R2. */
    static MachineBench communicator(SessionPlan session) {
        try {
            return new MachineBench(
                    session,
                    new TargetPlan.Automatic("example.test", List.of()),
                    ClientProfiles.named("moc-2007-r2").requests(),
                    AuthPlan.Scheme.DIGEST);
        } catch (PlanException e) {
            throw new AssertionError(e);
        }
    }

    static MachineBench manual() {
        return new MachineBench(
                new SessionPlan(60 * SECOND, StayFrom.SIGN_IN, true, true, true),
                new TargetPlan.Server("pool.example.test", 5061, Transport.TLS, List.of()));
    }

    private MachineBench(SessionPlan session, TargetPlan target) {
        this(session, target, SessionRequests.NONE, AuthPlan.Scheme.DIGEST);
    }

    /** A client that takes any scheme, and asks a KDC for its tickets where it can. */
    static MachineBench withKerberos() {
        return new MachineBench(
                new SessionPlan(60 * SECOND, StayFrom.SIGN_IN, true, true, true),
                new TargetPlan.Automatic("example.test", List.of()),
                SessionRequests.NONE,
                AuthPlan.Scheme.AUTO);
    }

    private MachineBench(SessionPlan session, TargetPlan target, SessionRequests requests, AuthPlan.Scheme scheme) {
        ClientProfile profile = new ClientProfile(
                "test", "Test", "", List.of(), List.of(), false, "Proxy-Authorization", 0, 2, requests);
        LogonRules rules = new LogonRules(
                target, new OneUser(), profile, new AuthPlan(scheme), session, LimitPlan.DEFAULT, gate, 42);
        RequestTemplates templates = new RequestTemplates(profile);
        KerberosLogins logins = new KerberosLogins(new KerberosSource("EXAMPLE.TEST", null, false), () -> 0);
        LoopKit.Scratch scratch = new LoopKit.Scratch(
                new AuthKit(new SplittableRandom(1), () -> 0, "WS01", logins), () -> 0, templates, rules.accounts());
        authenticator = new Authenticator(rules, scratch);
        writer = scratch.writer;
        endpoint = new Endpoint(identity, authenticator);
        endpoint.user = USER;
        endpoint.userUri = "sip:alice@example.test".getBytes(StandardCharsets.US_ASCII);
        endpoint.local = new InetSocketAddress(address(9), 12723);
        endpoint.secured = true;
        machine = new LogonMachine(rules, templates, io, io, endpoint, new Answer());
        io.onRegister = () -> authenticator.write(new AuthFacts(), Unpooled.buffer());
        identity.begin(42, USER, 0, 7, new InstanceId());
    }

    private static final class OneUser implements Accounts {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public Account at(int index) {
            return new Account("alice@example.test", "alice", null);
        }
    }

    static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static final class FakeGate implements Gate {
        boolean permitted = true;
        boolean mayAuthenticate = true;
        /** How long whoever wants to begin has to wait. */
        long turnNanos;

        final List<Integer> refused = new ArrayList<>();

        @Override
        public boolean permits(Target target, InetAddress address) {
            return permitted;
        }

        @Override
        public boolean mayAuthenticate(int user) {
            return mayAuthenticate;
        }

        @Override
        public long turnNanos(long nowNanos) {
            return nowNanos + turnNanos;
        }

        @Override
        public void refused(int user) {
            refused.add(user);
        }
    }

    // ---- the way to a state ----

    MachineBench pass(long nanos) {
        now += nanos;
        return this;
    }

    void start() {
        Account account = new Account("alice@example.test", "alice", Secret.of("secret"));
        authenticator.begin(account);
        machine.start(7, account.user(), now - LATE, now);
    }

    void toConnecting(List<InetAddress> addresses) {
        start();
        machine.onLocated(List.of(POOL), now);
        machine.onResolved(addresses, now);
        io.take();
    }

    void toRegistering() {
        toConnecting(ONE_ADDRESS);
        machine.onConnected(now);
        machine.onSecured(now);
    }

    void toHolding(long expiresSeconds) {
        toRegistering();
        answer(ok(expiresSeconds));
        assertThat(machine.state()).isEqualTo(LogonState.HOLDING);
    }

    void answer(SipMessage response) {
        machine.onResponse(response, now);
    }

    void randomEvent(SplittableRandom random) {
        now += random.nextLong(SECOND);
        switch (random.nextInt(18)) {
            case 0 -> machine.onLocated(List.of(POOL, SPARE), now);
            case 1 -> machine.onNotLocated(Fault.DNS_TIMEOUT, "", now);
            case 2, 3 -> machine.onResolved(TWO_ADDRESSES, now);
            case 4 -> machine.onNotResolved(Fault.DNS_NO_ADDRESS, "", now);
            case 5, 6 -> machine.onConnected(now);
            case 7 -> machine.onNotConnected(Fault.CONNECT_REFUSED, "", now);
            case 8, 9 -> machine.onSecured(now);
            case 10 -> machine.onNotSecured(Fault.TLS_ALERT, "", now);
            case 11 -> machine.onClosed(random.nextBoolean(), "", now);
            case 12 -> {
                // a deadline that has come; the machine asks for none in some states
                if (io.wakeNanos != Long.MAX_VALUE) {
                    now = Math.max(now, io.wakeNanos);
                    machine.onTimeout(now);
                }
            }
            case 13, 14 -> answer(ok(40));
            case 15 -> answer(challenge(machine.cseq(), "n" + now, random.nextBoolean()));
            case 16 -> answer(redirect(machine.cseq(), "sip:pool02.example.test:5061;transport=tls"));
            default -> answer(response("503 Service Unavailable", machine.cseq(), ""));
        }
    }

    // ---- messages ----

    SipMessage ok(long expiresSeconds) {
        return ok(expiresSeconds, "");
    }

    SipMessage ok(long expiresSeconds, String more) {
        String instance = new String(
                identity.array(),
                identity.array().length - InstanceId.TEXT_LENGTH,
                InstanceId.TEXT_LENGTH,
                StandardCharsets.US_ASCII);
        return response(
                "200 OK",
                machine.cseq(),
                "Contact: <sip:127.0.0.1:1234;transport=tls>;expires=" + expiresSeconds + ";+sip.instance=\"<urn:uuid:"
                        + instance.toLowerCase(java.util.Locale.ROOT) + ">\"\r\n" + more);
    }

    SipMessage challenge(long cseq, String nonce, boolean stale) {
        return response(
                "401 Unauthorized",
                cseq,
                "WWW-Authenticate: Digest realm=\"example.test\", nonce=\"" + nonce + "\", qop=\"auth\""
                        + (stale ? ", stale=true" : "") + "\r\n");
    }

    /** A challenge of a pool that has these schemes, and its security association. */
    SipMessage challengeOf(String... schemes) {
        StringBuilder challenges = new StringBuilder();
        for (String scheme : schemes) {
            challenges
                    .append("WWW-Authenticate: ")
                    .append(scheme)
                    .append(
                            " realm=\"SIP Communications Service\", targetname=\"sip/pool01.example.test\", version=4\r\n");
        }
        return response("401 Unauthorized", machine.cseq(), challenges.toString());
    }

    SipMessage redirect(long cseq, String contact) {
        return response("301 Redirect request to Home Server", cseq, "Contact: <" + contact + ">\r\n");
    }

    SipMessage response(String status, long cseq, String headers) {
        return parse("SIP/2.0 " + status + "\r\nVia: SIP/2.0/TLS 127.0.0.1:1234\r\nCSeq: " + cseq + " REGISTER\r\n"
                + headers + "Content-Length: 0\r\n\r\n");
    }

    /** An answer to what stands in a slot of the client's presence, whose Call-ID the session has looked at. */
    SipMessage answer(String status, String body) {
        return answer(status, "", body);
    }

    /** The same with more headers, each with its line break. */
    SipMessage answer(String status, String headers, String body) {
        return parse("SIP/2.0 " + status + "\r\nVia: SIP/2.0/TLS 127.0.0.1:1234\r\nCSeq: 1 SUBSCRIBE\r\n"
                + headers.replace("\n", "\r\n") + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** What the session would send for this slot; line ends are those of a text block. */
    String written(int slot) {
        ByteBuf out = Unpooled.buffer();
        writer.request(endpoint, Objects.requireNonNull(machine.presence()), slot, out);
        return out.toString(StandardCharsets.US_ASCII).replace("\r\n", "\n");
    }

    SipMessage notify(String body) {
        return parse("NOTIFY sip:127.0.0.1:1234 SIP/2.0\r\nVia: SIP/2.0/TLS 127.0.0.1:5061\r\nCSeq: 1 NOTIFY\r\n"
                + "Event: registration-notify\r\nContent-Type: text/registration-event\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
    }

    static SipMessage parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        SipMessage message = new SipMessage();
        assertThat(message.parse(bytes, 0, bytes.length)).isNull();
        return message;
    }

    // ---- what came of it ----

    void assertFailed(Stage stage, Fault fault) {
        assertThat(io.outcomes).endsWith("failed " + stage + " " + fault, "ended");
        assertThat(machine.state()).isEqualTo(LogonState.IDLE);
        assertThat(io.failures).isEqualTo(1);
        assertThat(io.ends).isEqualTo(1);
    }

    void assertLost(Stage stage, Fault fault) {
        assertThat(io.outcomes).endsWith("lost " + stage + " " + fault, "ended");
        assertThat(machine.state()).isEqualTo(LogonState.IDLE);
        assertThat(io.losses).isEqualTo(1);
        assertThat(io.ends).isEqualTo(1);
    }
}
