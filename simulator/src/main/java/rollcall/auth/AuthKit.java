package rollcall.auth;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParams;

/**
 * What all mechanisms of one event loop share, so that a session keeps only its keys: hash functions with their buffers,
 * views, the source of randomness, the clock. Not thread-safe.
 */
public final class AuthKit {
    private final RandomGenerator random;
    private final LongSupplier wallNanos;
    private final String workstation;
    private final @Nullable KerberosLogins kerberos;
    private final DigestHash[] hashes;

    private final NtlmFunctions ntlm = new NtlmFunctions();
    private final KerberosFunctions kerberosFunctions = new KerberosFunctions();
    private final NtlmMessages messages = new NtlmMessages(ntlm);
    private final NtlmProof proof = new NtlmProof(ntlm);
    private final NtlmChallenge challenge = new NtlmChallenge();
    private final MessageSigner signer = new MessageSigner(this);
    private final byte[] clientChallenge = new byte[8];
    private final byte[] sessionKey = new byte[NtlmFunctions.HASH];

    private final AuthFacts facts = new AuthFacts();
    private final AuthParams params = new AuthParams();
    private final AsciiSlice value = new AsciiSlice();
    private final AsciiSlice otherValue = new AsciiSlice();
    private byte[] bytes = new byte[1024];

    /** Without Kerberos at the client's side. */
    public AuthKit(RandomGenerator random, LongSupplier wallNanos, String workstation) {
        this(random, wallNanos, workstation, null);
    }

    /**
     * For one event loop.
     *
     * @param random cnonces, client challenges and session keys come from here; fixed in tests
     * @param wallNanos the time of day in nanoseconds since 1970, which NTLM writes into its proof
     * @param workstation the NetBIOS name of the machine that clients pretend to sit at, as {@code WS01}
     * @param kerberos the same for all event loops of a run; null for clients that have no Kerberos
     */
    public AuthKit(
            RandomGenerator random, LongSupplier wallNanos, String workstation, @Nullable KerberosLogins kerberos) {
        this.random = random;
        this.wallNanos = wallNanos;
        this.workstation = workstation;
        this.kerberos = kerberos;
        DigestAlgorithm[] algorithms = DigestAlgorithm.values();
        hashes = new DigestHash[algorithms.length];
        for (DigestAlgorithm algorithm : algorithms) {
            hashes[algorithm.ordinal()] = new DigestHash(algorithm);
        }
    }

    /** A new mechanism; null when this client has not got that scheme. */
    @Nullable
    Mechanism mechanism(Scheme scheme) {
        return switch (scheme) {
            case DIGEST -> new Digest(this);
            case NTLM -> new Ntlm(this);
            case KERBEROS -> kerberos == null ? null : new Kerberos(this, kerberos);
        };
    }

    /**
     * Kerberos for one connection to a web server.
     *
     * @param host the server's name, as in its URL
     * @return null when this client has no Kerberos, or nothing to log in with
     */
    public @Nullable HttpKerberos httpKerberos(Credentials account, String host) {
        return kerberos == null || !kerberos.canLogIn(account) ? null : new HttpKerberos(kerberos, account, host);
    }

    RandomGenerator random() {
        return random;
    }

    /** In 100 ns since 1601. */
    long fileTime() {
        return NtlmMessages.fileTime(wallNanos.getAsLong());
    }

    /** Since 1970. */
    long wallSeconds() {
        return wallNanos.getAsLong() / 1_000_000_000;
    }

    String workstation() {
        return workstation;
    }

    DigestHash hash(DigestAlgorithm algorithm) {
        return hashes[algorithm.ordinal()];
    }

    NtlmFunctions ntlm() {
        return ntlm;
    }

    KerberosFunctions kerberosFunctions() {
        return kerberosFunctions;
    }

    NtlmMessages messages() {
        return messages;
    }

    NtlmProof proof() {
        return proof;
    }

    NtlmChallenge challenge() {
        return challenge;
    }

    MessageSigner signer() {
        return signer;
    }

    /** Room for 8 random bytes. */
    byte[] clientChallenge() {
        return clientChallenge;
    }

    /** Room for 16 bytes, as for a key in the making. */
    byte[] sessionKey() {
        return sessionKey;
    }

    /** Room for a message that is looked at; valid until somebody else asks for it, as are the views below. */
    byte[] bytes(int capacity) {
        if (bytes.length < capacity) {
            bytes = new byte[capacity];
        }
        return bytes;
    }

    AuthFacts facts() {
        return facts;
    }

    AuthParams params() {
        return params;
    }

    AsciiSlice value() {
        return value;
    }

    AsciiSlice otherValue() {
        return otherValue;
    }
}
