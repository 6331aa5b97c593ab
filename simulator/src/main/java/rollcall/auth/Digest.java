package rollcall.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParam;
import rollcall.sip.AuthParams;
import rollcall.sip.SipMessage;

/**
 * SIP Digest (RFC 3261 §22.4, RFC 7616, RFC 8760): {@code qop=auth}, or none for servers of RFC 2069's age.
 *
 * <p>What a server writes between quotes is hashed and echoed as it stands, escapes included, so that it comes back to
 * the server as the very bytes it knows.
 */
public final class Digest implements Mechanism {
    private static final int COUNT_DIGITS = 8;
    private static final int CNONCE_DIGITS = 16;
    private static final int MAX_HEX = 64;

    private final AuthKit kit;
    private final Kept realm = new Kept();
    private final Kept nonce = new Kept();
    private final Kept opaque = new Kept();
    private final byte[] secret = new byte[MAX_HEX];
    private final byte[] response = new byte[MAX_HEX];
    private final byte[] countAndCnonce = new byte[COUNT_DIGITS + CNONCE_DIGITS];
    private final AsciiSlice count = new AsciiSlice();
    private final AsciiSlice cnonce = new AsciiSlice();
    private final AsciiSlice scratch = new AsciiSlice();

    private byte[] user = {};
    private byte[] password = {};
    private @Nullable DigestHash hash;
    private boolean algorithmNamed;
    private boolean sessionVariant;
    private boolean qop;
    private boolean hasOpaque;
    private int uses;
    private boolean answered;
    private boolean accepted;

    /** @param kit of the event loop that this mechanism lives on */
    public Digest(AuthKit kit) {
        this.kit = kit;
        count.set(countAndCnonce, 0, COUNT_DIGITS);
        cnonce.set(countAndCnonce, COUNT_DIGITS, CNONCE_DIGITS);
    }

    @Override
    public Scheme scheme() {
        return Scheme.DIGEST;
    }

    @Override
    public void reset(Credentials credentials) {
        user = credentials.logonName().getBytes(UTF_8);
        password = credentials.password().getBytes(UTF_8);
        hash = null;
        answered = false;
        accepted = false;
    }

    @Override
    public @Nullable Fault challenged(AuthParams challenge) {
        DigestAlgorithm algorithm = DigestAlgorithm.MD5; // RFC 7616 §3.3: the algorithm when none is named
        boolean named = challenge.get(AuthParam.ALGORITHM, scratch);
        if (named) {
            algorithm = DigestAlgorithm.of(scratch);
        }
        boolean offersQop = challenge.get(AuthParam.QOP, scratch);
        if (algorithm == null || (offersQop && !listHas(scratch, "auth"))) {
            return Fault.AUTH_NO_COMMON_SCHEME;
        }
        if (!challenge.get(AuthParam.NONCE, scratch) || !challenge.get(AuthParam.REALM, scratch)) {
            return Fault.AUTH_BAD_CHALLENGE;
        }
        boolean stale = challenge.get(AuthParam.STALE, scratch) && scratch.isIgnoreCase("true");
        if (answered && !accepted && !stale) {
            return Fault.AUTH_REFUSED; // RFC 7616 §3.3: not stale means that name or password are wrong
        }
        challenge.get(AuthParam.REALM, scratch);
        realm.set(scratch);
        challenge.get(AuthParam.NONCE, scratch);
        nonce.set(scratch);
        hasOpaque = challenge.get(AuthParam.OPAQUE, scratch);
        opaque.set(scratch);
        qop = offersQop;
        algorithmNamed = named;
        sessionVariant =
                named && challenge.get(AuthParam.ALGORITHM, scratch) && !scratch.isIgnoreCase(algorithm.token());
        begin(kit.hash(algorithm));
        return null;
    }

    private void begin(DigestHash chosen) {
        hash = chosen;
        uses = 0;
        answered = false;
        accepted = false;
        Hex.write(kit.random().nextLong(), CNONCE_DIGITS, countAndCnonce, COUNT_DIGITS);
        chosen.secret(user, realm.slice(), password, secret);
        if (sessionVariant) {
            chosen.sessionSecret(secret, nonce.slice(), cnonce);
        }
    }

    @Override
    public Stage nextStage() {
        return Stage.AUTHENTICATE;
    }

    @Override
    public void authorize(AuthFacts message, ByteBuf out) {
        DigestHash chosen = hash;
        if (chosen == null) {
            throw new IllegalStateException("no challenge to answer");
        }
        answered = true;
        uses++;
        Hex.write(uses, COUNT_DIGITS, countAndCnonce, 0);
        if (qop) {
            chosen.response(secret, nonce.slice(), count, cnonce, message.method(), message.requestUri(), response);
        } else {
            chosen.response(secret, nonce.slice(), message.method(), message.requestUri(), response);
        }
        write(chosen.algorithm(), message.requestUri(), out);
    }

    private void write(DigestAlgorithm algorithm, AsciiSlice uri, ByteBuf out) {
        Ascii.write(out, "Digest username=\"");
        writeEscaped(user, out);
        writeQuoted("\", realm=\"", realm.slice(), out);
        writeQuoted("\", nonce=\"", nonce.slice(), out);
        writeQuoted("\", uri=\"", uri, out);
        Ascii.write(out, "\", response=\"");
        out.writeBytes(response, 0, algorithm.hexLength());
        out.writeByte('"');
        if (algorithmNamed) {
            Ascii.write(out, ", algorithm=");
            Ascii.write(out, sessionVariant ? algorithm.sessionToken() : algorithm.token());
        }
        if (hasOpaque) {
            writeQuoted(", opaque=\"", opaque.slice(), out);
            out.writeByte('"');
        }
        if (qop) {
            writeQuoted(", qop=auth, nc=", count, out);
            writeQuoted(", cnonce=\"", cnonce, out);
            out.writeByte('"');
        }
    }

    private static void writeQuoted(String before, AsciiSlice value, ByteBuf out) {
        Ascii.write(out, before);
        value.copyTo(out);
    }

    private static void writeEscaped(byte[] text, ByteBuf out) {
        for (byte b : text) {
            if (b == '"' || b == '\\') {
                out.writeByte('\\'); // RFC 3261 §25.1: quoted-pair
            }
            out.writeByte(b);
        }
    }

    /** Digest servers seldom sign; that they no longer challenge says that they took the credentials. */
    @Override
    public @Nullable Fault verify(SipMessage message) {
        if (answered && !message.isRequest() && message.status() >= 200) {
            accepted = true;
        }
        return null;
    }

    @Override
    public boolean established() {
        return accepted;
    }

    /** Does a comma-separated list of tokens hold this one, the case of its letters aside? */
    private static boolean listHas(AsciiSlice list, String token) {
        byte[] a = list.array();
        int end = list.offset() + list.length();
        int from = list.offset();
        while (from <= end) {
            int comma = Ascii.indexOf(a, from, end, ',');
            int to = comma < 0 ? end : comma;
            if (isToken(a, from, to, token)) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }

    private static boolean isToken(byte[] a, int from, int to, String token) {
        int start = from;
        while (start < to && a[start] <= ' ') {
            start++;
        }
        int end = to;
        while (end > start && a[end - 1] <= ' ') {
            end--;
        }
        return Ascii.equalsIgnoreCase(a, start, end, token);
    }
}
