package web

import (
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"gulimall/web/page/sample"
)

// draw renders a sample and parses what a browser would get.
func draw(t *testing.T, r *Renderer, s sample.Sample) *html.Node {
	t.Helper()
	w := httptest.NewRecorder()
	if err := r.Render(w, s.Status, s.Template, s.Page); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func elements(root *html.Node, names ...string) []*html.Node {
	var out []*html.Node
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, name := range names {
			if n.Data == name {
				out = append(out, n)
			}
		}
	}
	return out
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func val(n *html.Node, name string) string {
	v, _ := attr(n, name)
	return v
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

func TestPagesAreSound(t *testing.T) {
	r := newRenderer(t)
	for _, s := range sample.All() {
		t.Run(s.Name(), func(t *testing.T) {
			root := draw(t, r, s)
			for name, want := range map[string]int{"h1": 1, "main": 1, "title": 1} {
				drawn := func(n *html.Node) bool { return n.Namespace == "svg" } // a <title> in a drawing is its hint
				if got := len(slices.DeleteFunc(elements(root, name), drawn)); got != want {
					t.Errorf("%d <%s>, want %d", got, name, want)
				}
			}
			if val(elements(root, "html")[0], "lang") != "zh-CN" {
				t.Error("no language")
			}
			ids := checkIDs(t, root)
			checkNames(t, root, ids)
			checkReferences(t, root, ids)
			for _, n := range elements(root, "nav") {
				if val(n, "aria-label") == "" {
					t.Error("a <nav> without a name")
				}
			}
			for _, n := range elements(root, "img") {
				_, alt := attr(n, "alt")
				if !alt || val(n, "width") == "" || val(n, "height") == "" || val(n, "src") == "" {
					t.Errorf("<img> %v lacks alt, src or its size", n.Attr)
				}
			}
		})
	}
}

func checkIDs(t *testing.T, root *html.Node) map[string]*html.Node {
	t.Helper()
	ids := map[string]*html.Node{}
	for n := range root.Descendants() {
		id, ok := attr(n, "id")
		if !ok {
			continue
		}
		if ids[id] != nil {
			t.Errorf("id %q twice", id)
		}
		ids[id] = n
	}
	return ids
}

// checkNames looks whether every control says what it is.
func checkNames(t *testing.T, root *html.Node, ids map[string]*html.Node) {
	t.Helper()
	labelled := map[string]bool{}
	for _, n := range elements(root, "label") {
		target := val(n, "for")
		if ids[target] == nil {
			t.Errorf("<label> for %q, which is not there", target)
		}
		labelled[target] = text(n) != ""
	}
	for _, n := range elements(root, "input", "textarea", "select") {
		if val(n, "type") == "hidden" {
			continue
		}
		if val(n, "name") == "" || !labelled[val(n, "id")] {
			t.Errorf("<%s> %v has no name or no label", n.Data, n.Attr)
		}
	}
	for _, n := range elements(root, "button", "a", "summary") {
		if text(n) == "" && val(n, "aria-label") == "" && val(n, "aria-hidden") == "" && len(elements(n, "img")) == 0 {
			t.Errorf("<%s> %v has no name", n.Data, n.Attr)
		}
	}
}

func checkReferences(t *testing.T, root *html.Node, ids map[string]*html.Node) {
	t.Helper()
	for n := range root.Descendants() {
		for _, name := range []string{"aria-labelledby", "aria-describedby", "form"} {
			for id := range strings.FieldsSeq(val(n, name)) {
				if ids[id] == nil {
					t.Errorf("%s=%q on <%s> points nowhere", name, id, n.Data)
				}
			}
		}
	}
}

// TestLinksStayInTheShop: every link and every form is an absolute address of one of our hosts, a query or anchor of the present page,
// or mail; every form that changes something is a POST.
func TestLinksStayInTheShop(t *testing.T) {
	r := newRenderer(t)
	for _, s := range sample.All() {
		root := draw(t, r, s)
		for n := range root.Descendants() {
			for _, name := range []string{"href", "action", "formaction"} {
				link, ok := attr(n, name)
				if !ok || n.Data == "link" || n.Data == "use" {
					continue
				}
				if strings.HasPrefix(link, "?") || strings.HasPrefix(link, "#") || link == "mailto:service@gulimall.localhost" {
					continue
				}
				// Pictures and what the samples hand in as addresses of the present host.
				if n.Data == "a" && strings.HasPrefix(link, "/") && !strings.HasPrefix(link, "//") {
					continue
				}
				// The back office lies on one host.
				if layout(s.Page) == "admin" && strings.HasPrefix(link, "/") && !strings.HasPrefix(link, "//") {
					continue
				}
				// The consoles of the servers lie elsewhere, and open beside it.
				if layout(s.Page) == "admin" && val(n, "target") == "_blank" {
					continue
				}
				if link == "" && s.State != "full" {
					continue
				}
				if !r.hosts.Own(link) {
					t.Errorf("%s: %s=%q leads out of the shop", s.Name(), name, link)
				}
			}
			if n.Data == "form" && val(n, "method") == "get" && !strings.HasSuffix(val(n, "action"), ".html") && s.Template != "styleguide" {
				t.Errorf("%s: a form with GET that leads to no page: %v", s.Name(), n.Attr)
			}
		}
	}
}

// TestFilesAreOurs: every file that a page loads is from our own host, with its hash.
func TestFilesAreOurs(t *testing.T) {
	r := newRenderer(t)
	ours := regexp.MustCompile(`^/static/[a-z/-]+\.[0-9a-f]{10}\.[a-z]+(#[a-z-]+)?$`)
	for _, s := range sample.All() {
		for _, n := range elements(draw(t, r, s), "link", "script", "use") {
			if file := val(n, "href") + val(n, "src"); !ours.MatchString(file) && val(n, "rel") != "canonical" && val(n, "type") != "application/ld+json" {
				t.Errorf("%s loads %q", s.Name(), file)
			}
		}
	}
}

// form finds the form with the action and returns its fields, those that belong to it by the form attribute too.
func form(t *testing.T, root *html.Node, action string) map[string]string {
	t.Helper()
	for _, f := range elements(root, "form") {
		u, err := url.Parse(val(f, "action"))
		if err != nil || u.Path != action {
			continue
		}
		if val(f, "method") != "post" {
			t.Errorf("%s is not a POST", action)
		}
		fields := map[string]string{"host": u.Hostname()}
		all := elements(f, "input", "textarea", "select", "button")
		for _, n := range elements(root, "input", "textarea", "button") {
			if id := val(f, "id"); id != "" && val(n, "form") == id {
				all = append(all, n)
			}
		}
		for _, n := range all {
			if name := val(n, "name"); name != "" {
				if _, checked := attr(n, "checked"); checked || fields[name] == "" {
					fields[name] = val(n, "value")
				}
			}
		}
		return fields
	}
	t.Errorf("no form to %s", action)
	return nil
}

// TestForms holds the pages to the form fields that the services read.
func TestForms(t *testing.T) {
	tests := []struct {
		sample, host, action string
		fields               []string
	}{
		{"item-full", "cart", "/addToCart", []string{"skuId", "count"}},
		{"cart-full", "cart", "/cart/items/1/count", []string{"count"}},
		{"cart-full", "cart", "/cart/items/1/checked", []string{"checked"}},
		{"cart-full", "cart", "/cart/items/1/delete", nil},
		{"cart-full", "cart", "/cart/checked", []string{"checked"}},
		{"settle-full", "order", "/submitOrder", []string{"token", "addressId", "payAmount", "couponId", "points", "note", "payType"}},
		{"settle-moved", "order", "/submitOrder", []string{"invoiceType", "invoiceTitle", "invoiceTaxNo"}},
		{"settle-homeless", "order", "/submitOrder", []string{"editing", "name", "phone", "province", "city", "region", "detail", "postCode", "isDefault"}},
		{"settle-now", "order", "/submitOrder", []string{"skuId", "count", "setCount"}},
		{"login-full", "auth", "/login.html", []string{"account", "password", "originUrl"}},
		{"register-sent", "auth", "/reg.html", []string{"username", "password", "phone", "code", "originUrl"}},
		{"home-full", "auth", "/logout", nil},
		{"home-full", "coupon", "/claim", []string{"couponId", "originUrl"}},
		{"couponcentre-full", "coupon", "/claim", []string{"couponId", "originUrl"}},
		{"orderlist-full", "order", "/cancelOrder", []string{"orderSn", "reason"}},
		{"orderlist-full", "order", "/buyAgain", []string{"orderSn"}},
		{"orderlist-full", "order", "/receiveOrder", []string{"orderSn"}},
		{"orderdetail-returning", "order", "/cancelReturn", []string{"orderSn", "returnId"}},
		{"aftersale-form", "order", "/applyReturn", []string{"orderSn", "key", "skuId", "count", "reason", "note", "pictures"}},
		{"cashier-open", "pay", "/payOrder", []string{"orderSn", "channel"}},
		{"addresses-full", "member", "/address.html", []string{"originUrl", "name", "phone"}},
		{"addresses-edit", "member", "/address/1", []string{"name", "phone", "originUrl"}},
		{"addresses-full", "member", "/address/2/delete", nil},
		{"addresses-full", "member", "/address/2/default", nil},
		{"profile-edit", "member", "/profile.html", []string{"nickname"}},
	}
	r := newRenderer(t)
	all := map[string]sample.Sample{}
	for _, s := range sample.All() {
		all[s.Name()] = s
	}
	for _, tt := range tests {
		t.Run(tt.sample+tt.action, func(t *testing.T) {
			s, ok := all[tt.sample]
			if !ok {
				t.Fatal("no such sample")
			}
			fields := form(t, draw(t, r, s), tt.action)
			if want := tt.host + ".gulimall.localhost"; fields["host"] != want {
				t.Errorf("goes to %s, want %s", fields["host"], want)
			}
			for _, name := range tt.fields {
				if _, ok := fields[name]; !ok {
					t.Errorf("no field %q", name)
				}
			}
		})
	}
	settle := form(t, draw(t, r, all["settle-moved"]), "/submitOrder")
	for name, want := range map[string]string{"payAmount": "1118400", "addressId": "1", "couponId": "31", "points": "500", "token": "sample-token"} {
		if settle[name] != want {
			t.Errorf("settle keeps %s=%q, want %q", name, settle[name], want)
		}
	}
}
