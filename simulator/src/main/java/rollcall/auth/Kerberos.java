package rollcall.auth;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParam;
import rollcall.sip.AuthParams;

/**
 * Kerberos over SIP (MS-SIPAE) in two legs: a REGISTER without credentials, and one with a ticket for the service that the
 * challenge names. The ticket comes from the KDC, so {@link #preparation} must be run before {@link #authorize}. From then
 * on each message is signed, both ways; in version 4 that includes the one with the ticket, as with NTLM (inferred: the
 * rule of MS-SIPAE 3.2.5.1 is the same for both).
 */
public final class Kerberos extends SigningMechanism {
    /** MS-SIPAE 2.2.1: the service that a SIP server is. No ticket for anything else is got on a server's word. */
    private static final String SERVICE = "sip/";

    private static final int MAX_NAME = 255;

    private final AuthKit kit;
    private final KerberosLogins logins;
    private final KerberosKeys keys;
    private Credentials credentials = new Credentials("", "", "");
    private @Nullable KerberosRequest request;
    private boolean ready;
    private String reason = "";
    private long endMillis = Long.MAX_VALUE;

    /**
     * Of one session.
     *
     * @param kit of the event loop that this mechanism lives on
     */
    public Kerberos(AuthKit kit, KerberosLogins logins) {
        this(kit, logins, new KerberosKeys());
    }

    private Kerberos(AuthKit kit, KerberosLogins logins, KerberosKeys keys) {
        super(kit, new SigningContext(Scheme.KERBEROS, keys));
        this.kit = kit;
        this.logins = logins;
        this.keys = keys;
    }

    @Override
    public void reset(Credentials credentials) {
        super.reset(credentials);
        this.credentials = credentials;
        request = null;
        ready = false;
    }

    @Override
    public @Nullable Fault challenged(AuthParams challenge) {
        return logins.canLogIn(credentials) ? super.challenged(challenge) : Fault.AUTH_NO_PASSWORD;
    }

    @Override
    boolean take(AuthParams challenge) {
        AsciiSlice service = kit.value();
        if (!challenge.get(AuthParam.TARGETNAME, service) || !isSipService(service)) {
            return false;
        }
        request = new KerberosRequest(logins, credentials, service.toString(), KerberosContext.KERBEROS);
        ready = false;
        return true;
    }

    private static boolean isSipService(AsciiSlice name) {
        int from = name.offset();
        int host = SERVICE.length();
        if (name.length() <= host
                || name.length() > MAX_NAME
                || !Ascii.equalsIgnoreCase(name.array(), from, from + host, SERVICE)) {
            return false;
        }
        for (int i = host; i < name.length(); i++) {
            char c = name.charAt(i);
            char lower = (char) (c | 0x20);
            if (!(lower >= 'a' && lower <= 'z') && !(c >= '0' && c <= '9') && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    @Override
    public @Nullable Runnable preparation() {
        return ready ? null : request;
    }

    @Override
    public @Nullable Fault prepared() {
        KerberosFailure failure = request == null ? null : request.failure();
        ready = failure == null;
        reason = failure == null ? "" : failure.reason();
        endMillis = request == null ? Long.MAX_VALUE : request.endMillis();
        return failure == null ? null : failure.fault();
    }

    @Override
    public String unprepared() {
        return reason;
    }

    @Override
    public long lifeSeconds() {
        return endMillis == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, endMillis / 1_000 - kit.wallSeconds());
    }

    @Override
    public Stage nextStage() {
        return Stage.AUTHENTICATE;
    }

    @Override
    void open(AuthFacts message, ByteBuf out) {
        answer(message, out);
    }

    @Override
    void writeToken(ByteBuf out) {
        KerberosRequest done = request;
        KerberosContext context = done == null ? null : done.context();
        if (done == null || context == null) {
            throw new IllegalStateException("nothing was prepared");
        }
        context.derive(kit, keys);
        Base64.encode(done.token(), done.token().length, out);
        request = null;
    }
}
