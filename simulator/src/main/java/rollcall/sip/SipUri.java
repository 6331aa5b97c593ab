package rollcall.sip;

/**
 * A view on a URI: {@code sip:user:password@host:port;param=value?headers} (RFC 3261 §19.1), or any other scheme, whose
 * rest then counts as the host. Escapes ({@code %41}) are left as they are. Made once, set anew for each URI,
 * allocating nothing.
 */
public final class SipUri {
    private byte[] array = {};
    private int from;
    private int schemeEnd;
    private int userFrom;
    private int userEnd;
    private int hostFrom;
    private int hostEnd;
    private int port;
    private int paramsFrom;
    private int paramsEnd;

    /**
     * Looks at the URI in {@code text}.
     *
     * @return whether it is one: it has a scheme and something behind it, and its port, if any, is 0 to 65535
     */
    public boolean parse(AsciiSlice text) {
        array = text.array();
        from = text.offset();
        int end = text.end();
        port = -1;
        schemeEnd = Ascii.indexOf(array, from, end, ':');
        if (schemeEnd <= from || schemeEnd + 1 == end) {
            nothing();
            return false;
        }
        int rest = schemeEnd + 1;
        if (!isSip()) {
            userFrom = userEnd = hostFrom = rest;
            hostEnd = endOf(rest, end, ';');
            paramsFrom = hostEnd;
            paramsEnd = end;
            return true;
        }
        // The user part may hold ; and ? (RFC 3261 §25.1: user-unreserved), so the @ is looked for first.
        int at = Ascii.indexOf(array, rest, end, '@');
        userFrom = rest;
        userEnd = at < 0 ? rest : endOf(rest, at, ':');
        hostFrom = at < 0 ? rest : at + 1;
        paramsEnd = endOf(hostFrom, end, '?');
        paramsFrom = endOf(hostFrom, paramsEnd, ';');
        if (!hostAndPort(paramsFrom)) {
            nothing();
            return false;
        }
        return true;
    }

    private boolean hostAndPort(int end) {
        int portColon;
        if (hostFrom < end && array[hostFrom] == '[') {
            int close = Ascii.indexOf(array, hostFrom, end, ']');
            if (close < 0) {
                return false;
            }
            hostFrom++;
            hostEnd = close;
            portColon = close + 1;
        } else {
            portColon = endOf(hostFrom, end, ':');
            hostEnd = portColon;
        }
        if (portColon < end) {
            long number = array[portColon] == ':' ? Ascii.natural(array, portColon + 1, end) : -1;
            if (number < 0 || number > 65535) {
                return false;
            }
            port = (int) number;
        }
        return hostEnd > hostFrom;
    }

    private void nothing() {
        schemeEnd = userFrom = userEnd = hostFrom = hostEnd = paramsFrom = paramsEnd = from;
        port = -1;
    }

    private int endOf(int start, int end, int stop) {
        int i = start;
        while (i < end && array[i] != stop) {
            i++;
        }
        return i;
    }

    private boolean isSip() {
        return Ascii.equalsIgnoreCase(array, from, schemeEnd, "sip")
                || Ascii.equalsIgnoreCase(array, from, schemeEnd, "sips");
    }

    /** What stands in front of the first colon: {@code sip}, {@code sips}, {@code tel}. */
    public void scheme(AsciiSlice into) {
        into.setRange(array, from, schemeEnd);
    }

    /** The user, without a password; empty when there is none. */
    public void user(AsciiSlice into) {
        into.setRange(array, userFrom, userEnd);
    }

    /** The host, an IPv6 address without its brackets; of another scheme than SIP, what stands before parameters. */
    public void host(AsciiSlice into) {
        into.setRange(array, hostFrom, hostEnd);
    }

    /** The port, or -1 when none is written. */
    public int port() {
        return port;
    }

    /**
     * The value of a URI parameter; empty when it has none, as in {@code ;lr}.
     *
     * @param name in any case
     * @return whether there is such a parameter; if not, {@code into} is cleared
     */
    public boolean param(String name, AsciiSlice into) {
        return Params.find(array, paramsFrom, paramsEnd, ';', name, into);
    }
}
