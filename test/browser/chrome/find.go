package chrome

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
)

// Where says which element is meant: the first visible one that fits.
type Where struct {
	css, role, name, saying string
	hidden                  bool
}

// CSS is an element by a selector.
func CSS(selector string) Where { return Where{css: selector} }

// Role is an element by what it is and is called for those who cannot see it, such as a button whose name contains some words.
func Role(role, name string) Where { return Where{role: role, name: name} }

// Form is what is inside a form, found by where the form leads.
func Form(action, selector string) Where {
	return CSS(fmt.Sprintf(`form[action$=%q] %s`, action, selector))
}

// Saying is the same, where it also says these words.
func (w Where) Saying(words string) Where {
	w.saying = words
	return w
}

// Hidden is the same, visible or not.
func (w Where) Hidden() Where {
	w.hidden = true
	return w
}

func (w Where) String() string {
	s := w.css
	if w.role != "" {
		s = fmt.Sprintf("%s %q", w.role, w.name)
	}
	if w.saying != "" {
		s += fmt.Sprintf(" saying %q", w.saying)
	}
	return s
}

// seen is whether a person could see an element.
const seen = `const seen = e => { const r = e.getBoundingClientRect(), s = getComputedStyle(e);
	return e.checkVisibility({visibilityProperty: true}) && r.width > 1 && r.height > 1 || s.opacity === '0' && e.matches('input'); };`

var errAbsent = errors.New("there is no such element")

// find looks once.
func (t *Tab) find(w Where) (runtime.RemoteObjectID, error) {
	if w.role != "" {
		return t.findRole(w)
	}
	css, _ := json.Marshal(w.css)
	words, _ := json.Marshal(w.saying)
	r, err := try(t, runtime.Evaluate, runtime.EvaluateParams{Expression: fmt.Sprintf(
		`(() => { %s return [...document.querySelectorAll(%s)].find(e => (%t || seen(e)) && e.textContent.includes(%s)); })()`, seen, css, w.hidden, words)})
	switch {
	case err != nil:
		return "", err
	case r.ExceptionDetails != nil:
		return "", errors.New(exception(r.ExceptionDetails))
	case r.Result.ObjectID == "":
		return "", errAbsent
	}
	return r.Result.ObjectID, nil
}

func (t *Tab) findRole(w Where) (runtime.RemoteObjectID, error) {
	root, err := try(t, runtime.Evaluate, runtime.EvaluateParams{Expression: "document"})
	if err != nil {
		return "", err
	}
	found, err := try(t, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{ObjectID: root.Result.ObjectID, Role: w.role})
	if err != nil {
		return "", err
	}
	for _, n := range found.Nodes {
		if n.Ignored || !strings.Contains(axText(n.Name), w.name) || n.BackendDOMNodeID == 0 {
			continue
		}
		o, err := try(t, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: n.BackendDOMNodeID})
		if err != nil {
			return "", err
		}
		if fits, err := on[bool](t, o.Object.ObjectID, `function(words) { return this.textContent.includes(words) }`, w.saying); err == nil && fits {
			return o.Object.ObjectID, nil
		}
	}
	return "", errAbsent
}

func axText(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	var s string
	_ = json.Unmarshal(v.Value, &s)
	return s
}

// on calls a function of JavaScript on an element.
func on[T any](t *Tab, id runtime.RemoteObjectID, function string, args ...any) (T, error) {
	var out T
	list := make([]*runtime.CallArgument, 0, len(args))
	for _, a := range args {
		raw, err := json.Marshal(a)
		if err != nil {
			return out, err
		}
		list = append(list, &runtime.CallArgument{Value: raw})
	}
	r, err := try(t, runtime.CallFunctionOn, runtime.CallFunctionOnParams{
		ObjectID: id, FunctionDeclaration: function, Arguments: list, ReturnByValue: ptr(true), AwaitPromise: ptr(true), UserGesture: ptr(true),
	})
	if err != nil {
		return out, err
	}
	if r.ExceptionDetails != nil {
		return out, errors.New(exception(r.ExceptionDetails))
	}
	if r.Result == nil || len(r.Result.Value) == 0 {
		return out, nil
	}
	return out, json.Unmarshal(r.Result.Value, &out)
}

// element waits for an element.
func (t *Tab) element(w Where) (id runtime.RemoteObjectID) {
	t.tb.Helper()
	t.Await("there is "+w.String(), func() (bool, error) {
		var err error
		id, err = t.find(w)
		return err == nil, err
	})
	return id
}

// See waits until an element is there.
func (t *Tab) See(w Where) {
	t.tb.Helper()
	t.element(w)
}

// Gone waits until an element is not there any more.
func (t *Tab) Gone(w Where) {
	t.tb.Helper()
	t.Await("there is no "+w.String(), func() (bool, error) {
		_, err := t.find(w)
		return errors.Is(err, errAbsent), err
	})
}

// Has looks once whether an element is there.
func (t *Tab) Has(w Where) bool {
	t.tb.Helper()
	_, err := t.find(w)
	return err == nil
}

// Text is what an element says.
func (t *Tab) Text(w Where) string {
	t.tb.Helper()
	return t.read(w, `function() { return this.innerText ?? this.textContent }`)
}

// Value is what stands in a field.
func (t *Tab) Value(w Where) string {
	t.tb.Helper()
	return t.read(w, `function() { return this.value }`)
}

// Attr is an attribute of an element.
func (t *Tab) Attr(w Where, name string) string {
	t.tb.Helper()
	return t.read(w, `function(name) { return this.getAttribute(name) ?? '' }`, name)
}

func (t *Tab) read(w Where, function string, args ...any) string {
	t.tb.Helper()
	v, err := on[string](t, t.element(w), function, args...)
	if err != nil {
		t.Fatalf("read %s: %v", w, err)
	}
	return strings.TrimSpace(v)
}

// Says waits until words stand on the page.
func (t *Tab) Says(words string) {
	t.tb.Helper()
	quoted, _ := json.Marshal(words)
	t.Await("the page says "+string(quoted), func() (bool, error) {
		return tryEval[bool](t, "document.body.innerText.includes("+string(quoted)+")")
	})
}

// Count is how many elements fit a selector, visible or not.
func (t *Tab) Count(selector string) int {
	t.tb.Helper()
	quoted, _ := json.Marshal(selector)
	return Eval[int](t, "document.querySelectorAll("+string(quoted)+").length")
}

// Attach chooses a file in a field for files.
func (t *Tab) Attach(w Where, files ...string) {
	t.tb.Helper()
	id := t.element(w)
	call(t, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: files, ObjectID: id})
}
