package rollcall.mock;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rollcall.auth.DigestAlgorithm;
import rollcall.auth.DigestVerifier;
import rollcall.auth.NtlmServer;
import rollcall.auth.NtlmVerifier;
import rollcall.auth.Scheme;
import rollcall.mock.Behaviour.Challenge;
import rollcall.plan.MockPlan;
import rollcall.sip.Ascii;

/** Writes the headers that ask who somebody is: an offer of each scheme, or the challenge of one. One for an event loop. */
final class Challenges {
    /** In 100 ns since 1601: 1970. */
    private static final long EPOCH_FILE_TIME = 116_444_736_000_000_000L;

    /** MS-NLMP 2.2.1.2: where a CHALLENGE_MESSAGE says where its target information begins. */
    private static final int TARGET_INFO_OFFSET = 44;

    private final MockPlan.Auth auth;
    private final Front front;
    private final DigestVerifier digest;
    private final NtlmServer ntlm;
    private final List<Scheme> offered = new ArrayList<>();
    private final ByteBuf scratch = Unpooled.buffer(512);

    Challenges(MockPlan.Auth auth, Front front, DigestVerifier digest) {
        this.auth = auth;
        this.front = front;
        this.digest = digest;
        this.ntlm = server(null);
        for (Scheme scheme : Scheme.values()) {
            if (auth.schemes().contains(word(scheme)) && front.takes(scheme)) {
                offered.add(scheme);
            }
        }
        offered.sort(Comparator.comparingInt(scheme -> auth.schemes().indexOf(word(scheme))));
        if (offered.isEmpty()) {
            // The script makes a pool ask that asks nobody else.
            offered.add(Scheme.DIGEST);
        }
    }

    /** As the plan writes it. */
    private static String word(Scheme scheme) {
        return scheme.name().toLowerCase(Locale.ROOT);
    }

    private NtlmServer server(@Nullable Long fileTime) {
        return new NtlmServer(
                Gate.REALM,
                auth.version(),
                front.netbiosDomain(),
                front.computer(),
                front.domain(),
                front.host(),
                fileTime);
    }

    /** Does this server take that scheme? */
    boolean offers(Scheme scheme) {
        return offered.contains(scheme);
    }

    /** What this server says of itself in a challenge that goes out now. */
    NtlmServer ntlm(long nowMillis) {
        return auth.timestamp() ? server(nowMillis * 10_000 + EPOCH_FILE_TIME) : ntlm;
    }

    /** One line for each scheme, for Digest one for each algorithm. */
    void offers(ByteBuf out, @Nullable Challenge behaviour, boolean stale, long nowMillis) {
        if (behaviour == Challenge.TLS_DSK) {
            name(out, null);
            offer(out, "TLS-DSK", front.host());
            Ascii.write(out, ", sts-uri=\"https://");
            Ascii.write(out, front.host());
            Ascii.write(out, "/CertProv/CertProvisioningService.svc\"\r\n");
            return;
        }
        for (int i = 0; i < offered.size(); i++) {
            switch (offered.get(i)) {
                case DIGEST -> digest(out, behaviour, stale, nowMillis);
                case NTLM -> {
                    name(out, behaviour);
                    NtlmVerifier.offer(ntlm, out);
                    end(out);
                }
                case KERBEROS -> {
                    name(out, behaviour);
                    offer(out, Scheme.KERBEROS.word(), "sip/" + front.host());
                    end(out);
                }
            }
        }
    }

    /** The line with the NTLM challenge. */
    void challenge(ByteBuf out, NtlmVerifier association, @Nullable Challenge behaviour) {
        name(out, behaviour);
        if (behaviour != Challenge.GARBLED_CHALLENGE && behaviour != Challenge.BAD_OFFSETS) {
            association.challenge(out);
        } else {
            association.challenge(scratch.clear());
            String text = scratch.toString(US_ASCII);
            int from = text.indexOf("gssapi-data=\"") + "gssapi-data=\"".length();
            int to = text.indexOf('"', from);
            String message = text.substring(from, to);
            Ascii.write(out, text.substring(0, from));
            Ascii.write(out, behaviour == Challenge.BAD_OFFSETS ? misled(message) : "*" + message.substring(1));
            Ascii.write(out, text.substring(to));
        }
        end(out);
    }

    private static String misled(String message) {
        byte[] bytes = Base64.getDecoder().decode(message);
        bytes[TARGET_INFO_OFFSET + 3] = 0x7F;
        return Base64.getEncoder().encodeToString(bytes);
    }

    private void digest(ByteBuf out, @Nullable Challenge behaviour, boolean stale, long nowMillis) {
        List<DigestAlgorithm> algorithms = digest.algorithms();
        for (int i = 0; i < algorithms.size(); i++) {
            name(out, behaviour);
            digest.challenge(algorithms.get(i), stale, nowMillis * 1_000_000, out);
            end(out);
        }
    }

    private static void name(ByteBuf out, @Nullable Challenge behaviour) {
        Ascii.write(out, behaviour == Challenge.PROXY ? "Proxy-Authenticate: " : "WWW-Authenticate: ");
    }

    private void offer(ByteBuf out, String scheme, String targetName) {
        Ascii.write(out, scheme);
        Ascii.write(out, " realm=\"" + Gate.REALM + "\", targetname=\"");
        Ascii.write(out, targetName);
        out.writeByte('"');
        if (auth.version() > 2) {
            // MS-SIPAE 2.2.1: absent means the second.
            Ascii.write(out, ", version=");
            Ascii.writeDecimal(out, auth.version());
        }
    }

    private static void end(ByteBuf out) {
        Ascii.write(out, "\r\n");
    }
}
