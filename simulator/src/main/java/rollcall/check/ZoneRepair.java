package rollcall.check;

/** Records to be added to a zone, in the three ways in which people add records. */
final class ZoneRepair {
    private ZoneRepair() {}

    /** An SRV record. The name is given without the domain, as {@code _sipinternaltls._tcp}. */
    static Repair[] service(String domain, String name, int port, String host) {
        return new Repair[] {
            new Repair("in the zone " + domain, name + "." + domain + ". 3600 IN SRV 0 0 " + port + " " + host + "."),
            new Repair(
                    "on a Windows DNS server, in PowerShell",
                    "Add-DnsServerResourceRecord -Srv -ZoneName " + domain + " -Name " + name + " -DomainName " + host
                            + " -Priority 0 -Weight 0 -Port " + port),
            new Repair(
                    "with dnscmd", "dnscmd /RecordAdd " + domain + " " + name + " SRV 0 0 " + port + " " + host + ".")
        };
    }

    /** The address of a host. As text; a place-holder when nobody can know it. */
    static Repair[] address(String domain, String host, String address) {
        String label = host.endsWith("." + domain) ? host.substring(0, host.length() - domain.length() - 1) : host;
        return new Repair[] {
            new Repair("in the zone of " + host, host + ". 3600 IN A " + address),
            new Repair(
                    "on a Windows DNS server, in PowerShell",
                    "Add-DnsServerResourceRecordA -ZoneName " + domain + " -Name " + label + " -IPv4Address "
                            + address),
            new Repair("with dnscmd", "dnscmd /RecordAdd " + domain + " " + label + " A " + address)
        };
    }
}
