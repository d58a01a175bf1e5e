package shop

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Page is an HTML page that a browser has open.
type Page struct {
	*Answer
	Root *html.Node
}

// Open shows the page at a path of a host; it must be there.
func (s *Shopper) Open(tb testing.TB, host, path string) *Page {
	tb.Helper()
	return s.Visit(tb, s.Mall.URL(host)+path)
}

// Visit shows the page at an address, following redirects as a browser does.
func (s *Shopper) Visit(tb testing.TB, address string) *Page {
	tb.Helper()
	return s.Follow(tb, s.Do(tb, Request{URL: address, Header: http.Header{"Accept": {"text/html"}}}))
}

// Follow goes where an answer leads, and shows the page at the end, which must be a success.
func (s *Shopper) Follow(tb testing.TB, a *Answer) *Page {
	tb.Helper()
	for range 10 {
		if a.Status < 300 || a.Status > 399 {
			return a.Want(tb, http.StatusOK).Page(tb)
		}
		a = s.Do(tb, Request{URL: a.Location(tb).String(), Header: http.Header{"Accept": {"text/html"}}})
	}
	tb.Fatalf("%s: redirects without end", a.Request)
	return nil
}

// Location is where an answer leads.
func (a *Answer) Location(tb testing.TB) *url.URL {
	tb.Helper()
	u, err := a.URL.Parse(a.Header.Get("Location"))
	if err != nil || a.Header.Get("Location") == "" {
		tb.Fatalf("%s: %d leads to %q\n%s", a.Request, a.Status, a.Header.Get("Location"), short(a.Body))
	}
	return u
}

// Page reads an answer as HTML, whatever its status.
func (a *Answer) Page(tb testing.TB) *Page {
	tb.Helper()
	if got := a.Header.Get("Content-Type"); !strings.HasPrefix(strings.ToLower(got), "text/html; charset=utf-8") {
		tb.Fatalf("%s: %d with content type %q is no page\n%s", a.Request, a.Status, got, short(a.Body))
	}
	root, err := html.Parse(strings.NewReader(string(a.Body)))
	if err != nil {
		tb.Fatalf("%s: %v", a.Request, err)
	}
	return &Page{a, root}
}

// Find lists the elements of a tag for which keep holds; nil keeps all.
func (p *Page) Find(tag string, keep func(*html.Node) bool) []*html.Node {
	var found []*html.Node
	for n := range p.Root.Descendants() {
		if n.Type == html.ElementNode && n.Data == tag && (keep == nil || keep(n)) {
			found = append(found, n)
		}
	}
	return found
}

// H1 is the page's heading.
func (p *Page) H1() string {
	for _, n := range p.Find("h1", nil) {
		return Text(n)
	}
	return ""
}

// Says reports whether words stand on the page.
func (p *Page) Says(words string) bool { return strings.Contains(Text(p.Root), words) }

// Link is the first address on the page for which keep holds.
func (p *Page) Link(tb testing.TB, keep func(*url.URL) bool) *url.URL {
	tb.Helper()
	for _, n := range p.Find("a", nil) {
		if u, err := p.URL.Parse(Attr(n, "href")); err == nil && keep(u) {
			return u
		}
	}
	tb.Fatalf("%s: the link is not on the page\n%s", p.Request, short(p.Body))
	return nil
}

// Form is a form with what stands in its fields.
type Form struct {
	page   *Page
	Method string
	Action *url.URL
	Fields url.Values
}

// Form is the first form of the page whose action ends with path.
func (p *Page) Form(tb testing.TB, path string) *Form {
	tb.Helper()
	for _, n := range p.Find("form", nil) {
		action, err := p.URL.Parse(Attr(n, "action"))
		if err != nil || !strings.HasSuffix(action.Path, path) {
			continue
		}
		f := &Form{page: p, Method: strings.ToUpper(Attr(n, "method")), Action: action, Fields: url.Values{}}
		f.fill(n)
		return f
	}
	tb.Fatalf("%s: there is no form for %s on the page\n%s", p.Request, path, short(p.Body))
	return nil
}

// Button is where the first button leads that sends its form to an address of its own ending with path.
func (p *Page) Button(tb testing.TB, path string) *url.URL {
	tb.Helper()
	for _, n := range p.Find("button", nil) {
		u, err := p.URL.Parse(Attr(n, "formaction"))
		if err == nil && strings.HasSuffix(u.Path, path) {
			return u
		}
	}
	tb.Fatalf("%s: there is no button to %s on the page\n%s", p.Request, path, short(p.Body))
	return nil
}

// fill reads the fields that belong to a form, also those that name it from elsewhere.
func (f *Form) fill(form *html.Node) {
	id := Attr(form, "id")
	for n := range f.page.Root.Descendants() {
		name := Attr(n, "name")
		if n.Type != html.ElementNode || name == "" || has(n, "disabled") {
			continue
		}
		if owner := Attr(n, "form"); owner != "" && owner != id || owner == "" && !inside(n, form) {
			continue
		}
		switch n.Data {
		case "input":
			kind := Attr(n, "type")
			if kind != "submit" && (kind != "radio" && kind != "checkbox" || has(n, "checked")) {
				f.Fields.Add(name, Attr(n, "value"))
			}
		case "textarea":
			f.Fields.Add(name, Text(n))
		case "select":
			f.Fields.Add(name, chosen(n))
		}
	}
}

// chosen is the option of a select that a browser would send.
func chosen(n *html.Node) string {
	value, first := "", true
	for o := range n.Descendants() {
		if o.Type == html.ElementNode && o.Data == "option" && (first || has(o, "selected")) {
			value, first = Text(o), false
			if has(o, "value") {
				value = Attr(o, "value")
			}
		}
	}
	return value
}

// Set types into a field.
func (f *Form) Set(name, value string) *Form {
	f.Fields.Set(name, value)
	return f
}

// Press sends a form as a browser would; redirects are not followed.
func (s *Shopper) Press(tb testing.TB, f *Form) *Answer {
	tb.Helper()
	q := Request{Method: f.Method, URL: f.Action.String(), Header: http.Header{"Accept": {"text/html"}}}
	if f.Method == http.MethodPost {
		q.Form = f.Fields
		q.Header["Origin"] = []string{f.page.URL.Scheme + "://" + f.page.URL.Host}
		q.Header["Sec-Fetch-Site"] = []string{site(f.page.URL, f.Action)}
	} else {
		u := *f.Action
		u.RawQuery = f.Fields.Encode()
		q.Method, q.URL = http.MethodGet, u.String()
	}
	return s.Do(tb, q)
}

// site is what a browser says of the page that a request comes from. *.localhost is not on the list of public suffixes, so that the
// hosts of the shop are one site.
func site(from, to *url.URL) string {
	if from.Host == to.Host {
		return "same-origin"
	}
	return "same-site"
}

// Attr is an attribute of an element, or "".
func Attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func inside(n, ancestor *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == ancestor {
			return true
		}
	}
	return false
}

// Text is what can be read in an element.
func Text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && (d.Parent == nil || d.Parent.Data != "script" && d.Parent.Data != "style") {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(b.String())
}
