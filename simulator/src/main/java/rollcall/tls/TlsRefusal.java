package rollcall.tls;

import rollcall.outcome.Fault;

/**
 * Why a connection could not be secured.
 *
 * @param fault the kind, which says whom to speak to
 * @param detail what a person needs to repair it: names, dates, the alert; no full stop, never empty, no secrets
 */
public record TlsRefusal(Fault fault, String detail) {}
