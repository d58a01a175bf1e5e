package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// TestNoWordsOutsideTheCatalogues: what people read comes from a catalogue. What the shop sells (demo data, its pictures and samples), the
// Chinese that Alipay's protocol itself speaks, and tests are no words of the shop.
func TestNoWordsOutsideTheCatalogues(t *testing.T) {
	spared := regexp.MustCompile(`^\.\./(pkg/demodata|pkg/picture|web/page/sample|services/alipaysim|test|deploy)/|^\.\./services/payment/clients/billfile\.go$|_test\.go$|test/[a-z]+\.go$|/seed/`)
	sources(t, []string{".go", ".html", ".js"}, func(file, text string) {
		switch {
		case spared.MatchString(file):
		case strings.HasSuffix(file, ".go"):
			literals(t, file, text)
		case strings.HasSuffix(file, ".html") && strings.HasPrefix(file, "../web/t/"):
			markup(t, file, text)
		case strings.HasSuffix(file, ".js") && strings.HasPrefix(file, "../web/static/") && strings.ContainsFunc(text, han):
			t.Errorf("%s speaks Chinese", file)
		}
	})
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

// literals finds Chinese in the strings of a Go file.
func literals(t *testing.T, file, text string) {
	t.Helper()
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, text, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING && strings.ContainsFunc(l.Value, han) {
			t.Errorf("%s: %s", set.Position(l.Pos()), l.Value)
		}
		return true
	})
}

// markup finds words of any language between the tags and in the attributes that are read out.
func markup(t *testing.T, file, text string) {
	t.Helper()
	text = regexp.MustCompile(`(?s)\{\{.*?\}\}`).ReplaceAllString(text, "")
	text = regexp.MustCompile(`(?s)<[a-z]+[^>]*translate="no"[^>]*>[^<]*<`).ReplaceAllString(text, "<")
	if strings.ContainsFunc(text, han) {
		t.Errorf("%s speaks Chinese", file)
	}
	for _, m := range regexp.MustCompile(`>[^<>]*[A-Za-z]{2,}[^<>]*<|\s(?:aria-label|alt|title|placeholder)="[^"]*[A-Za-z]{2,}[^"]*"`).FindAllString(text, -1) {
		t.Errorf("%s: %s", file, strings.TrimSpace(m))
	}
}
