package rollcall.mock;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Behaviour.OfWeb;
import rollcall.mock.Behaviour.Web;
import rollcall.sip.AsciiSlice;
import rollcall.sip.XmlScan;

/** What the pool's web servers have: address book, group expansion, device updates, the content of meetings. */
final class WebServices {
    private static final String OPERATION = "QueryDLMembers";
    private static final String[] BOOKS = {"/abs/int/handler/", "/abs/ext/handler/"};
    private static final String[] EXPANSIONS = {"/groupexpansion/int/service.asmx", "/groupexpansion/ext/service.asmx"};

    private final WebFarm farm;
    private final @Nullable OfWeb behaviour;

    WebServices(WebFarm farm, @Nullable OfWeb behaviour) {
        this.farm = farm;
        this.behaviour = behaviour;
    }

    /** What everybody gets; null where one must say who one is. */
    @Nullable
    FullHttpResponse open(FullHttpRequest request) {
        String uri = path(request);
        if (uri.startsWith("/requesthandler/ucdevice.upx")) { // devices ask by POST, before they have an account
            return request.method().equals(HttpMethod.POST)
                    ? WebPages.xml(HttpResponseStatus.OK, "<Response NumberOfFiles=\"0\"/>")
                    : WebPages.empty(HttpResponseStatus.METHOD_NOT_ALLOWED);
        }
        return uri.startsWith("/etc/place/null") // each meeting has a folder of its own, and none can be listed
                ? WebPages.page(HttpResponseStatus.FORBIDDEN, "Directory Listing Denied")
                : null;
    }

    /** What those get who are known. */
    FullHttpResponse served(FullHttpRequest request) {
        String uri = path(request);
        for (String folder : BOOKS) {
            if (uri.startsWith(folder)) {
                return book(request, uri.substring(folder.length()));
            }
        }
        for (String service : EXPANSIONS) {
            if (behaviour == Web.NO_SERVICE) {
                break;
            }
            if (uri.equals(service + "?wsdl")) {
                return WebPages.xml(HttpResponseStatus.OK, wsdl());
            }
            if (uri.equals(service) && request.method().equals(HttpMethod.POST)) {
                return expanded(request.content());
            }
        }
        return WebPages.empty(HttpResponseStatus.NOT_FOUND);
    }

    /** IIS does not look at the case of a path. */
    private static String path(FullHttpRequest request) {
        return request.uri().toLowerCase(Locale.ROOT);
    }

    private FullHttpResponse book(FullHttpRequest request, String name) {
        if (behaviour == Web.NOT_A_BOOK) {
            return WebPages.page(HttpResponseStatus.OK, "Please log on");
        }
        boolean has = request.method().equals(HttpMethod.GET) && behaviour != Web.NO_FILES;
        ByteBuf file = has ? farm.file(name) : null;
        return file == null ? WebPages.empty(HttpResponseStatus.NOT_FOUND) : WebParts.answer(file, request.headers());
    }

    private FullHttpResponse expanded(ByteBuf body) {
        if (behaviour == Web.SOAP_FAULT) {
            return fault("soap:Server", "The directory cannot be reached.");
        }
        byte[] bytes = new byte[body.readableBytes()];
        body.getBytes(body.readerIndex(), bytes);
        AsciiSlice text = new AsciiSlice();
        text.set(bytes, 0, bytes.length);
        XmlScan xml = new XmlScan();
        xml.parse(text);
        if (!xml.next("Envelope") || !xml.next(operation()) || !xml.next("groupMailAddress")) {
            return fault("soap:Client", "Server did not recognize the request.");
        }
        xml.text(text);
        String members = behaviour == Web.NO_GROUP ? null : farm.members(text.utf8());
        if (members == null) {
            return fault("soap:Server", "There is no group of that mail address.");
        }
        return WebPages.xml(
                HttpResponseStatus.OK,
                envelope("<" + operation() + "Response xmlns=\"DistributionListExpander\"><" + operation()
                        + "Result><Status>Success</Status>" + members + "</" + operation() + "Result></" + operation()
                        + "Response>"));
    }

    private String operation() {
        return behaviour == Web.OTHER_OPERATION ? "ExpandDL" : OPERATION;
    }

    private static FullHttpResponse fault(String code, String reason) {
        return WebPages.xml(
                HttpResponseStatus.INTERNAL_SERVER_ERROR,
                envelope("<soap:Fault><faultcode>" + code + "</faultcode><faultstring>" + reason
                        + "</faultstring></soap:Fault>"));
    }

    private static String envelope(String body) {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
                + "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>" + body
                + "</soap:Body></soap:Envelope>";
    }

    /** No more of it than the names that a client looks for. */
    private String wsdl() {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><wsdl:definitions"
                + " xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\" targetNamespace=\"DistributionListExpander\">"
                + "<wsdl:portType name=\"DLExpanderSoap\"><wsdl:operation name=\"" + operation()
                + "\"/></wsdl:portType></wsdl:definitions>";
    }

    /** An answer of which the second half is missing. */
    static FullHttpResponse halved(FullHttpResponse whole) {
        ByteBuf half =
                Unpooled.copiedBuffer(whole.content().slice(0, whole.content().readableBytes() / 2));
        FullHttpResponse cut = whole.replace(half);
        whole.release();
        return cut;
    }
}
