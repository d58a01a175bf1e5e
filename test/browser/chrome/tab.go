package chrome

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

const (
	// patience is how long a tab waits for something to show up on a busy machine.
	patience = 20 * time.Second
	// beat is how often it looks.
	beat = 15 * time.Millisecond
)

// Tab is a tab whose cookies nobody else has, but for tabs made by Another.
type Tab struct {
	tb      testing.TB
	ctx     context.Context
	browser *Browser
	domain  string
	shots   string
	view    View
	watch   *watch
}

// Options say where a tab is at home.
type Options struct {
	Domain      string // of the shop; whatever is asked of other hosts is a fault
	Screenshots string // a folder
	View        View
}

// Tab opens a tab that closes with the test. What goes wrong in it, such as an error on the console, fails the test.
func (b *Browser) Tab(tb testing.TB, o Options) *Tab {
	tb.Helper()
	return open(b.ctx, tb, b, o, chromedp.WithNewBrowserContext())
}

// Another opens a second tab of the same visitor.
func (t *Tab) Another() *Tab {
	t.tb.Helper()
	return open(t.ctx, t.tb, t.browser, Options{Domain: t.domain, Screenshots: t.shots, View: t.view})
}

func open(parent context.Context, tb testing.TB, b *Browser, o Options, how ...chromedp.ContextOption) *Tab {
	tb.Helper()
	ctx, cancel := chromedp.NewContext(parent, how...)
	t := &Tab{tb: tb, ctx: ctx, browser: b, domain: o.Domain, shots: o.Screenshots, watch: newWatch(o.Domain)}
	if err := chromedp.Do(ctx); err != nil {
		cancel()
		tb.Fatalf("open a tab: %v", err)
	}
	if err := chromedp.Listen(ctx, t.watch.hear); err != nil {
		tb.Fatal(err)
	}
	go t.answerDialogs()
	tb.Cleanup(func() {
		t.report()
		cancel()
	})
	call(t, network.Enable, network.EnableParams{})
	call(t, page.Enable, page.EnableParams{})
	t.Look(o.View)
	return t
}

// call sends a command that must succeed.
func call[P, R any](t *Tab, cmd cdp.Command[P, R], params P) R {
	t.tb.Helper()
	r, err := try(t, cmd, params)
	if err != nil {
		t.Fatalf("%s: %v", cmd.Method, err)
	}
	return r
}

func try[P, R any](t *Tab, cmd cdp.Command[P, R], params P) (R, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	return chromedp.Call(ctx, cmd, params)
}

// Eval gives what a JavaScript expression is; promises are waited for.
func Eval[T any](t *Tab, expression string) T {
	t.tb.Helper()
	v, err := tryEval[T](t, expression)
	if err != nil {
		t.Fatalf("%.200s: %v", expression, err)
	}
	return v
}

func tryEval[T any](t *Tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Open shows the page at an address and waits until it is loaded; redirects are followed.
func (t *Tab) Open(address string) {
	t.tb.Helper()
	t.Goes(func() {
		r := call(t, page.Navigate, page.NavigateParams{URL: address})
		if r.ErrorText != "" {
			t.Fatalf("open %s: %s", address, r.ErrorText)
		}
	})
}

// Reload asks for the page again.
func (t *Tab) Reload() {
	t.tb.Helper()
	t.Goes(func() { call(t, page.Reload, page.ReloadParams{}) })
}

// Back goes back as the button of the browser does.
func (t *Tab) Back() {
	t.tb.Helper()
	t.Goes(func() {
		h := call(t, page.GetNavigationHistory, cdp.Empty{})
		if h.CurrentIndex == 0 {
			t.Fatalf("there is nothing to go back to")
		}
		call(t, page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: h.Entries[h.CurrentIndex-1].ID})
	})
}

// BackInPage goes back within a page that has changed its own address.
func (t *Tab) BackInPage() {
	t.tb.Helper()
	Eval[bool](t, "history.back(), true")
}

// Goes does something that leads to another page, and waits until that is loaded.
func (t *Tab) Goes(do func()) {
	t.tb.Helper()
	t.Await("this page is loaded", func() (bool, error) { return t.watch.loaded(), nil })
	before := t.watch.commits()
	do()
	t.Await("another page is loaded", func() (bool, error) { return t.watch.loadedAfter(before), nil })
}

