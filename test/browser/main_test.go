package browser

import (
	"context"
	_ "embed"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

//go:embed vendor/axe-core-4.14.1/axe.min.js
var axe string

// TestMain ends the browser, and lets the auditor look over what the shoppers have left behind.
func TestMain(m *testing.M) {
	flag.Parse()
	// One browser tab a core, and a few that only wait.
	if err := flag.Set("test.parallel", "3"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	_ = os.RemoveAll(filepath.Join(screenshots, "failures"))
	code := m.Run()
	if b, err := chromium(); err == nil {
		b.Close()
	}
	if mall := shop.Started(); mall != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
		if err := mall.Books(ctx); err != nil {
			fmt.Fprintln(os.Stderr, "--- FAIL: after all tests:", err)
			code = max(code, 1)
		}
		cancel()
	}
	os.Exit(code)
}

// chromium is the one browser of this process.
var chromium = sync.OnceValues(chrome.Start)

// screenshots is the ignored folder for pictures.
const screenshots = "../screenshots"

// open opens a tab of a visitor whom nobody knows.
func open(t *testing.T, v chrome.View) (*shop.Mall, *chrome.Tab) {
	t.Helper()
	m := shop.Stack(t)
	b, err := chromium()
	if err != nil {
		t.Fatal(err)
	}
	return m, b.Tab(t, chrome.Options{Domain: m.Domain, Screenshots: screenshots, View: v})
}

// signIn hands the cookies of a shopper, or of a member of staff, to a tab.
func signIn(t *testing.T, tab *chrome.Tab, s *shop.Shopper) {
	t.Helper()
	for _, host := range []string{"", shop.OfficeHost} {
		u, err := url.Parse(s.Mall.URL(host))
		if err != nil {
			t.Fatal(err)
		}
		tab.Use(s.Jar.Cookies(u)...)
	}
}
