package product

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"gulimall/pkg/apperr"
)

// faults gathers what is wrong with a publication, by field.
type faults struct{ err *apperr.Error }

func (f *faults) add(code, field string, at ...any) {
	if f.err == nil {
		f.err = apperr.ErrInvalid
	}
	f.err = f.err.WithField(fmt.Sprintf(field, at...), code)
}

// text judges a text of one line: letters that can be read, so that no name is of NULs alone.
func (f *faults) text(text string, most int, required bool, field string, at ...any) {
	switch {
	case required && text == "":
		f.add("required", field, at...)
	case utf8.RuneCountInString(text) > most:
		f.add("too_long", field, at...)
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl):
		f.add("invalid", field, at...)
	}
}

func (f *faults) within(n, low, high int64, field string, at ...any) {
	if n < low || n > high {
		f.add("range", field, at...)
	}
}

// kept says whether a picture is one that the shop keeps: a plain path below /media/.
func kept(url string) bool {
	name, ours := strings.CutPrefix(url, "/media/")
	plain := func(r rune) bool {
		return r == '/' || r == '-' || r == '_' || r == '.' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	}
	return ours && name != "" && len(url) <= 255 && !strings.Contains(name, "..") && !strings.ContainsFunc(name, func(r rune) bool { return !plain(r) })
}

func (f *faults) pictures(urls []string, most int, field string, at ...any) {
	if len(urls) > most {
		f.add("too_many", field, at...)
	}
	seen := map[string]bool{}
	for _, url := range urls {
		if !kept(url) {
			f.add("invalid", field, at...)
			return
		}
		if seen[url] {
			f.add("duplicate", field, at...)
			return
		}
		seen[url] = true
	}
}

func (f *faults) done() error {
	if f.err == nil {
		return nil
	}
	return f.err
}

func (f *faults) once(seen map[int64]bool, n int64, field string, at ...any) {
	if seen[n] {
		f.add("duplicate", field, at...)
	}
	seen[n] = true
}
