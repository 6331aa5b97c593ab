package rollcall.report;

import rollcall.tls.Agreed;

/** The handshakes of a measurement that agreed on the same, and how long TLS took them, all repetitions together. */
public record HandshakeKind(Agreed agreed, Latency tls) {}
