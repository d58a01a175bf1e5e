package web

import (
	"net/url"
	"strconv"
	"strings"
)

// Hosts knows the shop's own hosts and makes absolute links to them. Its zero value is not usable; see NewHosts.
type Hosts struct {
	scheme string
	domain string
	port   int
}

// subdomain is the label before the domain for each of the shopper's hosts; home is the bare domain.
func subdomain(host string) (label string, ok bool) {
	switch host {
	case "home":
		return "", true
	case "search", "item", "auth", "cart", "order", "pay", "member", "coupon":
		return host + ".", true
	default:
		return "", false
	}
}

// NewHosts takes the scheme (http or https), the bare domain and the public port.
func NewHosts(scheme, domain string, port int) Hosts {
	return Hosts{scheme: scheme, domain: strings.ToLower(domain), port: port}
}

// Domain is the bare domain.
func (h Hosts) Domain() string { return h.domain }

// Secure tells whether the shop is reached by https.
func (h Hosts) Secure() bool { return h.scheme == "https" }

// Home links to a path of the bare domain.
func (h Hosts) Home(path string) string { return h.link("", path) }

// Search links to a path of the search host.
func (h Hosts) Search(path string) string { return h.link("search.", path) }

// Item links to a path of the item host.
func (h Hosts) Item(path string) string { return h.link("item.", path) }

// SKU links to the page of an item.
func (h Hosts) SKU(id int64) string { return h.Item("/" + strconv.FormatInt(id, 10) + ".html") }

// Auth links to a path of the login host.
func (h Hosts) Auth(path string) string { return h.link("auth.", path) }

// Cart links to a path of the cart host.
func (h Hosts) Cart(path string) string { return h.link("cart.", path) }

// Order links to a path of the order host.
func (h Hosts) Order(path string) string { return h.link("order.", path) }

// Pay links to a path of the payment host.
func (h Hosts) Pay(path string) string { return h.link("pay.", path) }

// Member links to a path of the member centre.
func (h Hosts) Member(path string) string { return h.link("member.", path) }

// Coupon links to a path of the coupon centre.
func (h Hosts) Coupon(path string) string { return h.link("coupon.", path) }

func (h Hosts) link(label, path string) string {
	s := h.scheme + "://" + label + h.domain
	if h.port != 0 && h.port != defaultPort(h.scheme) {
		s += ":" + strconv.Itoa(h.port)
	}
	return s + path
}

func defaultPort(scheme string) int {
	if scheme == "https" {
		return 443
	}
	return 80
}

// LoginURL leads to the login page and from there back to here.
func (h Hosts) LoginURL(here string) string {
	if here == "" {
		return h.Auth("/login.html")
	}
	return h.Auth("/login.html?originUrl=" + url.QueryEscape(here))
}

// Own tells whether a URL handed in from outside (originUrl) is an absolute address of one of the shop's own pages, so that
// redirecting to it leads nobody astray. Browsers and net/url disagree about crooked addresses: whatever is not plain is refused.
func (h Hosts) Own(raw string) bool {
	if raw == "" || len(raw) > 2048 || strings.ContainsFunc(raw, crooked) {
		return false
	}
	// The prefix is compared before parsing: "https:evil" and "http:///evil" never reach the parser.
	if !strings.HasPrefix(raw, h.scheme+"://") {
		return false
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != h.scheme || u.User != nil || u.Opaque != "" {
		return false
	}
	// A path may not smuggle a line break or a backslash; a query may: it stays encoded, and notes have lines.
	if strings.ContainsFunc(u.Path+u.Fragment, crooked) {
		return false
	}
	port := defaultPort(h.scheme)
	if p := u.Port(); p != "" {
		if port, err = strconv.Atoi(p); err != nil {
			return false
		}
	} else if strings.HasSuffix(u.Host, ":") {
		return false
	}
	return port == h.publicPort() && h.ownName(u.Hostname())
}

// Back returns raw when it is one of our own pages, and otherwise the fallback.
func (h Hosts) Back(raw, fallback string) string {
	if h.Own(raw) {
		return raw
	}
	return fallback
}

func (h Hosts) publicPort() int {
	if h.port == 0 {
		return defaultPort(h.scheme)
	}
	return h.port
}

func (h Hosts) ownName(name string) bool {
	name = strings.ToLower(name)
	if name == h.domain {
		return true
	}
	label, found := strings.CutSuffix(name, "."+h.domain)
	if !found || label == "home" {
		return false
	}
	_, known := subdomain(label)
	return known
}

// crooked finds what no address of ours contains: controls, blanks, backslashes.
func crooked(r rune) bool { return r <= ' ' || r == '\\' || r == 0x7f }
