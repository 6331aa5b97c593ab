package rollcall.tls;

/** OpenSSL's names of cipher suites → IANA's, for the suites that BoringSSL has. */
final class CipherNames {
    private CipherNames() {}

    /** {@code ECDHE-RSA-AES128-GCM-SHA256} → {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}. */
    static String iana(String openSsl) {
        if (openSsl.startsWith("TLS_")) {
            return openSsl;
        }
        if (openSsl.startsWith("AEAD-")) { // TLS 1.3
            return "TLS_" + cipher(openSsl.substring("AEAD-".length()));
        }
        for (String exchange : new String[] {"ECDHE-RSA-", "ECDHE-ECDSA-", "ECDHE-PSK-", "PSK-"}) {
            if (openSsl.startsWith(exchange)) {
                return "TLS_" + exchange.replace('-', '_') + "WITH_" + cipher(openSsl.substring(exchange.length()));
            }
        }
        return "TLS_RSA_WITH_" + cipher(openSsl);
    }

    private static String cipher(String openSsl) {
        return switch (openSsl) {
            case "DES-CBC3-SHA" -> "3DES_EDE_CBC_SHA";
            case "CHACHA20-POLY1305" -> "CHACHA20_POLY1305_SHA256";
            default -> {
                String spaced = openSsl.replace("AES", "AES-").replace('-', '_');
                yield spaced.contains("_GCM_") || spaced.contains("_CBC_") || spaced.startsWith("CHACHA20")
                        ? spaced
                        : spaced.replace("_SHA", "_CBC_SHA");
            }
        };
    }
}
