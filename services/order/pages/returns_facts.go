package pages

import (
	"strconv"
	"strings"

	"gulimall/pkg/contract/wareapi"
	"gulimall/services/order"
	"gulimall/web/page"
)

// pieceList names pieces: what, and how many.
func pieceList(words order.Words, items []order.ReturnItem) string {
	var parts []string
	for _, item := range items {
		if item.Count > 0 {
			parts = append(parts, item.Title+" × "+strconv.FormatInt(item.Count, 10))
		}
	}
	return strings.Join(parts, words.T("order.comma"))
}

func fact(key, text string) page.AfterSaleFact { return page.AfterSaleFact{Key: key, Text: text} }

// moneyFacts are what goes back by a return.
func moneyFacts(words order.Words, r order.Return) []page.AfterSaleFact {
	facts := []page.AfterSaleFact{fact("amount", r.Amount.Yuan())}
	if list := pieceList(words, r.Items); list != "" {
		facts = append(facts, fact("pieces", list))
	}
	if r.Freight > 0 {
		facts = append(facts, fact("freight", r.Freight.Yuan()))
	}
	var points int64
	for _, item := range r.Items {
		points += item.Points
	}
	if points > 0 {
		facts = append(facts, fact("points", strconv.FormatInt(points, 10)))
	}
	return facts
}

func approveFacts(words order.Words, r order.Return) []page.AfterSaleFact {
	comes := words.T("aftersales.comes_back")
	if r.OnlyRefund {
		comes = words.T("aftersales.only_refund")
	}
	return append(moneyFacts(words, r), fact("goods", comes))
}

func receiveFacts(words order.Words, f file, shelf []order.Restock) []page.AfterSaleFact {
	return []page.AfterSaleFact{fact("pieces", pieceList(words, f.Items)), fact("shelf", shelfList(words, f.of, f.houses, shelf))}
}

// refundFacts are what a refund does: the money, and what goes with it.
func refundFacts(words order.Words, of *order.Order, houses []wareapi.Warehouse, r order.Return) []page.AfterSaleFact {
	facts := moneyFacts(words, r)
	if r.GiftsGiven {
		if points, growth := order.Gifts([]order.Return{r}); points+growth > 0 {
			facts = append(facts, fact("gifts", words.T("aftersales.gifts", "Points", points, "Growth", growth)))
		}
	}
	if len(r.Restock) > 0 && r.ReceivedAt.IsZero() {
		facts = append(facts, fact("shelf", shelfList(words, of, houses, r.Restock)))
	}
	if r.Whole {
		facts = append(facts, fact("order", words.T("aftersales.ends")))
		if of.CouponID > 0 {
			facts = append(facts, fact("coupon", words.T("aftersales.coupon_back")))
		}
	}
	return append(facts, fact("left", (of.Amounts.Pay-of.RefundAsked-r.Amount).Yuan()))
}
