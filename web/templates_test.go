package web

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"text/template/parse"

	"gulimall/web/page/sample"
)

// TestEveryBranchOfEveryTemplate executes each template with the samples and marks every branch of every if, range and with:
// a branch that no sample reaches is a branch where a misspelt field could hide.
func TestEveryBranchOfEveryTemplate(t *testing.T) {
	languages := newRenderer(t).pages
	for _, pages := range languages {
		for name := range pages.known {
			if _, err := pages.page(name); err != nil {
				t.Fatal(err)
			}
		}
	}
	m := &marker{where: map[string]string{}, numbers: map[string]string{}}
	for _, pages := range languages {
		for _, set := range pages.pages {
			for _, tmpl := range set.Templates() {
				if tmpl.Tree != nil {
					m.tree(tmpl.Tree)
				}
			}
		}
	}
	seen := map[string]bool{}
	drawn := map[string]bool{}
	for lang, pages := range languages {
		for _, s := range sample.All() {
			set, ok := pages.pages[s.Template]
			if !ok {
				t.Errorf("%s: no such template", s.Name())
				continue
			}
			drawn[s.Template] = true
			var b strings.Builder
			if err := set.ExecuteTemplate(&b, layout(s.Page), s.Page); err != nil {
				t.Errorf("%s in %s: %v", s.Name(), lang, err)
			}
			for _, mark := range regexp.MustCompile(`zq\d+qz`).FindAllString(b.String(), -1) {
				seen[mark] = true
			}
		}
	}
	for name := range languages["en"].known {
		if !drawn[name] {
			t.Errorf("%s has no sample", name)
		}
	}
	for mark, where := range m.where {
		if !seen[mark] {
			t.Errorf("no sample reaches %s", where)
		}
	}
}

// marker puts a word that nobody writes at the head of every branch. The parts are cloned into every page: the same branch
// gets the same word each time.
type marker struct {
	where   map[string]string
	numbers map[string]string
}

func (m *marker) tree(t *parse.Tree) { m.list(t, t.Root) }

func (m *marker) list(t *parse.Tree, l *parse.ListNode) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.IfNode:
			m.branch(t, &n.BranchNode)
		case *parse.RangeNode:
			m.branch(t, &n.BranchNode)
		case *parse.WithNode:
			m.branch(t, &n.BranchNode)
		}
	}
}

func (m *marker) branch(t *parse.Tree, b *parse.BranchNode) {
	for i, l := range []*parse.ListNode{b.List, b.ElseList} {
		if l == nil {
			continue
		}
		m.list(t, l)
		where := fmt.Sprintf("branch %d of %s in %s of %s at %d", i, b.Pipe, t.Name, t.ParseName, b.Pos)
		mark, ok := m.numbers[where]
		if !ok {
			mark = fmt.Sprintf("zq%dqz", len(m.numbers))
			m.numbers[where] = mark
			m.where[mark] = where
		}
		// In front of a text that begins an attribute the word becomes an attribute of its own.
		l.Nodes = append([]parse.Node{&parse.TextNode{NodeType: parse.NodeText, Pos: b.Pos, Text: []byte(head(l) + mark)}}, l.Nodes...)
	}
}

// head is the blank that keeps the word apart from what stands before it inside a tag.
func head(l *parse.ListNode) string {
	if len(l.Nodes) > 0 {
		if text, ok := l.Nodes[0].(*parse.TextNode); ok && len(text.Text) > 0 && text.Text[0] == ' ' {
			return " "
		}
	}
	return ""
}

// TestNothingFromOutsideBecomesMarkup fills every string of every sample with markup and looks whether it comes out as markup.
func TestNothingFromOutsideBecomesMarkup(t *testing.T) {
	const evil = `<script>"'&`
	r := newRenderer(t)
	for _, s := range sample.All() {
		p := reflect.New(reflect.Indirect(reflect.ValueOf(s.Page)).Type())
		p.Elem().Set(clone(reflect.Indirect(reflect.ValueOf(s.Page)), evil))
		template, err := r.pages["en"].page(s.Template)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := template.ExecuteTemplate(&b, layout(s.Page), p.Interface()); err != nil {
			t.Fatalf("%s: %v", s.Name(), err)
		}
		body := b.String()
		if strings.Contains(body, "<script>") || strings.Contains(body, `"'&`) {
			at := max(strings.Index(body, "<script>"), strings.Index(body, `"'&`))
			t.Errorf("%s: markup came through near %q", s.Name(), body[max(at-80, 0):min(at+40, len(body))])
		}
	}
}

// clone copies v with every string replaced, but those that choose a branch.
func clone(v reflect.Value, s string) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.String:
		out.SetString(s)
	case reflect.Struct:
		if v.Type().PkgPath() == "time" {
			return v
		}
		for i := range v.NumField() {
			switch name := v.Type().Field(i).Name; name {
			case "Status", "State", "Topic", "Direction", "Kind", "Lang", "Theme", "Code":
				out.Field(i).Set(v.Field(i))
			default:
				out.Field(i).Set(clone(v.Field(i), s))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			out = reflect.Append(out, clone(v.Index(i), s))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out = reflect.New(v.Type().Elem())
			out.Elem().Set(clone(v.Elem(), s))
		}
	default:
		return v
	}
	return out
}

// TestTemplatesHoldNoInlineCode: the content security policy allows neither inline scripts nor inline styles.
func TestTemplatesHoldNoInlineCode(t *testing.T) {
	inline := regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|javascript:|<script(?:>|\s+[^s])|\|\s*safe|template\.HTML`)
	err := fs.WalkDir(embedded, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := embedded.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		text, err := io.ReadAll(f)
		if err != nil {
			return err
		}
		text = bytes.ReplaceAll(text, []byte(`<script type="application/ld+json">`), nil) // data, which runs nowhere
		if bad := inline.Find(text); bad != nil {
			t.Errorf("%s holds %q", path, bad)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
