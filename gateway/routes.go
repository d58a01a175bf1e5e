package gateway

import (
	"strings"

	"gulimall/pkg/server"
)

// site is one host of the shop: the label before the domain, the service that serves its pages, and the paths of the host that
// another service serves. A host that is not in the table does not exist.
type site struct {
	label   string
	pages   string
	paths   map[string]string // prefix -> service
	large   map[string]int64  // path -> the largest body that it takes, where that is more than everywhere
	closed  bool              // trusts no other host: requests from its siblings are cross-site
	foreign bool              // no part of the shop: no host trusts it, and the shop's API is not there
}

// pictures is room for pictures: the five of an after-sale, of a MiB each, and the form round them, or what a keeper uploads.
const pictures = 6 << 20

// upload ends the paths of the back office that take pictures; nginx knows it too.
const upload = "/upload"

// sites is the table of hosts. Whether a path exists within a host is for its service to say.
func sites(dev bool) []site {
	payed := map[string]string{"/payed/": "payment"} // also on the bare domain, for tunnels
	table := []site{
		{label: "", pages: "product", paths: payed}, // home, /help/…
		{label: "search", pages: "product"},
		{label: "item", pages: "product"},
		{label: "auth", pages: "member"},
		{label: "cart", pages: "cart"},
		{label: "order", pages: "order", large: map[string]int64{"/applyReturn": pictures}}, // nginx knows the path too
		{label: "pay", pages: "payment"},
		{label: "member", pages: "member"},
		{label: "coupon", pages: "coupon"},
		{label: "admin", pages: "admin", paths: office(), closed: true},
	}
	if dev {
		table = append(table, site{label: "alipay", pages: "alipaysim", foreign: true})
	}
	return table
}

// office is the table of the back office's calls and pages: each service guards its own.
func office() map[string]string {
	return map[string]string{
		"/api/admin/":            "admin",
		"/api/admin/warehouses/": "ware",
		"/api/admin/ware/":       "ware",
		"/api/admin/order/":      "order",
		"/api/admin/coupon/":     "coupon",
		"/api/admin/payment/":    "payment",
		"/api/admin/product/":    "product",
		"/api/admin/member/":     "member",
		"/ware/":                 "ware",
		"/order/":                "order",
		"/coupon/":               "coupon",
		"/payment/":              "payment",
		"/product/":              "product",
		"/member/":               "member",
	}
}

// media begins the paths of pictures, on every host of the shop: nginx serves those of its folder, and asks for the others.
const media = "/media/"

// api is the table of the JSON API, the same on every host of the shop.
func api() map[string]string {
	return map[string]string{
		"/api/member/":  "member",
		"/api/product/": "product",
		"/api/cart/":    "cart",
		"/api/order/":   "order",
		"/api/payment/": "payment",
		"/api/coupon/":  "coupon",
	}
}

// hidden lists what no service shows to the outside, wherever it is asked for.
func hidden() []string {
	return []string{"/internal/", "/healthz/", "/readyz/", "/metrics/", "/debug/"}
}

// table answers which service a request is for.
type table struct {
	domain string
	sites  map[string]site // by label
	api    map[string]string
	office map[string]string // prefix -> service, on its own host alone
	hidden []string
}

func newTable(domain string, dev bool) *table {
	t := &table{domain: strings.ToLower(domain), sites: map[string]site{}, api: api(), office: office(), hidden: hidden()}
	for _, s := range sites(dev) {
		t.sites[s.label] = s
	}
	return t
}

// services lists every service of the table once.
func (t *table) services() map[string]bool {
	all := map[string]bool{}
	for _, s := range t.sites {
		all[s.pages] = true
		for _, service := range s.paths {
			all[service] = true
		}
	}
	for _, service := range t.api {
		all[service] = true
	}
	return all
}

// ours reports whether a Host header names the domain or something below it, and which label.
func (t *table) ours(host string) (label string, ok bool) {
	name := strings.TrimSuffix(strings.ToLower(hostname(host)), ".")
	if name == t.domain {
		return "", true
	}
	label, ok = strings.CutSuffix(name, "."+t.domain)
	if label == "" {
		label = "." // ".domain" is no host of ours
	}
	return label, ok
}

// service finds who serves path on the host with label. The path is plain, see plain.
func (t *table) service(label, path string) (service string, ok bool) {
	s, ok := t.sites[label]
	if !ok {
		return "", false
	}
	whole := strings.ToLower(path) + "/"
	for _, prefix := range t.hidden {
		if strings.HasPrefix(whole, prefix) {
			return "", false
		}
	}
	if service, ok := find(s.paths, path); ok {
		return service, true
	}
	if _, office := find(t.office, path); office {
		return "", false
	}
	if strings.HasPrefix(whole, "/api/") {
		if s.foreign {
			return "", false
		}
		return find(t.api, path)
	}
	if strings.HasPrefix(path, media) && !s.foreign {
		return "product", true
	}
	return s.pages, true
}

// largest is the largest body that a path takes.
func (t *table) largest(label, path string) int64 {
	site := t.sites[label]
	if site.closed && strings.HasSuffix(path, upload) {
		return pictures
	}
	return max(server.MaxBody, site.large[path])
}

// find looks up the longest of the prefixes; "/api/cart" itself counts as being below "/api/cart/".
func find(prefixes map[string]string, path string) (service string, ok bool) {
	longest := ""
	for prefix, s := range prefixes {
		if len(prefix) > len(longest) && strings.HasPrefix(path+"/", prefix) {
			longest, service = prefix, s
		}
	}
	return service, longest != ""
}

// hostname is a Host header without its port.
func hostname(host string) string {
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		return host[:i]
	}
	return host
}

// plain reports whether a request's path means the same to everybody who reads it: no empty, dot or encoded-slash segments, no
// parameters, no backslashes, no control characters. Anything else is refused before it is routed, so a path can be compared as it
// stands and a service sees the path that the gateway judged.
func plain(path, escaped string) bool {
	if !strings.HasPrefix(path, "/") || strings.Contains(path, "//") || strings.ContainsFunc(path, crooked) {
		return false
	}
	for segment := range strings.SplitSeq(path[1:], "/") {
		if segment == "." || segment == ".." {
			return false
		}
	}
	lower := strings.ToLower(escaped)
	for _, trick := range [...]string{"%2f", "%5c", "%2e"} {
		if strings.Contains(lower, trick) {
			return false
		}
	}
	return true
}

// crooked finds what no path of ours contains. A percent sign in a decoded path is a second layer of encoding.
func crooked(r rune) bool {
	return r < ' ' || r == 0x7f || r == '\\' || r == ';' || r == '%'
}
