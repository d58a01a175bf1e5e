package web

import (
	"errors"
	"fmt"
	"html/template"
	"strings"
	"time"

	"gulimall/pkg/i18n"
	"gulimall/pkg/money"
	"gulimall/pkg/shopday"
)

// funcs are the functions of the templates. They format; none of them decides.
func funcs(hosts Hosts, words *i18n.Words, files addresses) template.FuncMap {
	return template.FuncMap{
		"yuan":      yuan,
		"fen":       fen,
		"localtime": localTime,
		"localdate": localDate,
		"rfc3339":   rfc3339,
		"epoch":     epoch,
		"url":       func(host, path string) (string, error) { return hostURL(hosts, host, path) },
		"sku":       hosts.SKU,
		"login":     hosts.LoginURL,
		"domain":    hosts.Domain,
		"static":    files.of,
		"small":     small,
		"t":         words.Text,
		"tk":        func(prefix, suffix string, pairs ...any) string { return keyed(words, prefix, suffix, pairs...) },
		"statuskey": statusKey,
		"clock":     clock,
		"lang":      func() string { return words.Lang },
		"lines":     lines,
		"join":      func(parts []string) string { return strings.Join(parts, " · ") },
		"dict":      dict,
	}
}

// small is the small one of a picture that staff have brought, for lists (services/product/pictures). Drawn pictures have one size.
func small(image string) string {
	stem, jpeg := strings.CutSuffix(image, ".jpg")
	if !jpeg || !strings.HasPrefix(image, "/media/p/") {
		return image
	}
	return stem + "-s.jpg"
}

// yuan shows an amount as a shopper reads it: ¥1,234.00.
func yuan(f money.Fen) string { return f.Yuan() }

// fen is an amount as forms and scripts carry it.
func fen(f money.Fen) int64 { return int64(f) }

// localTime shows a moment in the shop's zone; the zero time shows nothing.
func localTime(t time.Time) string { return format(t, "2006-01-02 15:04:05") }

// localDate shows a day in the shop's zone; the zero time shows nothing.
func localDate(t time.Time) string { return format(t, "2006-01-02") }

func format(t time.Time, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.In(shopday.Zone()).Format(layout)
}

// rfc3339 is a moment for machines, such as the datetime attribute.
func rfc3339(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// epoch is a moment in milliseconds, for the countdown.
func epoch(t time.Time) int64 { return t.UnixMilli() }

// keyed gives the words of a key that data completes, such as a status. Data may be newer than the words: a suffix that has none is
// shown as it is.
func keyed(words *i18n.Words, prefix, suffix string, pairs ...any) string {
	text, err := words.Text(prefix+suffix, pairs...)
	if err != nil {
		return suffix
	}
	return text
}

// clock shows how long it is until a moment, in minutes and seconds: 29:12; what is over shows 00:00.
func clock(until, now time.Time) string {
	left := max(until.Sub(now), 0).Round(time.Second)
	return fmt.Sprintf("%02d:%02d", int(left.Minutes()), int(left.Seconds())%60)
}

// hostURL is the absolute link to a path of one of the shop's hosts.
func hostURL(hosts Hosts, host, path string) (string, error) {
	label, ok := subdomain(host)
	if !ok {
		return "", fmt.Errorf("no host %q", host)
	}
	if !strings.HasPrefix(path, "/") {
		return "", fmt.Errorf("path %q does not begin with a slash", path)
	}
	return hosts.link(label, path), nil
}

// lines cuts a text into its paragraphs.
func lines(s string) []string {
	var out []string
	for p := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// dict hands several values to a part: {{template "field" dict "Name" "phone" "Value" .Phone}}.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, errors.New("dict: a key without a value")
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		key, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: key %v is not a string", pairs[i])
		}
		m[key] = pairs[i+1] //nolint:gosec // the length is even
	}
	return m, nil
}
