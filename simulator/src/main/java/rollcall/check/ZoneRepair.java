package rollcall.check;

import java.net.InetAddress;
import java.util.List;
import java.util.StringJoiner;

/** Records to be added to a zone, in the three ways in which people add records. */
final class ZoneRepair {
    private static final String ADDRESS = "<the server's IPv4 address>";

    private static final String PUBLIC_ADDRESS = "<its public IPv4 address>";

    private ZoneRepair() {}

    /** An SRV record to be added. The name is given without the domain, as {@code _sipinternaltls._tcp}. */
    static Repair[] service(String domain, String name, int port, String host) {
        return service(domain, name, port, host, false, false);
    }

    /**
     * An SRV record.
     *
     * @param name without the domain, as {@code _sipinternaltls._tcp}
     * @param needsAddress whether the host has no address yet and must get one
     * @param instead whether it replaces what is there under this name
     */
    static Repair[] service(String domain, String name, int port, String host, boolean needsAddress, boolean instead) {
        String delete = "Remove-DnsServerResourceRecord -ZoneName " + domain + " -RRType Srv -Name " + name + " -Force";
        String deleteOld = "dnscmd /NodeDelete " + domain + " " + name + " /f";
        Repair[] address = address(domain, host, List.of(), "");
        return new Repair[] {
            new Repair(
                    "in the zone " + domain + (instead ? ", instead of what is there for " + name : ""),
                    name + "." + domain + ". 3600 IN SRV 0 0 " + port + " " + host + "."
                            + (needsAddress ? "\n" + address[0].text() : "")),
            new Repair(
                    "on a Windows DNS server, in PowerShell",
                    (instead ? delete + "\n" : "")
                            + "Add-DnsServerResourceRecord -Srv -ZoneName " + domain + " -Name " + name
                            + " -DomainName " + host + " -Priority 0 -Weight 0 -Port " + port
                            + (needsAddress ? "\n" + address[1].text() : "")),
            new Repair(
                    "with dnscmd",
                    (instead ? deleteOld + "\n" : "")
                            + "dnscmd /RecordAdd " + domain + " " + name + " SRV 0 0 " + port + " " + host + "."
                            + (needsAddress ? "\n" + address[2].text() : ""))
        };
    }

    /**
     * The addresses of a host.
     *
     * @param addresses empty when nobody can know them: then a place-holder is written
     * @param old the type of what they replace, as {@code CName}; empty when nothing is there
     */
    static Repair[] address(String domain, String host, List<InetAddress> addresses, String old) {
        boolean inDomain = host.endsWith("." + domain);
        String label = inDomain ? host.substring(0, host.length() - domain.length() - 1) : host;
        StringJoiner zone = new StringJoiner("\n");
        StringJoiner powerShell = new StringJoiner("\n");
        StringJoiner dnscmd = new StringJoiner("\n");
        if (!old.isEmpty()) {
            powerShell.add("Remove-DnsServerResourceRecord -ZoneName " + domain + " -RRType " + old + " -Name " + label
                    + " -Force");
            dnscmd.add("dnscmd /NodeDelete " + domain + " " + label + " /f");
        }
        List<String> texts = addresses.isEmpty()
                ? List.of(ADDRESS)
                : addresses.stream().map(InetAddress::getHostAddress).toList();
        for (String text : texts) {
            zone.add(host + ". 3600 IN A " + text);
            powerShell.add(
                    "Add-DnsServerResourceRecordA -ZoneName " + domain + " -Name " + label + " -IPv4Address " + text);
            dnscmd.add("dnscmd /RecordAdd " + domain + " " + label + " A " + text);
        }
        return new Repair[] {
            new Repair(
                    "in the zone " + (inDomain ? domain : "of " + host)
                            + (old.isEmpty() ? "" : ", instead of what is there for " + label),
                    zone.toString()),
            new Repair("on a Windows DNS server, in PowerShell", powerShell.toString()),
            new Repair("with dnscmd", dnscmd.toString())
        };
    }

    /** The address that clients outside must be given instead of the one for inside. */
    static Repair[] publicAddress(String domain, String host) {
        return outside(domain, address(domain, host, List.of(), "A"));
    }

    /** The address that clients outside must be given, and are not. */
    static Repair[] missingOutside(String domain, String host) {
        return outside(domain, address(domain, host, List.of(), ""));
    }

    private static Repair[] outside(String domain, Repair[] inner) {
        Repair[] outer = new Repair[inner.length];
        for (int i = 0; i < inner.length; i++) {
            outer[i] = new Repair(
                    inner[i].where().replace(" " + domain, " " + domain + " that clients outside see"),
                    inner[i].text().replace(ADDRESS, PUBLIC_ADDRESS));
        }
        return outer;
    }
}
