package rollcall.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where on the web something is; always over TLS, since a pool names nothing else.
 *
 * @param host as the URL says it, in small letters; an IPv6 address without its brackets
 * @param path from the slash on, with the query if there is one
 */
public record WebUrl(String host, int port, String path) {
    private static final int HTTPS_PORT = 443;

    /** Reads a URL; null when it is none that begins with https, or is none at all. */
    public static @Nullable WebUrl parse(String text) {
        try {
            URI uri = new URI(text);
            String host = uri.getHost();
            int port = uri.getPort() < 0 ? HTTPS_PORT : uri.getPort();
            if (!"https".equalsIgnoreCase(uri.getScheme()) || host == null || port == 0 || port > 65_535) {
                return null;
            }
            String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            return new WebUrl(
                    bare.toLowerCase(Locale.ROOT),
                    port,
                    uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery());
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** What is called that in this folder. */
    public WebUrl child(String name) {
        return new WebUrl(host, port, path.endsWith("/") ? path + name : path + '/' + name);
    }

    /** As in the Host header (RFC 9110 §7.2). */
    public String authority() {
        String written = host.indexOf(':') < 0 ? host : '[' + host + ']';
        return port == HTTPS_PORT ? written : written + ':' + port;
    }

    @Override
    public String toString() {
        return "https://" + authority() + path;
    }
}
