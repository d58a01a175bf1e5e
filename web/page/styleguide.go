package page

import (
	"time"

	"gulimall/pkg/money"
)

// Styleguide is the page "styleguide": every component of the design system in every state. Development only.
type Styleguide struct {
	Base
	Now      time.Time
	Price    money.Fen
	Was      money.Fen
	Steps    []Step
	Moments  []Moment
	Cards    []ProductCard
	Pager    Pager
	Tabs     []Tab
	Crumbs   []Crumb
	Lines    []int
	Statuses []string
	Icons    []string
}

// NewStyleguide fills the page; t words it.
func NewStyleguide(b Base, now time.Time, t func(key string, pairs ...any) string) Styleguide {
	b.Title = t("guide.title")
	b.Errors = FormErrors{Fields: []FieldError{{Field: "phone", Message: t("field_invalid")}}}
	shelf := []ProductCard{
		{SKUID: 1, Title: t("guide.sample"), Price: 799900, Brand: t("shop.name"), SaleCount: 1944, HasStock: true},
		{SKUID: 2, Title: t("guide.sample"), Parts: []Fragment{{Text: t("guide.sample")}, {Text: t("guide.tag"), Hit: true}}, Price: 8900, Brand: t("shop.name")},
	}
	two := 2
	return Styleguide{
		Base: b, Now: now, Price: 99900, Was: 129900,
		Steps: []Step{
			{Label: t("status.pending_payment"), State: "done", At: now.Add(-time.Hour)},
			{Label: t("status.paid"), State: "now", At: now},
			{Label: t("status.shipped"), State: "todo"},
		},
		Moments: []Moment{
			{At: now.Add(29*time.Minute + 12*time.Second), Text: t("guide.info"), Note: t("guide.hint"), Now: true},
			{At: now, Text: t("guide.success")},
		},
		Cards:    shelf,
		Pager:    NewPager(5, 20, 400, func(int) string { return "#g-ways" }),
		Tabs:     []Tab{{Label: t("guide.colour"), URL: "#g-colour", Selected: true}, {Label: t("guide.goods"), URL: "#g-goods", Count: &two}},
		Crumbs:   []Crumb{{Label: t("shop.nav_home"), URL: "/"}, {Label: t("guide.title")}},
		Lines:    []int{1, 2, 3},
		Statuses: []string{"pending_payment", "paid", "shipped", "completed", "closed", "after_sale"},
		Icons: []string{
			"search", "cart", "home", "grid", "list", "user", "globe", "close", "check", "heart", "heart-full", "star", "pin", "card",
			"ticket", "lock", "shield", "back", "tag", "truck", "box", "clock", "copy", "info", "warning", "trash", "edit", "plus", "filter",
			"menu", "chevron-left", "chevron-right", "chevron-down", "pause", "play", "zoom", "camera", "phone", "eye", "gift", "fire",
		},
	}
}
