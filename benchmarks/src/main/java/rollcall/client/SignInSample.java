package rollcall.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import rollcall.auth.Association;
import rollcall.auth.AuthFacts;
import rollcall.auth.AuthKit;
import rollcall.auth.NtlmServer;
import rollcall.auth.NtlmVerifier;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.OutcomeSink;
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
import rollcall.plan.TargetPlan;
import rollcall.plan.Transport;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParams;
import rollcall.sip.InstanceId;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;
import rollcall.web.WebUrl;

/**
 * A client without a network that signs in again and again, each time with the same randomness and so with the same
 * messages. The server's part was recorded once; what is measured is the client alone: its machine, the requests written,
 * the answers parsed, read and verified.
 */
final class SignInSample implements LogonIo, OutcomeSink, Gate {
    private static final NtlmServer POOL =
            new NtlmServer("SIP Communications Service", 4, "EXAMPLE", "POOL01", "example.com", "pool01.example.com");
    private static final Account ALICE = new Account("alice@example.com", "EXAMPLE\\alice", Secret.of("Pa$$w0rd!"));
    private static final List<Target> TARGETS =
            List.of(new Target("pool01.example.com", 5061, Transport.TLS, "_sipinternaltls._tcp.example.com"));

    private final Repeated random = new Repeated();
    private final Endpoint endpoint;
    private final LogonMachine machine;
    private final LoopKit.Scratch scratch;
    private final InstanceId instances = new InstanceId();
    private final List<InetAddress> addresses;
    private final ByteBuf wire = Unpooled.directBuffer(8192);
    private final SipMessage message = new SipMessage();
    private final List<byte[]> answers;
    private boolean signedIn;
    private boolean writes = true;

    /** The same numbers in every life. */
    private static final class Repeated implements RandomGenerator {
        private long state;

        @Override
        public long nextLong() {
            state += 0x9e3779b97f4a7c15L;
            long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
            return mixed ^ (mixed >>> 31);
        }
    }

    private static final class OnlyAlice implements Accounts {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public Account at(int index) {
            return ALICE;
        }
    }

