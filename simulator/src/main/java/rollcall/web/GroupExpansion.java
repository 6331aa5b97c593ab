package rollcall.web;

import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.sip.AsciiSlice;
import rollcall.sip.XmlScan;

/**
 * Who is in a distribution group (MS-DLX). The names of the operation and of what it answers are known from memory alone,
 * so no more is asked of an answer than that it is SOAP, is no fault, and is the answer to this operation.
 */
public final class GroupExpansion implements WebErrand {
    /** The operation's name. Not verified: {@code service.asmx?wsdl} of a live server shows the true one. */
    public static final String OPERATION = "QueryDLMembers";

    static final String NAMESPACE = "DistributionListExpander";

    private static final int MOST_BYTES = 4 << 20;

    private final WebUrl service;
    private final String group;

    /** @param group its mail address */
    public GroupExpansion(WebUrl service, String group) {
        this.service = service;
        this.group = group;
    }

    @Override
    public Stage stage() {
        return Stage.GROUPS;
    }

    @Override
    public WebUrl url() {
        return service;
    }

    @Override
    public WebRequest request() {
        String body = "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
                + "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><" + OPERATION
                + " xmlns=\"" + NAMESPACE + "\"><groupMailAddress>" + escaped(group) + "</groupMailAddress></"
                + OPERATION
                + "></soap:Body></soap:Envelope>";
        return WebRequest.post(service, '"' + NAMESPACE + '/' + OPERATION + '"', body);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    @Override
    public int keptBytes() {
        return MOST_BYTES;
    }

    @Override
    public long mostBytes() {
        return MOST_BYTES;
    }

    @Override
    public @Nullable WebResult answered(WebAnswer answer) {
        AsciiSlice body = new AsciiSlice();
        body.set(answer.head(), 0, answer.head().length);
        XmlScan xml = new XmlScan();
        AsciiSlice text = new AsciiSlice();
        xml.parse(body);
        if (xml.next("Envelope") && xml.next("Fault")) { // SOAP 1.1 §6.2: with status 500
            String reason = xml.next("faultstring") ? text(xml, text) : "";
            return WebResult.failed(Fault.WEB_SOAP_FAULT, group + ": " + reason);
        }
        if (answer.status() != 200) {
            return WebResult.refused(answer, service);
        }
        xml.parse(body);
        if (!xml.next("Envelope") || !xml.next(OPERATION + "Response")) {
            return WebResult.failed(Fault.WEB_MALFORMED, service + " answers something else than a group's members");
        }
        return WebResult.fetched(group, answer.bytes());
    }

    private static String text(XmlScan xml, AsciiSlice into) {
        xml.text(into);
        return into.utf8();
    }
}
