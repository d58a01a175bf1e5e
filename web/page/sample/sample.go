// Package sample holds filled page structs: the tests execute every branch of every template with them, and the preview
// command draws them.
package sample

import (
	"time"

	"gulimall/web/page"
)

// Sample is one page in one state.
type Sample struct {
	// Template is the name that web.Renderer.Render takes.
	Template string
	// State tells the samples of one template apart.
	State string
	// Status is the HTTP status that the page would have.
	Status int
	Page   any
}

// Name is the template and the state, usable as a file name.
func (s Sample) Name() string { return s.Template + "-" + s.State }

// All is every page in every state that looks different.
func All() []Sample {
	var all []Sample
	for _, group := range [][]Sample{browsing(), items(), carts(), wallets(), buying(), signing(), orders(), paying(), account(), words(), guide(), office()} {
		all = append(all, group...)
	}
	return all
}

func noon() time.Time { return time.Date(2026, 10, 15, 4, 0, 0, 0, time.UTC) }

func pieces(n int) *int { return &n }

func demo() *page.Member {
	return &page.Member{ID: 7, Username: "demo", Nickname: "小麦", Level: "黄金会员"}
}

// signedIn is the frame for a member, visitor the one for nobody.
func signedIn(title string) page.Base {
	return page.Base{Title: title, Here: "http://gulimall.localhost:8080/?from=here&x=1", Member: demo(), CartCount: pieces(5)}
}

func visitor(title string) page.Base {
	return page.Base{Title: title, Here: "http://gulimall.localhost:8080/"}
}

func wrong(b page.Base, summary string, fields ...string) page.Base {
	b.Errors.Summary = summary
	for i := 0; i+1 < len(fields); i += 2 {
		b.Errors.Fields = append(b.Errors.Fields, page.FieldError{Field: fields[i], Message: fields[i+1]})
	}
	return b
}

func told(b page.Base, kind page.FlashKind, text string) page.Base {
	b.Flash = &page.Flash{Kind: kind, Text: text}
	return b
}
