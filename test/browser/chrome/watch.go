package chrome

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// watch hears everything that happens in a tab.
type watch struct {
	domain  string
	dialogs chan struct{}

	mu       sync.Mutex
	allowed  []int
	open     map[network.RequestID]request
	bytes    map[network.RequestID]*Loaded
	heard    []string
	wrong    []string
	loader   string
	count    int // of pages that this tab has shown
	complete bool
	answered int
	dialog   []string
}

// request is one that has not been answered in full.
type request struct {
	address string
	loader  cdp.LoaderID // of the page that asks
	since   time.Time
}

// forgotten is after how long a request is taken for ended: Chromium does not always tell the end of what a page no longer wants.
const forgotten = patience / 2

// Loaded is a file that a page has loaded.
type Loaded struct {
	URL      string
	Kind     network.ResourceType
	Status   int64
	Bytes    float64 // on the wire, with headers
	Header   network.Headers
	FromDisk bool
}

func newWatch(domain string) *watch {
	return &watch{domain: domain, complete: true, dialogs: make(chan struct{}, 16), open: map[network.RequestID]request{}, bytes: map[network.RequestID]*Loaded{}}
}

func (w *watch) hear(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		w.sent(e)
	case *network.EventResponseReceived:
		w.received(e)
	case *network.EventLoadingFinished:
		delete(w.open, e.RequestID)
		if l := w.bytes[e.RequestID]; l != nil {
			l.Bytes = e.EncodedDataLength
		}
	case *network.EventLoadingFailed:
		address := w.open[e.RequestID].address
		delete(w.open, e.RequestID)
		if !e.Canceled && e.ErrorText != "net::ERR_ABORTED" && address != "" {
			w.fault("%s does not load: %s %s", address, e.ErrorText, e.BlockedReason)
		}
	case *page.EventFrameNavigated:
		if e.Frame.ParentID == "" {
			w.count++
			w.loader = string(e.Frame.LoaderID)
			w.complete = e.Type == page.NavigationTypeBackForwardCacheRestore
			w.heard = append(w.heard, "page "+e.Frame.URL)
			// What the page before had still asked for is not always told to have ended.
			maps.DeleteFunc(w.open, func(_ network.RequestID, r request) bool { return r.loader != e.Frame.LoaderID })
		}
	case *page.EventLoadEventFired:
		w.complete = true
	case *page.EventJavascriptDialogOpening:
		w.dialog = append(w.dialog, e.Message)
		w.fault("a dialog of the browser opens: %s %q", e.Type, e.Message)
		w.dialogs <- struct{}{}
	case *runtime.EventExceptionThrown:
		w.fault("an exception: %s", exception(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		w.console(e)
	case *log.EventEntryAdded:
		// What the network says is judged by the answers themselves.
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			w.fault("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL)
		}
	}
}

func (w *watch) sent(e *network.EventRequestWillBeSent) {
	if e.Type == network.ResourceTypeDocument && e.RedirectResponse == nil && string(e.LoaderID) == string(e.RequestID) {
		clear(w.bytes) // a page of its own
		clear(w.open)
	}
	u, err := url.Parse(e.Request.URL)
	if err != nil || u.Scheme == "data" || u.Scheme == "blob" || u.Scheme == "about" {
		return
	}
	if h := u.Hostname(); h != w.domain && !strings.HasSuffix(h, "."+w.domain) {
		w.fault("the page asks a stranger: %s", e.Request.URL)
	}
	if e.Type != network.ResourceTypeEventSource {
		w.open[e.RequestID] = request{e.Request.Method + " " + e.Request.URL, e.LoaderID, time.Now()}
	}
}

func (w *watch) received(e *network.EventResponseReceived) {
	r := e.Response
	w.bytes[e.RequestID] = &Loaded{URL: r.URL, Kind: e.Type, Status: r.Status, Header: r.Headers, FromDisk: r.FromDiskCache}
	if e.Type == network.ResourceTypeDocument && string(e.LoaderID) == string(e.RequestID) {
		w.answered = int(r.Status)
	}
	if r.Status >= 400 && !slices.Contains(w.allowed, int(r.Status)) {
		w.fault("%s: %d", r.URL, r.Status)
	}
}

func (w *watch) console(e *runtime.EventConsoleAPICalled) {
	words := make([]string, 0, len(e.Args))
	for _, a := range e.Args {
		if a.Description != "" {
			words = append(words, a.Description)
		} else {
			words = append(words, string(a.Value))
		}
	}
	text := fmt.Sprintf("console.%s: %s", e.Type, strings.Join(words, " "))
	if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
		w.fault("%s", text)
		return
	}
	w.heard = append(w.heard, text)
}

func exception(d *runtime.ExceptionDetails) string {
	text := d.Text
	if d.Exception != nil && d.Exception.Description != "" {
		text = d.Exception.Description
	}
	return fmt.Sprintf("%s (%s:%d)", text, d.URL, d.LineNumber+1)
}

// fault notes what should not have happened; the lock is held.
func (w *watch) fault(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	w.heard = append(w.heard, "FAULT "+text)
	w.wrong = append(w.wrong, text)
}

func (w *watch) commits() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.count
}

func (w *watch) loadedAfter(count int) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.count > count && w.complete
}

func (w *watch) loaded() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.complete
}

// idle says whether nothing is being loaded, or else what is.
func (w *watch) idle() (bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	maps.DeleteFunc(w.open, func(_ network.RequestID, r request) bool {
		old := time.Since(r.since) > forgotten
		if old {
			w.heard = append(w.heard, "no word of the end of "+r.address)
		}
		return old
	})
	if w.complete && len(w.open) == 0 {
		return true, nil
	}
	waits := make([]string, 0, len(w.open))
	for _, r := range w.open {
		waits = append(waits, r.address)
	}
	return false, fmt.Errorf("page loaded: %t, waits for %q", w.complete, waits)
}

func (w *watch) status() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.answered
}

func (w *watch) all() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.heard)
}

func (w *watch) faults() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.wrong)
}

// Faults takes what has gone wrong in the tab so far; the test does not fail for it any more.
func (t *Tab) Faults() []string {
	t.watch.mu.Lock()
	defer t.watch.mu.Unlock()
	wrong := t.watch.wrong
	t.watch.wrong = nil
	return wrong
}

// Allow says which answers that are no success are meant to come from now on.
func (t *Tab) Allow(statuses ...int) {
	t.watch.mu.Lock()
	defer t.watch.mu.Unlock()
	t.watch.allowed = statuses
}

// Dialogs are the words of the dialogs that scripts have opened by alert, confirm or prompt.
func (t *Tab) Dialogs() []string {
	t.watch.mu.Lock()
	defer t.watch.mu.Unlock()
	return slices.Clone(t.watch.dialog)
}

// Loaded lists the files that the page has loaded.
func (t *Tab) Loaded() []Loaded {
	t.watch.mu.Lock()
	defer t.watch.mu.Unlock()
	all := make([]Loaded, 0, len(t.watch.bytes))
	for _, l := range t.watch.bytes {
		all = append(all, *l)
	}
	slices.SortFunc(all, func(a, b Loaded) int { return strings.Compare(a.URL, b.URL) })
	return all
}

// answerDialogs lets the page go on behind a dialog, which would stand still for ever.
func (t *Tab) answerDialogs() {
	for {
		select {
		case <-t.ctx.Done():
			return
		case <-t.watch.dialogs:
			_, _ = chromedp.Call(t.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
		}
	}
}
