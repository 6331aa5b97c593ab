package rollcall.plan;

import java.util.List;

/**
 * The publishing rule of a reverse proxy in front of a pool's web services, as ISA Server 2006 has them.
 *
 * @param paths what may be asked for: what begins so, in any case
 * @param publicName the name by which clients may call it; everything else is denied
 * @param delegation whether it keeps the clients' credentials to itself instead of letting them through
 * @param trustsFarm whether it has the root of the web server's certificate
 */
public record PoolPublishing(List<String> paths, String publicName, boolean delegation, boolean trustsFarm) {
    /** Everything that clients outside need: TechNet dd441312. */
    public static final List<String> PATHS =
            List.of("/Abs/Ext", "/GroupExpansion/Ext", "/etc/place/null", "/RequestHandler", "/DeviceUpdateFiles_Ext");

    public PoolPublishing {
        paths = List.copyOf(paths);
    }
}