// Idle waits until nothing is being loaded any more, but for streams, and nothing new begins for some beats: what a press leads to takes its
// time to begin.
func (t *Tab) Idle() {
	t.tb.Helper()
	const beats = 5
	calm := 0
	t.Await("nothing is being loaded", func() (bool, error) {
		idle, busy := t.watch.idle()
		if calm++; !idle {
			calm = 0
		}
		return calm >= beats, busy
	})
}

// Await waits until something has come true.
func (t *Tab) Await(what string, holds func() (bool, error)) {
	t.tb.Helper()
	t.AwaitFor(what, patience, holds)
}

// AwaitFor is Await with a patience of its own.
func (t *Tab) AwaitFor(what string, limit time.Duration, holds func() (bool, error)) {
	t.tb.Helper()
	tick := time.NewTicker(beat)
	defer tick.Stop()
	deadline := time.After(limit)
	var last error
	for {
		ok, err := holds()
		if ok {
			return
		}
		if err != nil {
			last = err // pages come and go meanwhile
		}
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("not within %s: %s %v", limit, what, errors.Join(last))
		case <-t.ctx.Done():
			t.Fatalf("the tab is gone while waiting: %s", what)
		}
	}
}

// URL is where the tab is.
func (t *Tab) URL() *url.URL {
	t.tb.Helper()
	u, err := url.Parse(Eval[string](t, "location.href"))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return u
}

// AwaitPath waits until the tab shows a path.
func (t *Tab) AwaitPath(path string) *url.URL {
	t.tb.Helper()
	t.Await("the tab is at "+path, func() (bool, error) {
		got, err := tryEval[string](t, "location.pathname")
		return got == path && t.watch.loaded(), err
	})
	return t.URL()
}

// Status is the status that the page came with.
func (t *Tab) Status() int { return t.watch.status() }

// Use gives the tab cookies for all hosts of the shop, such as those of a session.
func (t *Tab) Use(cookies ...*http.Cookie) {
	t.tb.Helper()
	for _, c := range cookies {
		domain := c.Domain
		if domain == "" {
			domain = "." + t.domain // with the dot, all hosts below it
		}
		call(t, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, Domain: domain, Path: "/", HTTPOnly: ptr(c.HttpOnly)})
	}
}

// Fatalf ends the test with a picture of what the tab shows.
func (t *Tab) Fatalf(format string, args ...any) {
	t.tb.Helper()
	where, _ := chromedp.Run(t.short(), chromedp.Location())
	name := t.keep("failed")
	t.tb.Fatalf("%s\n  at %s; see %s\n%s", fmt.Sprintf(format, args...), where, name, strings.Join(t.watch.all(), "\n"))
}

func (t *Tab) short() context.Context {
	ctx, cancel := context.WithTimeout(t.ctx, 5*time.Second)
	context.AfterFunc(t.ctx, cancel)
	return ctx
}

// report fails the test when something went wrong in the tab.
func (t *Tab) report() {
	faults := t.watch.faults()
	if len(faults) == 0 {
		return
	}
	name := t.keep("faults")
	t.tb.Errorf("%d faults in the browser; see %s\n  %s", len(faults), name, strings.Join(faults, "\n  "))
}

// keep saves what the tab shows and what it has heard.
func (t *Tab) keep(what string) string {
	name := filepath.Join(t.shots, "failures", strings.NewReplacer("/", "_", " ", "_").Replace(t.tb.Name())+"."+what)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err.Error()
	}
	if picture, err := chromedp.Run(t.short(), chromedp.FullScreenshot(100)); err == nil {
		_ = os.WriteFile(name+".png", picture, 0o644)
	}
	_ = os.WriteFile(name+".txt", []byte(strings.Join(t.watch.all(), "\n")+"\n"), 0o644)
	return name + ".png"
}

func ptr[T any](v T) *T { return &v }

// Cookies are those that the tab would send to the shop.
func (t *Tab) Cookies() []*http.Cookie {
	t.tb.Helper()
	r := call(t, network.GetCookies, network.GetCookiesParams{})
	all := make([]*http.Cookie, 0, len(r.Cookies))
	for _, c := range r.Cookies {
		all = append(all, &http.Cookie{Name: c.Name, Value: c.Value, Domain: c.Domain, Path: c.Path})
	}
	return all
}

// Language is what the browser asks for.
func (t *Tab) Language() string { return t.view.Language }

// Quiet says whether nothing is being loaded just now.
func (t *Tab) Quiet() bool {
	idle, _ := t.watch.idle()
	return idle
}
