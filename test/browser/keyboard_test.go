package browser

import (
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// numberStops gives everything that the tab key has to get to a number; of a group of radio buttons one is enough.
const numberStops = `(() => {
	const groups = new Set();
	let n = 0;
	for (const e of document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')) {
		if (e.disabled || e.type === 'hidden' || e.tabIndex < 0 || !e.checkVisibility({visibilityProperty: true}) || e.closest('[inert]')) continue;
		if (e.type === 'radio') {
			if (groups.has(e.name + (e.form?.id ?? ''))) continue;
			groups.add(e.name + (e.form?.id ?? ''));
			document.querySelectorAll('input[type=radio]').forEach(r => { if (r.name === e.name && r.form === e.form) r.dataset.stop = n; });
		}
		e.dataset.stop = n++;
	}
	return n;
})()`

// stop is what has the focus: its number, and what is wrong with it.
type stop struct {
	Number string
	Wrong  string
}

const focused = `(() => {
	const e = document.activeElement;
	if (!e || e === document.body) return {number: 'none', wrong: ''};
	const ring = e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1 || s.boxShadow !== 'none'; };
	const near = [e, e.nextElementSibling, e.parentElement, e.firstElementChild, ...(e.labels || [])].filter(Boolean);
	const r = e.getBoundingClientRect(), what = e.outerHTML.slice(0, 100);
	let wrong = '';
	if (!near.some(ring)) wrong = 'no ring: ' + what;
	else if (r.bottom < 0 || r.top > innerHeight || r.right < 0 || r.left > innerWidth) wrong = 'out of sight: ' + what;
	return {number: e.dataset.stop ?? 'other', wrong};
})()`

// The tab key gets to everything that can be used, in one round, and one always sees where one is.
func TestTheTabKeyGetsEverywhere(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	for _, s := range sights() {
		if !slices.Contains(storefront(), s.name) {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			v := s.visit(t, m)
			_, tab := open(t, chrome.View{Calm: true})
			if v.who != nil {
				signIn(t, tab, v.who)
			}
			tab.Open(v.address)
			tab.Idle()
			stops := chrome.Eval[int](tab, numberStops)
			require.Greater(t, stops, 10)
			left := map[string]bool{}
			for n := range stops {
				left[fmt.Sprint(n)] = true
			}
			wrong := map[string]bool{}
			for n := range 2 * stops {
				tab.Press(kb.Tab)
				at := chrome.Eval[stop](tab, focused)
				if n > 0 && at.Number == "none" || len(left) == 0 {
					break // once around
				}
				delete(left, at.Number)
				if at.Wrong != "" {
					wrong[at.Wrong] = true
				}
			}
			assert.Empty(t, wrong)
			for number := range left {
				t.Errorf("the tab key does not get to %s", chrome.Eval[string](tab, fmt.Sprintf(`document.querySelector('[data-stop="%s"]')?.outerHTML.slice(0, 120) ?? 'what is gone'`, number)))
			}
		})
	}
}
