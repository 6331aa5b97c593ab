package rollcall.check;

import rollcall.web.WebUrl;

/** What to publish at a reverse proxy, in the two ways that are to be met. */
final class WebRepair {
    private WebRepair() {}

    /** @param path of a file or a folder; what is published is its folder */
    static Repair[] publish(String path, WebUrl server) {
        String folder = path.substring(0, path.lastIndexOf('/'));
        if (folder.endsWith("/Handler")) {
            folder = folder.substring(0, folder.lastIndexOf('/'));
        }
        return new Repair[] {
            new Repair("in the publishing rule, tab Paths of ISA Server", folder + "/*"),
            new Repair("in nginx, in the server for " + server.host(), location(folder))
        };
    }

    /** Paths of IIS have no upper and lower case. */
    private static String location(String folder) {
        return "location ~* ^" + folder + "/ { proxy_pass https://web-farm; }";
    }
}
