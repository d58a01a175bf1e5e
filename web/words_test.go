package web

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gulimall/pkg/i18n"
)

// TestEveryKeyHasEveryLanguage: what one language can say, each can.
func TestEveryKeyHasEveryLanguage(t *testing.T) {
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	first := c.Words(i18n.Languages()[0].String()).Keys()
	for _, tag := range i18n.Languages()[1:] {
		there := map[string]bool{}
		for _, key := range c.Words(tag.String()).Keys() {
			there[key] = true
		}
		for _, key := range first {
			if !there[key] {
				t.Errorf("%s lacks %s", tag, key)
			}
			delete(there, key)
		}
		for key := range there {
			t.Errorf("%s alone has %s", tag, key)
		}
	}
}

// TestEveryKeyIsUsed: a key stands as it is in a template or in the code, or as the beginning (with its dot) of one that data completes.
// And every key that the code names is there.
func TestEveryKeyIsUsed(t *testing.T) {
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, key := range c.Words("en").Keys() {
		known[key] = true
	}
	literals := map[string]bool{}
	named := map[string]string{}
	literal := regexp.MustCompile(`"([a-z0-9_]+(?:\.[a-z0-9_]+)*\.?)"`)
	call := regexp.MustCompile(`(?:\.T\(|\(t |\{t |Flash\([^"]*)"([a-z0-9_.]+[a-z0-9_])"[^+]`)
	sources(t, []string{".go", ".html"}, func(file, text string) {
		for _, m := range literal.FindAllStringSubmatch(text, -1) {
			literals[m[1]] = true
		}
		for _, m := range call.FindAllStringSubmatch(text, -1) {
			named[m[1]] = file
		}
	})
	for key, file := range named {
		if !known[key] && !strings.Contains(file, "i18n_test") {
			t.Errorf("%s: no catalogue has %q", file, key)
		}
	}
	for key := range known {
		bare := strings.TrimPrefix(strings.TrimPrefix(key, "error_"), "field_")
		if !literals[key] && !literals[bare] && !begun(literals, key) {
			t.Errorf("nobody says %q", key)
		}
	}
}

func begun(literals map[string]bool, key string) bool {
	for i, r := range key {
		if (r == '.' || r == '_') && literals[key[:i+1]] {
			return true
		}
	}
	return false
}

// sources walks the files of the whole project that a part is made of.
func sources(t *testing.T, endings []string, see func(file, text string)) {
	t.Helper()
	root := ".."
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && file != root) {
			return fs.SkipDir
		}
		for _, ending := range endings {
			if !d.IsDir() && strings.HasSuffix(file, ending) {
				text, err := os.ReadFile(file) //nolint:gosec // our own sources
				if err != nil {
					return err
				}
				see(file, string(text))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
