package browser

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/test/browser/chrome"
)

// Somebody chooses a language and colours once, and has them on every host, signed in or not, with and without scripts.
func TestLanguageAndColoursAreRemembered(t *testing.T) {
	t.Parallel()
	for name, view := range map[string]chrome.View{"scripts": {}, "no scripts": {NoScript: true}, "phone": chrome.Phone()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := guest(t, view)
			w.tab.Open(w.mall.URL("") + "/")
			choose := func(name, value string) {
				t.Helper()
				if !w.tab.Has(chrome.Form("/preferences", "button")) {
					w.hand.press(chrome.CSS(`details:has(form[action$="/preferences"]) > summary`))
				}
				w.goes(chrome.Form("/preferences", `button[name=`+name+`][value="`+value+`"]`))
			}
			background := func() string { return chrome.Eval[string](w.tab, "getComputedStyle(document.body).backgroundColor") }
			light := background()
			choose("lang", "en")
			require.Equal(t, "/", w.tab.URL().Path, "one stays where one was")
			w.tab.See(chrome.CSS(`html[lang=en]`))
			choose("theme", "dark")
			dark := background()
			require.NotEqual(t, light, dark)
			for _, address := range []string{w.mall.URL("item") + "/" + num(someSKU) + ".html", w.mall.URL("cart") + "/cart.html", w.mall.URL("auth") + "/login.html"} {
				w.tab.Open(address)
				w.tab.See(chrome.CSS(`html[lang=en]`))
				require.Equal(t, dark, background())
			}
			choose("lang", "zh-CN")
			choose("theme", "light")
			require.Equal(t, light, background())
			w.tab.See(chrome.CSS(`html[lang="zh-CN"]`))
		})
	}
}
