package chrome

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
)

//go:embed probe.js
var probe string

//go:embed fingers.js
var fingers string

// Layout gives what is wrong with how the page is laid out: scrolling sideways, things on top of each other, words cut off, broken pictures.
func (t *Tab) Layout() []string {
	t.tb.Helper()
	return Eval[[]string](t, "("+probe+")()")
}

// Fingers gives what is too small to be hit by one.
func (t *Tab) Fingers() []string {
	t.tb.Helper()
	return Eval[[]string](t, "("+fingers+")()")
}

// Axe gives the serious and critical findings of axe-core, whose source is handed in. Of rules only those that are named are applied, or
// all.
func (t *Tab) Axe(source string, rules ...string) []string {
	t.tb.Helper()
	if !Eval[bool](t, "typeof axe === 'object'") {
		Eval[bool](t, source+";true") // an evaluation from outside, which the page's policy has no say in
	}
	options := map[string]any{"resultTypes": []string{"violations"}, "rules": map[string]any{"target-size": map[string]bool{"enabled": true}}}
	if len(rules) > 0 {
		options = map[string]any{"resultTypes": []string{"violations"}, "runOnly": rules}
	}
	encoded, err := json.Marshal(options)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return Eval[[]string](t, fmt.Sprintf(`axe.run(document, %s).then(r => r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical')
		.map(v => v.impact + ' ' + v.id + ': ' + v.nodes.slice(0, 4).map(n => n.target.join(' ') + (n.any[0] ? ' (' + n.any[0].message + ')' : '')).join(' | ')))`, encoded))
}

// Speed is what a visitor feels while a page loads.
type Speed struct {
	Paint time.Duration // until the largest thing on it is painted
	Shift float64       // how much it jumps about
	What  string        // which thing that is, and what jumps
}

// Speed measures the page that the tab shows, which has to be loaded and idle.
func (t *Tab) Speed() Speed {
	t.tb.Helper()
	type raw struct {
		Paint, Shift float64
		What         string
	}
	r := Eval[raw](t, `new Promise(done => {
		let paint = 0, shift = 0, what = '';
		const name = n => n && n.tagName ? n.tagName.toLowerCase() + (n.className ? '.' + n.className : '') : '?';
		new PerformanceObserver(l => l.getEntries().forEach(e => { paint = e.startTime; what = name(e.element); })).observe({type: 'largest-contentful-paint', buffered: true});
		new PerformanceObserver(l => l.getEntries().forEach(e => { if (!e.hadRecentInput) { shift += e.value; what += ' ~' + e.sources.map(s => name(s.node)).join(','); } })).observe({type: 'layout-shift', buffered: true});
		requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done({paint, shift, what}), 50)));
	})`)
	return Speed{Paint: time.Duration(r.Paint * float64(time.Millisecond)), Shift: r.Shift, What: r.What}
}

// Weight is how many bytes of style and script have come over the wire for the page.
func (t *Tab) Weight() (total float64, files []string) {
	for _, l := range t.Loaded() {
		if l.Kind == network.ResourceTypeStylesheet || l.Kind == network.ResourceTypeScript {
			total += l.Bytes
			files = append(files, fmt.Sprintf("%6.0f %s", l.Bytes, l.URL))
		}
	}
	return total, files
}

// Shot keeps a picture of the whole page under a name in the folder for pictures.
func (t *Tab) Shot(name string) {
	t.tb.Helper()
	file := filepath.Join(t.shots, strings.ReplaceAll(name, " ", "_")+".jpg")
	r := call(t, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format: page.CaptureScreenshotFormatJpeg, Quality: ptr(int64(75)), CaptureBeyondViewport: ptr(true), OptimizeForSpeed: ptr(true),
	})
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatalf("%v", err)
	}
	if err := os.WriteFile(file, r.Data, 0o644); err != nil {
		t.Fatalf("%v", err)
	}
}

// Unfold loads the pictures that wait until somebody scrolls down to them.
func (t *Tab) Unfold() {
	t.tb.Helper()
	Eval[bool](t, "document.querySelectorAll('img[loading=lazy]').forEach(i => { i.loading = 'eager' }), true")
	t.Idle()
}

// Frame waits until the page has been laid out and painted anew.
func (t *Tab) Frame() {
	t.tb.Helper()
	Eval[bool](t, "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
}
