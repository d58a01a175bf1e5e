package browser

import (
	"fmt"
	"net/http"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// widths are those of a small phone, a tablet and a desk.
func widths() []int64 { return []int64{360, 768, 1440} }

// Every page on every width, in both languages, light and dark: nothing scrolls sideways, nothing lies on anything else, axe-core has no
// serious complaint, the console stays empty and nobody but the shop is asked for anything. A page is loaded once a language; colours and
// width change under it, as they do when somebody turns a phone or the evening comes.
func TestEveryPageOnEveryScreen(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	found := &links{seen: map[string]link{}}
	t.Run("pages", func(t *testing.T) { everyPage(t, m, found, sights()) })
	t.Run("all links lead somewhere", func(t *testing.T) { found.check(t, m) })
}

// everyPage returns when all pages have been looked at.
func everyPage(t *testing.T, m *shop.Mall, found *links, sights []sight) {
	t.Helper()
	for _, s := range sights {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			_, tab := open(t, chrome.View{})
			if s.status == 0 {
				s.status = http.StatusOK
			}
			for i, language := range []string{"zh-CN", "en"} {
				v := s.visit(t, m) // an unpaid order does not live long
				if i > 0 {
					tab.Open("about:blank") // a live page of somebody else would go on asking in the name of the next
				}
				if v.who != nil {
					signIn(t, tab, v.who)
				}
				tab.Allow(s.status)
				tab.Look(chrome.View{Language: language, Calm: true})
				tab.Open(v.address)
				tab.Idle()
				require.Equal(t, s.status, tab.Status(), v.address)
				wellMade(t, tab, language)
				tab.Unfold()
				found.collect(t, tab, s.name, v.who)
				for _, width := range widths() {
					if s.plain && width == 768 && language == "en" {
						continue
					}
					screen(t, tab, s, language, width)
				}
			}
		})
	}
}

// screen looks at the page that the tab shows, light and dark.
func screen(t *testing.T, tab *chrome.Tab, s sight, language string, width int64) {
	t.Helper()
	full := map[string]int64{"zh-CN": 1440, "en": 360}[language] == width
	told := map[string]bool{}
	for _, dark := range []bool{false, true} {
		if dark && s.plain && !full {
			continue
		}
		theme := map[bool]string{false: "light", true: "dark"}[dark]
		what := fmt.Sprintf("%s-%d-%s-%s", s.name, width, language, theme)
		tab.Look(chrome.View{Width: width, Height: 900, Touch: width < 768, Language: language, Dark: dark, Calm: true})
		tab.Frame()
		for _, complaint := range tab.Layout() {
			if !told[complaint] {
				t.Errorf("%s: %s", what, complaint)
			}
			told[complaint] = true
		}
		if width < 768 && language == "zh-CN" && !dark {
			for _, complaint := range tab.Fingers() {
				t.Errorf("%s: %s", what, complaint)
			}
		}
		switch {
		case full && !dark:
			for _, complaint := range tab.Axe(axe) {
				t.Errorf("%s: %s", what, complaint)
			}
		case full: // nothing but colours is other than in the light
			for _, complaint := range tab.Axe(axe, "color-contrast", "link-in-text-block") {
				t.Errorf("%s: %s", what, complaint)
			}
		}
		if full || os.Getenv("MALL_SCREENSHOTS") == "all" {
			tab.Shot(what)
		}
	}
}

// wellMade holds of every page.
func wellMade(t *testing.T, tab *chrome.Tab, language string) {
	t.Helper()
	assert.Equal(t, language, chrome.Eval[string](tab, "document.documentElement.lang"))
	assert.Equal(t, 1, tab.Count("h1"), "a page has one heading")
	assert.Equal(t, 1, tab.Count("main"))
	assert.NotEmpty(t, chrome.Eval[string](tab, "document.title"))
	assert.Empty(t, foreign(t, tab, language), "in the other language")
	assert.Zero(t, tab.Count("[style], style, script:not([src]):not([type='application/ld+json']), [onclick], [onload], [onerror]"), "nothing inline")
}
