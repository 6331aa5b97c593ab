package rollcall.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParam;
import rollcall.sip.AuthParams;

/**
 * The server's side of SIP Digest: makes challenges and judges answers (RFC 7616 §3.3, §3.4.6). A nonce carries its
 * time and a serial number under a MAC; the serial number also names the place where its highest nonce count is
 * remembered, in a ring of fixed size, so that neither a flood of challenges nor one of replays costs memory. One for
 * an event loop; not thread-safe.
 */
public final class DigestVerifier {
    /** What became of an answer. */
    public enum Verdict {
        /** The password is right and the answer is new. */
        ACCEPTED,
        /** The password is right, the nonce too old or forgotten: challenge again with {@code stale=true}. */
        STALE,
        /** The password is wrong, or the answer was made for another request. */
        REFUSED,
        /** A right answer that was seen before. */
        REPLAYED,
        /** Not an answer to a challenge of this verifier: a parameter is missing or makes no sense. */
        MALFORMED
    }

    private static final int TIME_DIGITS = 16;
    private static final int SERIAL_DIGITS = 8;
    private static final int STAMP = TIME_DIGITS + SERIAL_DIGITS;
    private static final int MAC_BYTES = 16;
    private static final int NONCE = STAMP + 2 * MAC_BYTES;
    private static final int MAX_HEX = 64;

    private final AuthKit kit;
    private final AsciiSlice realm;
    private final List<DigestAlgorithm> algorithms;
    private final long nonceLifeNanos;
    private final Mac mac;
    private final byte[] macBytes = new byte[32];
    private final int[] serials;
    private final int[] counts;
    private int lastSerial;

    private final byte[] expectedNonce = new byte[NONCE];
    private final byte[] secret = new byte[MAX_HEX];
    private final byte[] response = new byte[MAX_HEX];
    private final AsciiSlice nonce = new AsciiSlice();
    private final AsciiSlice count = new AsciiSlice();
    private final AsciiSlice cnonce = new AsciiSlice();
    private final AsciiSlice value = new AsciiSlice();

    /**
     * @param algorithms what is offered, best first
     * @param nonceLifeNanos after which an answer is stale
     * @param remembered how many nonces are known at a time; an older one is stale. At least 1
     */
    public DigestVerifier(
            AuthKit kit, String realm, List<DigestAlgorithm> algorithms, long nonceLifeNanos, int remembered) {
        this.kit = kit;
        this.realm = AsciiSlice.of(realm);
        this.algorithms = List.copyOf(algorithms);
        this.nonceLifeNanos = nonceLifeNanos;
        this.serials = new int[remembered];
        this.counts = new int[remembered];
        byte[] key = new byte[32];
        kit.random().nextBytes(key);
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** What is offered, best first: a 401 has one WWW-Authenticate header for each, in this order. */
    public List<DigestAlgorithm> algorithms() {
        return algorithms;
    }

    /** Writes the value of one challenge header. */
    public void challenge(DigestAlgorithm algorithm, boolean stale, long nowNanos, ByteBuf out) {
        lastSerial = lastSerial == -1 ? 1 : lastSerial + 1; // 0 marks a place never used
        int place = place(lastSerial);
        serials[place] = lastSerial;
        counts[place] = 0;
        writeNonce(nowNanos, lastSerial);
        Ascii.write(out, "Digest realm=\"");
        realm.copyTo(out);
        Ascii.write(out, "\", nonce=\"");
        out.writeBytes(expectedNonce);
        Ascii.write(out, "\", algorithm=");
        Ascii.write(out, algorithm.token());
        Ascii.write(out, ", qop=\"auth\"");
        if (stale) {
            Ascii.write(out, ", stale=true");
        }
    }

    /**
     * Judges an answer. The password is checked first: only who knows it hears that a nonce is stale.
     *
     * @param request method and Request-URI of the request that carries the answer
     * @param password of the user that the answer names
     */
    public Verdict verify(AuthParams answer, AuthFacts request, String password, long nowNanos) {
        DigestHash hash = hash(answer);
        if (hash == null
                || !answer.get(AuthParam.QOP, value)
                || !value.isIgnoreCase("auth")
                || !answer.get(AuthParam.NONCE, nonce)
                || !answer.get(AuthParam.CNONCE, cnonce)
                || !answer.get(AuthParam.NC, count)) {
            return Verdict.MALFORMED;
        }
        long uses = Hex.read(count);
        if (count.length() != 8 || uses < 1) {
            return Verdict.MALFORMED;
        }
        if (!answer.get(AuthParam.REALM, value) || !same(value, realm)) {
            return Verdict.REFUSED;
        }
        // RFC 7616 §3.4.6: the digest's uri is that of the request, else somebody uses it for another one
        if (!answer.get(AuthParam.URI, value) || !same(value, request.requestUri())) {
            return Verdict.REFUSED;
        }
        hash.secret(answer.text(AuthParam.USERNAME).getBytes(UTF_8), realm, password.getBytes(UTF_8), secret);
        hash.response(secret, nonce, count, cnonce, request.method(), request.requestUri(), response);
        answer.get(AuthParam.RESPONSE, value);
        if (!Hex.same(response, hash.algorithm().hexLength(), value)) {
            return Verdict.REFUSED;
        }
        return judgeNonce(uses, nowNanos);
    }

    private Verdict judgeNonce(long uses, long nowNanos) {
        if (nonce.length() != NONCE) {
            return Verdict.STALE;
        }
        value.set(nonce.array(), nonce.offset(), TIME_DIGITS);
        long issuedNanos = Hex.read(value);
        value.set(nonce.array(), nonce.offset() + TIME_DIGITS, SERIAL_DIGITS);
        int serial = (int) Hex.read(value);
        writeNonce(issuedNanos, serial);
        int place = place(serial);
        boolean own = Hex.same(expectedNonce, NONCE, nonce) && serials[place] == serial;
        if (!own || nowNanos - issuedNanos > nonceLifeNanos) {
            return Verdict.STALE;
        }
        if (Integer.compareUnsigned((int) uses, counts[place]) <= 0) {
            return Verdict.REPLAYED;
        }
        counts[place] = (int) uses;
        return Verdict.ACCEPTED;
    }

    private int place(int serial) {
        return Integer.remainderUnsigned(serial, serials.length);
    }

    private @Nullable DigestHash hash(AuthParams answer) {
        DigestAlgorithm algorithm = DigestAlgorithm.MD5; // RFC 7616 §3.4: when none is named
        if (answer.get(AuthParam.ALGORITHM, value)) {
            algorithm = DigestAlgorithm.of(value);
        }
        return algorithm != null
                        && algorithms.contains(algorithm)
                        && (value.isEmpty() || value.isIgnoreCase(algorithm.token()))
                ? kit.hash(algorithm)
                : null;
    }

    private void writeNonce(long issuedNanos, int serial) {
        Hex.write(issuedNanos, TIME_DIGITS, expectedNonce, 0);
        Hex.write(serial, SERIAL_DIGITS, expectedNonce, TIME_DIGITS);
        mac.update(expectedNonce, 0, STAMP);
        try {
            mac.doFinal(macBytes, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the buffer has the length of the MAC", e);
        }
        Hex.write(macBytes, MAC_BYTES, expectedNonce, STAMP);
    }

    private static boolean same(AsciiSlice a, AsciiSlice b) {
        return CharSequence.compare(a, b) == 0;
    }
}
