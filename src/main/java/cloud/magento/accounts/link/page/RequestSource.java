package cloud.magento.accounts.link.page;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Set;

/**
 * Where a request comes from, by the headers of Fetch Metadata, which no script can set. The browser sends the cookie
 * of the session with requests of other sites, too.
 */
enum RequestSource {
    /** The page itself, the address bar, a bookmark, or a browser that does not say. */
    OWN,
    /** A link on another site that opens a page. */
    LINK,
    /** Anything else of another site, such as a script, an image or a frame. */
    FOREIGN;

    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    static RequestSource of(HttpHeaders headers) {
        String site = headers.getHeaderString("Sec-Fetch-Site");
        if (site == null || OWN_SITES.contains(site)) {
            return OWN;
        }
        boolean opensPage = "navigate".equals(headers.getHeaderString("Sec-Fetch-Mode"))
                && "document".equals(headers.getHeaderString("Sec-Fetch-Dest"));
        return opensPage ? LINK : FOREIGN;
    }
}
