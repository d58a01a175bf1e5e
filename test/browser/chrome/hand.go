package chrome

import (
	"fmt"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// spot is where to press an element, or why that cannot be done.
type spot struct {
	X, Y float64
	Why  string
}

// aim scrolls an element to the middle and says where to press it. What lies over it is an obstacle for a person as well.
const aim = `function() {
	if (!this.isConnected) return {why: 'it is gone'};
	if (this.disabled) return {why: 'it is disabled'};
	this.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
	const boxes = [...this.getClientRects()].filter(r => r.width > 1 && r.height > 1);
	const label = this.labels && this.labels[0];
	if (!boxes.length && label) boxes.push(...label.getClientRects());
	if (!boxes.length) return {why: 'it has no size'};
	const b = boxes[0], x = b.left + b.width / 2, y = b.top + b.height / 2;
	const at = document.elementFromPoint(x, y);
	const ok = at && (this.contains(at) || label && label.contains(at) || at.contains(this) && getComputedStyle(this).pointerEvents === 'none');
	return ok ? {x, y} : {why: 'in its place is ' + (at ? at.outerHTML.slice(0, 120) : 'nothing')};
}`

// reach waits until an element can be pressed, at the same place twice.
func (t *Tab) reach(w Where) spot {
	t.tb.Helper()
	var last spot
	why := ""
	t.AwaitFor(w.String()+" can be pressed", patience, func() (bool, error) {
		id, err := t.find(w)
		if err != nil {
			return false, err
		}
		s, err := on[spot](t, id, aim)
		if err != nil {
			return false, err
		}
		same := s.Why == "" && s.X == last.X && s.Y == last.Y
		last, why = s, s.Why
		if why != "" {
			err = fmt.Errorf("%s: %s", w, why)
		}
		return same, err
	})
	return last
}

// Click presses an element with the mouse, or taps it on a phone.
func (t *Tab) Click(w Where) {
	t.tb.Helper()
	s := t.reach(w)
	if t.view.Touch {
		call(t, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: s.X, Y: s.Y}}})
		call(t, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}})
		return
	}
	t.mouse(input.DispatchMouseEventTypeMouseMoved, s, 0)
	t.mouse(input.DispatchMouseEventTypeMousePressed, s, 1)
	t.mouse(input.DispatchMouseEventTypeMouseReleased, s, 1)
}

// DoubleClick presses twice as fast as an impatient person.
func (t *Tab) DoubleClick(w Where) {
	t.tb.Helper()
	s := t.reach(w)
	for n := int64(1); n <= 2; n++ {
		t.mouse(input.DispatchMouseEventTypeMousePressed, s, n)
		t.mouse(input.DispatchMouseEventTypeMouseReleased, s, n)
	}
}

// Hover moves the mouse over an element.
func (t *Tab) Hover(w Where) {
	t.tb.Helper()
	t.mouse(input.DispatchMouseEventTypeMouseMoved, t.reach(w), 0)
}

// Drag takes an element with the mouse, and lets it go over the upper part of another.
func (t *Tab) Drag(from, to Where) {
	t.tb.Helper()
	s := t.reach(from)
	t.mouse(input.DispatchMouseEventTypeMouseMoved, s, 0)
	t.mouse(input.DispatchMouseEventTypeMousePressed, s, 1)
	e, err := on[spot](t, t.element(to), `function () { const b = this.getBoundingClientRect(); return {x: b.left + b.width / 2, y: b.top + b.height / 4}; }`)
	if err != nil {
		t.Fatalf("%s: %v", to, err)
	}
	for _, part := range []float64{0.3, 0.7, 1} {
		on := spot{X: s.X + (e.X-s.X)*part, Y: s.Y + (e.Y-s.Y)*part}
		call(t, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: on.X, Y: on.Y, Button: input.MouseButtonLeft})
	}
	t.mouse(input.DispatchMouseEventTypeMouseReleased, e, 1)
}

func (t *Tab) mouse(what input.DispatchMouseEventType, s spot, clicks int64) {
	t.tb.Helper()
	p := input.DispatchMouseEventParams{Type: what, X: s.X, Y: s.Y, ClickCount: clicks}
	if clicks > 0 {
		p.Button = input.MouseButtonLeft
	}
	call(t, input.DispatchMouseEvent, p)
}

