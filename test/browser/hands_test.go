package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"gulimall/test/browser/chrome"
)

// hand is how somebody uses a page.
type hand interface {
	press(w chrome.Where)
	fill(w chrome.Where, text string)
	// pick chooses a radio button or a box.
	pick(w chrome.Where)
}

// mouse is also a finger, on a phone.
type mouse struct{ tab *chrome.Tab }

func (m mouse) press(w chrome.Where)             { m.tab.Click(w) }
func (m mouse) pick(w chrome.Where)              { m.tab.Click(w) }
func (m mouse) fill(w chrome.Where, text string) { m.tab.Fill(w, text) }

// keyboard uses nothing but keys: the tab key to get anywhere, enter and space to press, arrows to choose.
type keyboard struct {
	t   *testing.T
	tab *chrome.Tab
}

func (k keyboard) press(w chrome.Where) {
	k.tab.TabTo(w)
	k.tab.Press(kb.Enter)
}

// pick gets into the group of the button by the tab key, which leads to the chosen one, and from there on by arrows.
func (k keyboard) pick(w chrome.Where) {
	k.t.Helper()
	kind, name := k.tab.Attr(w, "type"), k.tab.Attr(w, "name")
	if kind != "radio" {
		k.tab.TabTo(w)
		k.tab.Press(" ")
		return
	}
	group := chrome.CSS(`input[type=radio][name="` + name + `"]:focus`)
	k.tab.TabTo(chrome.CSS(`input[type=radio][name="` + name + `"]:checked, input[type=radio][name="` + name + `"]:not(:disabled)`))
	for range 20 {
		if k.tab.Focused(w) {
			k.tab.Press(" ")
			return
		}
		k.tab.Press(kb.ArrowDown)
		k.tab.See(group)
	}
	k.t.Fatalf("the arrows do not get to %s", w)
}

func (k keyboard) fill(w chrome.Where, text string) {
	k.t.Helper()
	k.tab.TabTo(w)
	k.tab.Press("a", chrome.Ctrl())
	k.tab.Type(text)
	if got := k.tab.Value(w); got != text {
		k.t.Fatalf("%q was typed into %s, which now holds %q", text, w, got)
	}
}
