// Package page holds what the templates show: one struct for every page of the shop. It knows no service and
// no transport; a service's pages room fills a struct and hands it to web.Renderer.
package page

import "slices"

// Base is what the frame around every page shows. Every page embeds it.
type Base struct {
	Look
	// Title is the document's title; the frame appends the shop's name.
	Title string
	// Here is the absolute URL of this page; login and logout bring the visitor back to it. It may be empty.
	Here string
	// Member is who is signed in; nil is a visitor.
	Member *Member
	// Unknown tells that nobody looked who is signed in: the frame then offers neither to log in nor to log out.
	Unknown bool
	// CartCount is the number of pieces in the cart; nil is unknown (a small script then asks the cart).
	CartCount *int
	// Keyword stands in the search box.
	Keyword string
	// Flash is shown once, after a redirect.
	Flash *Flash
	// Errors says what was wrong with the form on this page.
	Errors FormErrors
}

// Look is what the visitor chose: the language of the words and the theme of the colours.
type Look struct {
	// Lang is a BCP 47 tag of the shop's languages; empty is the default.
	Lang string
	// Theme is "light" or "dark"; empty follows the visitor's system.
	Theme string
}

// Language says in which language the page is written.
func (l Look) Language() string { return l.Lang }

// Themes are those that a visitor may choose.
func Themes() []string { return []string{"light", "dark"} }

// Pieces is the number in the cart; zero and unknown are the same to whoever draws it.
func (b Base) Pieces() int {
	if b.CartCount == nil {
		return 0
	}
	return *b.CartCount
}

// Member is the signed-in shopper as the frame and the member centre greet them.
type Member struct {
	ID       int64
	Username string
	// Nickname may be empty; the user name is shown then.
	Nickname string
	Level    string
}

// Name is what the shop calls the member.
func (m Member) Name() string {
	if m.Nickname != "" {
		return m.Nickname
	}
	return m.Username
}

// FlashKind is the tone of a flash.
type FlashKind string

// The tones of a flash.
const (
	FlashSuccess FlashKind = "success"
	FlashInfo    FlashKind = "info"
	FlashWarning FlashKind = "warning"
)

// Flash is one message that survives one redirect.
type Flash struct {
	Kind FlashKind
	Text string
}

// FormErrors says what was wrong with a form: a sentence above it and a sentence beside each bad field. Its zero value
// is a form without mistakes.
type FormErrors struct {
	// Summary stands above the form; when it is empty a general sentence does.
	Summary string
	// Fields are listed in the summary in this order, each linking to its field.
	Fields []FieldError
}

// FieldError is the mistake in one field. Field is the name of the form field.
type FieldError struct {
	Field   string
	Message string
}

// Any tells whether anything was wrong.
func (e FormErrors) Any() bool { return e.Summary != "" || len(e.Fields) > 0 }

// On returns the mistake in a field, or nothing.
func (e FormErrors) On(field string) string {
	i := slices.IndexFunc(e.Fields, func(f FieldError) bool { return f.Field == field })
	if i < 0 {
		return ""
	}
	return e.Fields[i].Message
}

// Crumb is one step of the breadcrumb; the last one has no URL.
type Crumb struct {
	Label string
	URL   string
}

// Tab is one tab of a list page.
type Tab struct {
	Label    string
	URL      string
	Selected bool
	// Count is shown beside the label; nil hides it.
	Count *int
}

// Field is a hidden field that keeps a part of the query when a form with GET is sent.
type Field struct {
	Name  string
	Value string
}