    SignInSample(AuthPlan.Scheme scheme) {
        try {
            ClientProfile profile = ClientProfiles.named("moc-2007-r2");
            addresses = List.of(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 20}));
            LogonRules rules = new LogonRules(
                    new TargetPlan.Automatic("example.com", List.of()),
                    new OnlyAlice(),
                    profile,
                    new AuthPlan(scheme),
                    new SessionPlan(0, StayFrom.SIGN_IN, false, false, false),
                    LimitPlan.DEFAULT,
                    this,
                    1);
            RequestTemplates templates = new RequestTemplates(profile);
            scratch = new LoopKit.Scratch(
                    new AuthKit(random, () -> 1_267_438_088_000_000_000L, "WS01"),
                    () -> 1_267_438_088_000_000_000L,
                    templates,
                    rules.accounts());
            endpoint = new Endpoint(new Identity(), new Authenticator(rules, scratch));
            endpoint.userUri = "sip:alice@example.com".getBytes(StandardCharsets.US_ASCII);
            endpoint.domainUri = "sip:example.com".getBytes(StandardCharsets.US_ASCII);
            endpoint.local = new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 10}), 12723);
            endpoint.secured = true;
            machine = new LogonMachine(rules, templates, this, this, endpoint, scratch.answer);
        } catch (PlanException | UnknownHostException e) {
            throw new IllegalStateException(e);
        }
        answers = scheme == AuthPlan.Scheme.NONE ? List.of(ok("", 1)) : withNtlm();
    }

    // ---- the client ----

    /** A whole life: as far as the client is concerned, from the first REGISTER to the verified 200. */
    boolean signIn() {
        begin();
        for (int i = 0; i < answers.size(); i++) {
            hear(answers.get(i));
        }
        return signedIn;
    }

    /** The machine's part of that: nothing is written, and the last answer has been parsed already. */
    boolean steps() {
        writes = false;
        live();
        machine.onResponse(message, 0);
        writes = true;
        return signedIn;
    }

    private void begin() {
        random.state = 0;
        endpoint.identity.begin(1, 0, 0, 0, instances);
        endpoint.authenticator.begin(ALICE);
        live();
    }

    private void live() {
        signedIn = false;
        machine.start(0, ALICE.user(), 0, 0);
        machine.onLocated(TARGETS, 0);
        machine.onResolved(addresses, 0);
        machine.onConnected(0);
        machine.onSecured(0);
    }

    private void hear(byte[] answer) {
        message.parse(answer, 0, answer.length);
        machine.onResponse(message, 0);
    }

    @Override
    public void register(boolean leaving) {
        if (writes) {
            scratch.writer.register(endpoint, machine.cseq(), leaving, wire.clear());
        }
    }

    @Override
    public void signedIn(LogonRecord logon) {
        signedIn = true;
        machine.stop(0); // without a word: nothing is measured but the way in
    }

    // ---- the server's part, once ----

    private List<byte[]> withNtlm() {
        NtlmVerifier verifier =
                new NtlmVerifier(new AuthKit(new Repeated(), () -> 0, "POOL01"), POOL, account -> "Pa$$w0rd!");
        begin();
        byte[] offer = answer("401 Unauthorized", challenge(out -> NtlmVerifier.offer(POOL, out)), 1);
        hear(offer);
        byte[] challenge = answer("401 Unauthorized", challenge(verifier::challenge), 2);
        hear(challenge);
        SipMessage proof = parsed(ByteBufUtil.getBytes(wire));
        AsciiSlice value = new AsciiSlice();
        proof.header(SipHeader.PROXY_AUTHORIZATION, value);
        AuthParams credentials = new AuthParams();
        credentials.parse(value);
        AuthFacts facts = new AuthFacts();
        facts.read(proof);
        if (verifier.authenticate(credentials, facts) != Association.Verdict.ACCEPTED) {
            throw new IllegalStateException("the proof is wrong");
        }
        facts.read(parsed(ok("", 3)));
        byte[] ok = ok("Authentication-Info: " + written(out -> verifier.sign(facts, out)) + "\r\n", 3);
        hear(ok);
        if (!signedIn) {
            throw new IllegalStateException("not signed in");
        }
        return List.of(offer, challenge, ok);
    }

    private static String challenge(Consumer<ByteBuf> writer) {
        return "WWW-Authenticate: " + written(writer) + "\r\n";
    }

    private static String written(Consumer<ByteBuf> writer) {
        ByteBuf out = Unpooled.buffer();
        writer.accept(out);
        return out.toString(StandardCharsets.US_ASCII);
    }

    private static SipMessage parsed(byte[] bytes) {
        SipMessage parsed = new SipMessage();
        if (parsed.parse(bytes, 0, bytes.length) != null) {
            throw new IllegalStateException("no SIP");
        }
        return parsed;
    }

    private byte[] ok(String info, int cseq) {
        return answer(
                "200 OK",
                "ms-keep-alive: UAS; tcp=no; hop-hop=yes; end-end=no; timeout=300\r\n" + info
                        + "Contact: <sip:192.0.2.10:12723;transport=tls;ms-received-cid=2600>;expires=7200;"
                        + "+sip.instance=\"<urn:uuid:" + own(Identity.INSTANCE, InstanceId.TEXT_LENGTH)
                        + ">\";gruu=\"sip:alice@example.com;opaque=user:epid:2r5GdLPot1OpZbhaZqMc_AAA;gruu\"\r\n"
                        + "Expires: 7200\r\npresence-state: register-action=\"added\"\r\n"
                        + "Allow-Events: vnd-microsoft-provisioning,vnd-microsoft-roaming-contacts,"
                        + "vnd-microsoft-roaming-ACL,presence,presence.wpending,vnd-microsoft-roaming-self,"
                        + "vnd-microsoft-provisioning-v2\r\nSupported: adhoclist\r\nSupported: msrtc-event-categories\r\n",
                cseq);
    }

    private byte[] answer(String status, String headers, int cseq) {
        String tag = own(Identity.TAG, Identity.TAG_LENGTH);
        return ("SIP/2.0 " + status + "\r\n" + headers + "From: \"Alice\"<sip:alice@example.com>;tag=" + tag
                        + ";epid=a1b2c3d4e5\r\nTo: <sip:alice@example.com>;tag=5E61CCD925D17E043D9A74835A88F664\r\n"
                        + "Call-ID: " + own(Identity.CALL_ID, Identity.CALL_ID_LENGTH) + "\r\nCSeq: " + cseq
                        + " REGISTER\r\nVia: SIP/2.0/TLS 192.0.2.10:12723;ms-received-port=12723;ms-received-cid=2600\r\n"
                        + "Server: RTC/3.5\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The same in every life. */
    private String own(int offset, int length) {
        endpoint.identity.begin(1, 0, 0, 0, instances);
        return new String(endpoint.identity.array(), offset, length, StandardCharsets.US_ASCII);
    }

    // ---- what plays no part ----

    @Override
    public void begun(LogonRecord logon) {}

    @Override
    public void locate(String domain) {}

    @Override
    public void resolve(Target target) {}

    @Override
    public void connect(Target target, InetAddress address) {}

    @Override
    public void secure(Target target) {}

    @Override
    public void request(int slot) {}

    @Override
    public void fetch(Stage stage, WebUrl url) {}

    @Override
    public void abandon(Stage stage) {}

    @Override
    public void prepare() {}

    @Override
    public void keepAlive() {}

    @Override
    public void wakeAt(long nanos) {}

    @Override
    public void sleep() {}

    @Override
    public void settled() {}

    @Override
    public void disconnect() {}

    @Override
    public void newLogin() {}

    @Override
    public void comeBack() {}

    @Override
    public void over() {}

    @Override
    public void started(LogonRecord logon) {}

    @Override
    public void lost(LogonRecord logon) {}

    @Override
    public void dropped(LogonRecord logon, Stage stage, Fault fault, String detail) {}

    @Override
    public void returned(LogonRecord logon) {}

    @Override
    public void setback(LogonRecord logon, Stage stage, Fault fault, String detail) {}

    @Override
    public void answered(LogonRecord logon, Stage stage, long nanos) {}

    @Override
    public void ended(LogonRecord logon) {}

    @Override
    public void refused(int user) {}

    @Override
    public void failed(LogonRecord logon) {
        throw new IllegalStateException(logon.fault() + " " + logon.detail());
    }

    @Override
    public boolean permits(Target target, InetAddress address) {
        return true;
    }

    @Override
    public boolean mayAuthenticate(int user) {
        return true;
    }
}