// Follow clicks on what leads to another page, and waits for that.
func (t *Tab) Follow(w Where) {
	t.tb.Helper()
	t.Goes(func() { t.Click(w) })
}

// Fill types into a field in place of what stands there.
func (t *Tab) Fill(w Where, text string) {
	t.tb.Helper()
	t.Click(w)
	if _, err := on[struct{}](t, t.element(w), `function() { this.focus(); this.select?.() }`); err != nil {
		t.Fatalf("fill %s: %v", w, err)
	}
	t.insert(text)
	if got := t.Value(w); got != text {
		t.Fatalf("%q was typed into %s, which now holds %q", text, w, got)
	}
}

func (t *Tab) insert(text string) {
	t.tb.Helper()
	if text == "" {
		t.Press(kb.Delete)
		return
	}
	call(t, input.InsertText, input.InsertTextParams{Text: text})
}

// Choose takes an option of a select.
func (t *Tab) Choose(w Where, value string) {
	t.tb.Helper()
	ok, err := on[bool](t, t.element(w), `function(value) {
		const o = [...this.options].find(o => o.value === value || o.text.trim() === value);
		if (!o) return false;
		this.value = o.value;
		this.dispatchEvent(new Event('input', {bubbles: true}));
		this.dispatchEvent(new Event('change', {bubbles: true}));
		return true;
	}`, value)
	if err != nil || !ok {
		t.Fatalf("choose %q of %s: %v", value, w, err)
	}
}

// Press presses keys, such as kb.Tab, one after the other.
func (t *Tab) Press(keys string, options ...chromedp.KeyOption) {
	t.tb.Helper()
	if err := chromedp.Do(t.short(), chromedp.KeyEvent(keys, options...)); err != nil {
		t.Fatalf("press %q: %v", keys, err)
	}
}

// Shift holds the shift key while others are pressed.
func Shift() chromedp.KeyOption { return chromedp.KeyModifiers(chromedp.ModifierShift) }

// most is how many times a patient person presses the tab key to get to something.
const most = 150

// TabTo presses the tab key until an element has the focus, and demands that it can be seen there.
func (t *Tab) TabTo(w Where) {
	t.tb.Helper()
	t.See(w)
	for range most {
		if t.Focused(w) {
			t.focusIsSeen(w)
			return
		}
		t.Press(kb.Tab)
	}
	t.Fatalf("the tab key does not get to %s within %d presses", w, most)
}

// Focused says whether an element has the focus.
func (t *Tab) Focused(w Where) bool {
	id, err := t.find(w)
	if err != nil {
		return false
	}
	is, err := on[bool](t, id, `function() { return document.activeElement === this }`)
	return err == nil && is
}

// Type types with the keyboard into whatever has the focus, in place of what is chosen there.
func (t *Tab) Type(text string) {
	t.tb.Helper()
	call(t, input.InsertText, input.InsertTextParams{Text: text})
}

// focusIsSeen demands a ring, a shadow or the like around what has the focus, and that it is in the window.
func (t *Tab) focusIsSeen(w Where) {
	t.tb.Helper()
	why, err := on[string](t, t.element(w), focusSeen)
	if err != nil || why != "" {
		t.Fatalf("the focus on %s cannot be seen: %s %v", w, why, err)
	}
}

const focusSeen = `function() {
	const ring = e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1 || s.boxShadow !== 'none'; };
	const near = [this, this.nextElementSibling, this.parentElement, ...(this.labels || [])].filter(Boolean);
	if (!near.some(ring)) return 'no ring around ' + this.outerHTML.slice(0, 120);
	const r = this.getBoundingClientRect(), off = r.bottom < 0 || r.top > innerHeight || r.right < 0 || r.left > innerWidth;
	return off ? 'it is outside of the window: ' + this.outerHTML.slice(0, 120) : '';
}`

// Ctrl holds the control key while others are pressed.
func Ctrl() chromedp.KeyOption { return chromedp.KeyModifiers(chromedp.ModifierCtrl) }
