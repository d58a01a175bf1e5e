package pages

import (
	"errors"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/services/cart"
	"gulimall/web/page"
)

const (
	// fewLeft is the stock from which the cart says how much is left.
	fewLeft = 10
	// nearest is how many coupons the cart hints at.
	nearest = 2
	// shelf is how many other goods an empty cart and the page after adding show.
	shelf = 5
)

// show draws the cart, with what was refused above it.
func (p pages) show(c *gin.Context, refused error) error {
	ctx := c.Request.Context()
	look, err := p.uc.Look(ctx, cart.OwnerOf(ctx))
	if err != nil {
		return err
	}
	words := p.frame.Words(c)
	shown := page.Cart{
		Base: p.frame.Base(c, words.T("cart.title"), p.here()), TotalCount: number(look.TotalCount), CheckedCount: number(look.CheckedCount),
		CheckedAmount: look.CheckedAmount, Undo: c.Query(undoQuery), Moved: c.Query(movedQuery) != "",
	}
	shown.CartCount = &shown.TotalCount
	if c.Query("claimed") != "" && shown.Member != nil { // a coupon, from the offers below
		shown.Flash = &page.Flash{Kind: page.FlashSuccess, Text: words.T("coupon.claimed_note")}
	}
	for _, item := range look.Items {
		l := p.line(c, item, look.Deal)
		if item.Buyable() {
			shown.Items = append(shown.Items, l)
		} else {
			shown.Invalid = append(shown.Invalid, l)
		}
	}
	if look.Deal.Known {
		shown.Deal = p.deal(c, look)
		for _, offer := range look.Deal.Offers {
			if card, ok := p.frame.CouponCard(c, offer); ok {
				shown.Offers = append(shown.Offers, card)
			}
		}
	}
	if shown.Empty() {
		shown.Recent = cards(p.uc.Goods(ctx, recent(c)))
		shown.Popular = cards(p.uc.Popular(ctx, shelf))
	}
	status := http.StatusOK
	if refused != nil {
		status = apperr.From(refused).Kind.Status()
		shown.Errors = page.FormErrors{Summary: p.frame.Errors(c, refused).Summary}
		if errors.Is(refused, apperr.ErrInvalid) { // a cart has no other field that could be wrong
			shown.Errors.Summary = words.T("cart.count_range", "Most", cart.MaxCount)
		}
	}
	return p.frame.Show(c, status, "cart", shown)
}

// line is an item as the page shows it.
func (p pages) line(c *gin.Context, item cart.Item, deal cart.Deal) page.CartLine {
	words := p.frame.Words(c)
	l := page.CartLine{
		SKUID: item.SkuID, Title: item.Goods.Title, Image: item.Goods.Image, Attrs: item.Goods.Attrs, Price: item.LivePrice,
		Count: number(item.Count), Checked: item.Checked, Subtotal: item.Subtotal, Problems: item.Problems, Most: cart.MaxCount,
		Saved: deal.Saved[item.SkuID],
	}
	if l.Title == "" {
		l.Title, l.Gone = words.T("cart.gone_title"), true
	}
	if slices.Contains(item.Problems, cartapi.ProblemPriceChanged) {
		l.Cheaper, l.Dearer = max(0, item.Price-item.LivePrice), max(0, item.LivePrice-item.Price)
	}
	if item.Available > 0 {
		l.Most = number(min(item.Available, cart.MaxCount))
		if item.Available <= fewLeft || item.Available < item.Count {
			l.Stock = number(item.Available)
		}
	}
	for _, h := range deal.Hints {
		if h.SkuID == item.SkuID && l.Count+number(h.Pieces) <= l.Most {
			l.HintText, l.HintCount = h.Text(words), l.Count+number(h.Pieces)
		}
	}
	return l
}

// deal is what promotions make of what is checked, in words.
func (p pages) deal(c *gin.Context, look cart.Look) *page.CartDeal {
	words := p.frame.Words(c)
	d := look.Deal
	shown := &page.CartDeal{Goods: d.Goods, Promotion: d.Promotion, Payable: d.Payable()}
	for _, e := range d.Explanations {
		shown.Rules = append(shown.Rules, page.Explanation{Text: e.Text(words), Amount: e.Amount})
	}
	for _, h := range d.Hints {
		if h.SkuID == 0 && len(shown.Hints) < nearest {
			shown.Hints = append(shown.Hints, page.CartHint{Text: h.Text(words), URL: p.goodsURL(c, h.Scope)})
		}
	}
	if best := d.Best(); best != nil {
		shown.Coupon, shown.CouponAmount = best.Name, best.Amount
	}
	return shown
}

// goodsURL leads to goods that count for a coupon.
func (p pages) goodsURL(c *gin.Context, scope couponapi.Scope) string {
	return p.frame.GoodsOf(c, scope)[0].URL
}

// recentCookie holds the SKUs that the visitor looked at, the newest first; the item page writes it.
const recentCookie = "recent"

func recent(c *gin.Context) []int64 {
	value, err := c.Cookie(recentCookie)
	if err != nil {
		return nil
	}
	var ids []int64
	for part := range strings.SplitSeq(value, ".") {
		id, err := strconv.ParseInt(part, 10, 64)
		if err == nil && id > 0 && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
		if len(ids) == shelf {
			break
		}
	}
	return ids
}

func cards(goods []cart.Goods) []page.ProductCard {
	all := make([]page.ProductCard, len(goods))
	for i, g := range goods {
		all[i] = page.ProductCard{SKUID: g.SkuID, Title: g.Title, Image: g.Image, Price: g.Price, HasStock: true}
	}
	return all
}

// number fits a count into a page.
func number(n int64) int { return int(max(0, min(n, math.MaxInt32))) }
