package rollcall.dns;

/**
 * How far the host of an SRV record lies from the user's SIP domain. The client trusts such a host because of its name
 * alone, so the further away, the fewer clients take it: Communicator stops at {@link #CHILD} or, with the policy
 * DisableStrictDNSNaming, at {@link #SUB_DOMAIN} (TechNet bb663700, the policy's help text); later clients ask the user.
 *
 * <p>Names are compared label by label, without regard to case, with or without a trailing dot.
 */
public final class StrictName {
    /** The domain itself or {@code sip.domain}: what the policy's help text allows. */
    public static final int EXACT = 1;

    /** Any host directly in the domain: what Microsoft's own examples use. */
    public static final int CHILD = 2;

    /** A host in a sub-domain of the domain. */
    public static final int SUB_DOMAIN = 3;

    /** Any other name. */
    public static final int FOREIGN = 4;

    private StrictName() {}

    /** The lowest level that accepts this host for this SIP domain. */
    public static int level(String host, String domain) {
        int hostLength = lengthWithoutDot(host);
        int domainLength = lengthWithoutDot(domain);
        int prefix = hostLength - domainLength;
        if (domainLength == 0 || prefix < 0 || !host.regionMatches(true, prefix, domain, 0, domainLength)) {
            return FOREIGN;
        }
        if (prefix == 0) {
            return EXACT;
        }
        if (prefix == 1 || host.charAt(prefix - 1) != '.') {
            return FOREIGN; // xexample.com is not in example.com
        }
        int labels = prefix - 1;
        if (host.lastIndexOf('.', labels - 1) >= 0) {
            return SUB_DOMAIN;
        }
        return labels == 3 && host.regionMatches(true, 0, "sip", 0, 3) ? EXACT : CHILD;
    }

    private static int lengthWithoutDot(String name) {
        int length = name.length();
        return length > 0 && name.charAt(length - 1) == '.' ? length - 1 : length;
    }
}
