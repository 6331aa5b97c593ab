package rollcall.tls;

import io.netty.util.NetUtil;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * The names a certificate carries, and whether a host is among them, as a client on Schannel judges it.
 *
 * <p>The name the client connected to (SRV target, fall-back name, manual name or redirect target) must equal the
 * subject's common name or a dNSName of the subject's alternative names; both count, since a pool's certificate may
 * carry the pool in CN and the rest in SAN. An address is matched against iPAddress entries alone. A wildcard stands for
 * one whole left-most label (RFC 6125 §6.4.3): Schannel takes it, although Microsoft does not support it for pools.
 */
final class CertificateName {
    private static final int DNS_NAME = 2; // RFC 5280 §4.2.1.6, GeneralName
    private static final int IP_ADDRESS = 7;
    private static final int SHOWN_NAMES = 12;

    private final @Nullable String commonName;
    private final boolean lacksCommonName;
    private final List<String> dnsNames = new ArrayList<>();
    private final List<byte[]> addresses = new ArrayList<>();

    CertificateName(X509Certificate certificate) {
        commonName = commonName(certificate.getSubjectX500Principal().getName());
        if (commonName != null) {
            dnsNames.add(commonName);
        }
        boolean anyAlternative = false;
        boolean repeated = false;
        for (List<?> entry : alternativeNames(certificate)) {
            if (entry.get(0) instanceof Integer kind && entry.get(1) instanceof String text) {
                anyAlternative |= kind == DNS_NAME;
                repeated |= text.equalsIgnoreCase(commonName);
                addAlternative(kind, text);
            }
        }
        lacksCommonName = anyAlternative && !repeated;
    }

    private void addAlternative(int kind, String text) {
        if (kind == DNS_NAME && !dnsNames.contains(text)) {
            dnsNames.add(text);
        } else if (kind == IP_ADDRESS) {
            byte[] address = NetUtil.createByteArrayFromIpAddressString(text);
            if (address != null) {
                addresses.add(address);
            }
        }
    }

    private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of(); // unreadable names match nothing
        }
    }

    private static @Nullable String commonName(String rfc2253) {
        try {
            // LdapName counts from the right; the most specific CN comes last.
            List<Rdn> parts = new LdapName(rfc2253).getRdns();
            for (int i = parts.size() - 1; i >= 0; i--) {
                if (parts.get(i).getType().equalsIgnoreCase("CN")
                        && parts.get(i).getValue() instanceof String name) {
                    return name;
                }
            }
        } catch (InvalidNameException e) {
            return null;
        }
        return null;
    }

    @Nullable
    String commonName() {
        return commonName;
    }

    /** Whether there are alternative names, and the common name is not among them. */
    boolean lacksCommonName() {
        return lacksCommonName;
    }

    /** Whether the host is among the names only because a wildcard stands for it. */
    boolean isByWildcard(String host) {
        String name = withoutFinalDot(host);
        return !isAddress(host) && !isNamed(name) && isUnderWildcard(name);
    }

    boolean matches(String host) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        if (address != null) {
            return addresses.stream().anyMatch(known -> Arrays.equals(known, address));
        }
        String name = withoutFinalDot(host);
        return isNamed(name) || isUnderWildcard(name);
    }

    private static boolean isAddress(String host) {
        return NetUtil.createByteArrayFromIpAddressString(host) != null;
    }

    private static String withoutFinalDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private boolean isNamed(String name) {
        return dnsNames.stream().anyMatch(name::equalsIgnoreCase);
    }

    private boolean isUnderWildcard(String name) {
        return dnsNames.stream().anyMatch(each -> each.startsWith("*.") && matchesWildcard(each, name));
    }

    private static boolean matchesWildcard(String pattern, String name) {
        int dot = name.indexOf('.');
        String rest = pattern.substring(1);
        // "*.test" would stand for every domain below a top one: two labels at least.
        return dot > 0 && rest.indexOf('.', 1) > 0 && name.substring(dot).equalsIgnoreCase(rest);
    }

    /** All names for a person, the common name first, as {@code pool.example.test, sip.example.test, 192.0.2.1}. */
    @Override
    public String toString() {
        List<String> all = new ArrayList<>(dnsNames);
        for (byte[] address : addresses) {
            all.add(NetUtil.bytesToIpAddress(address));
        }
        if (all.isEmpty()) {
            return "no name at all";
        }
        int shown = Math.min(all.size(), SHOWN_NAMES);
        String text = String.join(", ", all.subList(0, shown));
        return shown == all.size() ? text : text + " and " + (all.size() - shown) + " more";
    }
}
