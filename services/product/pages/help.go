package pages

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/i18n"
	"gulimall/services/product"
	"gulimall/web/page"
)

// topic is a page of the help and the sections on it. Their words are help.title.<section> and help.body.<section>; other pages link to
// them by #<section>.
type topic struct {
	name     string
	title    string // key of its words
	icon     string
	sections []string
}

func topics() []topic {
	return []topic{
		{"guide", "shop.help_guide", "info", []string{"order", "account", "pay", "discounts", "coupons", "points", "invoice"}},
		{"delivery", "shop.help_delivery", "truck", []string{"freight", "free", "parcels", "receive"}},
		{"after-sale", "shop.help_after_sale", "back", []string{"cancel", "returns", "quality", "refund", "late"}},
		{"contact", "shop.help_contact", "phone", []string{"reach", "before", "safety"}},
	}
}

// maxHelpQuery is how many characters somebody may search the help for.
const maxHelpQuery = 50

// help shows a page of the help centre, or what was found in all of them.
func (p *Pages) help(c *gin.Context) error {
	name, ok := strings.CutSuffix(c.Param("topic"), ".html")
	all := topics()
	at := slices.IndexFunc(all, func(t topic) bool { return t.name == name })
	if !ok || at < 0 {
		return apperr.ErrNotFound
	}
	query := strings.TrimSpace(strings.ToValidUTF8(c.Query("q"), ""))
	if utf8.RuneCountInString(query) > maxHelpQuery {
		query = string([]rune(query)[:maxHelpQuery])
	}
	if query == "" && c.Request.URL.Query().Has("q") {
		c.Redirect(http.StatusSeeOther, p.helpURL(name))
		return nil
	}
	return p.draw(c, "help/"+name+"?"+query, func(ctx context.Context, v visit) (string, any, error) {
		return "help", p.helpPage(ctx, v, all[at], query), nil
	})
}

func (p *Pages) helpURL(name string) string { return p.frame.Hosts().Home("/help/" + name + ".html") }

func (p *Pages) helpPage(ctx context.Context, v visit, shown topic, query string) page.Help {
	heading := v.words.T(shown.title)
	view := page.Help{Base: v.base(heading, p.helpURL(shown.name)), Topic: shown.name, Heading: heading, Query: query}
	for _, t := range topics() {
		view.Topics = append(view.Topics, page.HelpTopic{Name: t.name, Title: v.words.T(t.title), URL: p.helpURL(t.name), Icon: t.icon})
	}
	if query != "" {
		view.Title = v.words.T("help.results_for", "Query", query)
		view.Found = p.findHelp(v.words, query)
		return view
	}
	for _, id := range shown.sections {
		section := page.HelpSection{ID: id, Title: v.words.T("help.title." + id), Blocks: p.helpBlocks(v.words, id)}
		switch id {
		case "freight":
			section.Freight = freightTable(p.uc.Freight(ctx))
		case "free", "points":
			for _, l := range p.uc.Levels(ctx) {
				section.Levels = append(section.Levels, page.HelpLevel{Name: l.Name, GrowthFrom: l.GrowthFrom, FreeFrom: l.FreeFrom, MemberPrice: l.MemberPrice})
			}
		}
		view.Sections = append(view.Sections, section)
	}
	view.Schema = page.NewBreadcrumbList([]page.Crumb{
		{Label: v.words.T("shop.nav_home"), URL: p.frame.Hosts().Home("/")}, {Label: heading},
	}, view.Here)
	return view
}

func freightTable(rules []product.FreightRule) []page.FreightRule {
	var table []page.FreightRule
	for _, r := range rules {
		table = append(table, page.FreightRule{
			Region: r.Region, Provinces: r.Provinces, First: r.FirstFee, FirstGrams: r.FirstGrams, Extra: r.ExtraFee, ExtraGrams: r.ExtraGrams,
		})
	}
	return table
}

// helpBody is the words of a section, with the shop's real deadlines in them.
func (p *Pages) helpBody(words *i18n.Words, id string) string {
	within := p.deadlines.now()
	return words.T("help.body."+id, "PayWithin", span(words, within.Pay), "ReceiveWithin", span(words, within.Receive),
		"Domain", p.frame.Hosts().Domain())
}

// span words a duration in the largest unit that says it whole.
func span(words *i18n.Words, d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= day && d%day == 0:
		return words.T("help.days", "Count", int(d/day))
	case d >= time.Minute && d%time.Minute == 0:
		return words.T("help.minutes", "Count", int(d/time.Minute))
	}
	return words.T("help.seconds", "Count", int(d/time.Second))
}

// helpBlocks reads the few marks that the words of a section may have: lines beginning with # are steps, with * a list, all others
// paragraphs; [words](host:/path) is a link, **words** are strong.
func (p *Pages) helpBlocks(words *i18n.Words, id string) []page.HelpBlock {
	var blocks []page.HelpBlock
	for line := range strings.Lines(p.helpBody(words, id)) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		kind := "text"
		if rest, ok := strings.CutPrefix(line, "# "); ok {
			kind, line = "steps", rest
		} else if rest, ok := strings.CutPrefix(line, "* "); ok {
			kind, line = "list", rest
		}
		if len(blocks) == 0 || blocks[len(blocks)-1].Kind != kind {
			blocks = append(blocks, page.HelpBlock{Kind: kind})
		}
		last := &blocks[len(blocks)-1]
		last.Items = append(last.Items, p.helpLine(line))
	}
	return blocks
}

func (p *Pages) helpLine(line string) []page.HelpText {
	var texts []page.HelpText
	plain := func(s string) {
		if s != "" {
			texts = append(texts, page.HelpText{Text: s})
		}
	}
	for {
		start := strings.IndexAny(line, "[*")
		if start < 0 {
			plain(line)
			return texts
		}
		if rest, ok := strings.CutPrefix(line[start:], "**"); ok {
			if strong, after, ok := strings.Cut(rest, "**"); ok {
				plain(line[:start])
				texts = append(texts, page.HelpText{Text: strong, Strong: true})
				line = after
				continue
			}
		}
		label, rest, isLink := strings.Cut(line[start+1:], "](")
		target, after, closed := strings.Cut(rest, ")")
		if line[start] != '[' || !isLink || !closed {
			plain(line)
			return texts
		}
		plain(line[:start])
		texts = append(texts, page.HelpText{Text: label, URL: p.helpLink(target)})
		line = after
	}
}

// helpLink makes host:/path an address.
func (p *Pages) helpLink(target string) string {
	hosts := p.frame.Hosts()
	host, path, _ := strings.Cut(target, ":")
	switch host {
	case "search":
		return hosts.Search(path)
	case "auth":
		return hosts.Auth(path)
	case "cart":
		return hosts.Cart(path)
	case "order":
		return hosts.Order(path)
	case "member":
		return hosts.Member(path)
	case "coupon":
		return hosts.Coupon(path)
	case "mailto":
		return target
	}
	return hosts.Home(path)
}
