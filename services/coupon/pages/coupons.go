package pages

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/services/coupon"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// stages are where coupons stand, in the order of the tabs.
func stages() []string {
	return []string{couponapi.CouponDraft, couponapi.CouponPublished, couponapi.CouponWithdrawn, couponapi.CouponEnded}
}

func kinds() []string {
	all := make([]string, 0, coupon.ForCode+1)
	for t := coupon.ForEverybody; t <= coupon.ForCode; t++ {
		all = append(all, string(t.Kind()))
	}
	return all
}

// couponColumns are the columns of the list of coupons.
func couponColumns() []frame.Column {
	return []frame.Column{
		{Key: string(coupon.ByName), Sorts: true},
		{Key: string(coupon.ByNumber), Sorts: true, Numbers: true},
		{Key: "state"},
		{Key: "value", Numbers: true},
		{Key: "scope"},
		{Key: string(coupon.ByClaimUntil), Sorts: true},
		{Key: "issued", Numbers: true},
		{Key: "claimed", Numbers: true},
		{Key: string(coupon.ByUsed), Sorts: true, Numbers: true},
		{Key: "discount", Numbers: true},
	}
}

// couponsAsked reads which coupons are wanted.
func couponsAsked(c *gin.Context) coupon.KeptQuery {
	q := coupon.KeptQuery{Name: strings.TrimSpace(c.Query("name")), Page: frame.Sheet(c)}
	if stage := c.Query("state"); slices.Contains(stages(), stage) {
		q.Stage = stage
	}
	if t, known := coupon.TypeOf(couponapi.Kind(c.Query("kind"))); known {
		q.Type = &t
	}
	key, down := frame.Sorting(c, couponColumns(), "-"+string(coupon.ByNumber))
	q.Sort, q.Down = coupon.Sort(key), down
	return q
}

func (o office) row(c *gin.Context, k coupon.Kept) page.AdminCouponRow {
	return page.AdminCouponRow{
		ID: k.ID, Name: k.Name, State: k.Stage(o.desk.Now()), Kind: string(k.Type.Kind()), Scope: k.Reach().Text(o.frame.Words(c)), Amount: k.Amount, MinPoint: k.MinPoint,
		Issued: k.Issued, Claimed: k.Claimed, Used: k.Stats.Used, Discount: k.Stats.Discount, ClaimUntil: k.ClaimUntil,
	}
}

func (o office) coupons(c *gin.Context) error {
	q := couponsAsked(c)
	found, total, err := o.desk.List(c.Request.Context(), q)
	if err != nil {
		return err
	}
	words := o.frame.Words(c)
	shown := page.AdminCoupons{
		AdminBase: o.frame.Base(c, words.T("admin.page.coupons"), "coupons"), State: q.Stage, Name: q.Name, Kinds: o.frame.Options(c, "promo.kind.", c.Query("kind"), kinds()...),
		Filtered: q.Stage != "" || q.Name != "" || q.Type != nil, Heads: frame.Heads(c, couponColumns(), string(q.Sort), q.Down), Sort: c.Query("sort"),
		Pager: frame.Pager(c, q.Page, total), CSV: frame.File(c), MayWrite: o.frame.May(c, adminapi.CouponWrite),
		Tabs: []page.Tab{{Label: words.T("admin.any"), URL: frame.Address(c, "state", "", "page", ""), Selected: q.Stage == ""}},
	}
	for _, stage := range stages() {
		shown.Tabs = append(shown.Tabs, page.Tab{Label: words.T("promo.state." + stage), URL: frame.Address(c, "state", stage, "page", ""), Selected: q.Stage == stage})
	}
	for _, k := range found {
		shown.Rows = append(shown.Rows, o.row(c, k))
	}
	return o.frame.Show(c, http.StatusOK, "admincoupons", shown)
}

// couponsCSV is the list with its filters, all pages of it.
func (o office) couponsCSV(c *gin.Context) error {
	q := couponsAsked(c)
	q.Page = paging.Whole(csvfile.MostRows)
	found, _, err := o.desk.List(c.Request.Context(), q)
	if err != nil {
		return err
	}
	words, lines := o.frame.Words(c), make([][]string, len(found))
	for i, k := range found {
		r := o.row(c, k)
		lines[i] = []string{
			number(r.ID), r.Name, words.T("promo.kind." + r.Kind), words.T("promo.state." + r.State), r.Scope, r.Amount.String(), r.MinPoint.String(),
			number(r.Issued), number(r.Claimed), number(r.Used), r.Discount.String(), momentOf(k.ClaimFrom), momentOf(k.ClaimUntil), momentOf(k.ValidFrom), momentOf(k.ValidUntil),
		}
	}
	return frame.SendCSV(c, "coupons", []string{
		words.T("promo.coupon_id"), words.T("admin.field.name"), words.T("promo.kind_label"), words.T("admin.state"), words.T("promo.scope_label"), words.T("promo.amount"),
		words.T("promo.min_point"), words.T("promo.issued"), words.T("promo.claimed"), words.T("promo.used"), words.T("promo.discount"),
		words.T("promo.claim_from"), words.T("promo.claim_until"), words.T("promo.valid_from"), words.T("promo.valid_until"),
	}, lines)
}

// claimStates are the states of coupons in members' hands.
func claimStates() []string {
	return []string{coupon.Unused.Name(), coupon.Locked.Name(), coupon.Used.Name(), coupon.Expired.Name(), coupon.Voided.Name()}
}

// claimColumns are the columns of the list of what members have.
func claimColumns() []frame.Column {
	return []frame.Column{
		{Key: "coupon"}, {Key: "member"}, {Key: "state"}, {Key: "came"}, {Key: "claimed_at", Sorts: true}, {Key: "valid_until"}, {Key: "order_sn"}, {Key: "used_at"},
	}
}

func claimsAsked(c *gin.Context) coupon.ClaimQuery {
	q := coupon.ClaimQuery{CouponID: frame.Wanted(c, "couponId"), MemberID: frame.Wanted(c, "memberId"), OrderSn: strings.TrimSpace(c.Query("orderSn")), Page: frame.Sheet(c)}
	if state, known := coupon.StateOf(c.Query("state")); known {
		q.State = &state
	}
	_, down := frame.Sorting(c, claimColumns(), "-claimed_at")
	q.Up = !down
	return q
}

func (o office) claim(h coupon.Held) page.AdminClaim {
	row := page.AdminClaim{
		CouponID: h.CouponID, MemberID: h.MemberID, Name: h.Name, State: h.StateAt(o.desk.Now()).Name(), Given: h.Given, OrderSn: h.OrderSn, ClaimedAt: h.ClaimedAt, ValidUntil: h.ValidUntil,
	}
	if h.UsedAt != nil {
		row.UsedAt = *h.UsedAt
	}
	return row
}

func (o office) claims(c *gin.Context) error {
	q := claimsAsked(c)
	found, total, err := o.desk.Claims(c.Request.Context(), q)
	if err != nil {
		return err
	}
	shown := page.AdminClaims{
		AdminBase: o.frame.Base(c, o.frame.Words(c).T("admin.page.claims"), "claims"), CouponID: c.Query("couponId"), MemberID: c.Query("memberId"), OrderSn: q.OrderSn,
		States: o.frame.Options(c, "promo.claim.", c.Query("state"), claimStates()...), Filtered: q.CouponID != 0 || q.MemberID != 0 || q.OrderSn != "" || q.State != nil,
		Heads: frame.Heads(c, claimColumns(), "claimed_at", !q.Up), Sort: c.Query("sort"),
		Pager: frame.Pager(c, q.Page, total), CSV: frame.File(c), MayOrders: o.frame.May(c, adminapi.OrderRead),
	}
	for _, h := range found {
		shown.Rows = append(shown.Rows, o.claim(h))
	}
	return o.frame.Show(c, http.StatusOK, "admincouponclaims", shown)
}

// claimsCSV is the list with its filters, all pages of it.
func (o office) claimsCSV(c *gin.Context) error {
	q := claimsAsked(c)
	q.Page = paging.Whole(csvfile.MostRows)
	found, _, err := o.desk.Claims(c.Request.Context(), q)
	if err != nil {
		return err
	}
	words, lines := o.frame.Words(c), make([][]string, len(found))
	for i, h := range found {
		r, came := o.claim(h), "promo.taken"
		if r.Given {
			came = "promo.given"
		}
		lines[i] = []string{
			number(r.CouponID), r.Name, number(r.MemberID), words.T("promo.claim." + r.State), words.T(came), momentOf(r.ClaimedAt), momentOf(r.ValidUntil), r.OrderSn, momentOf(r.UsedAt),
		}
	}
	return frame.SendCSV(c, "claims", []string{
		words.T("promo.coupon_id"), words.T("promo.coupon"), words.T("promo.member_id"), words.T("admin.state"), words.T("promo.came"), words.T("promo.claimed_at"),
		words.T("promo.valid_until"), words.T("promo.order_sn"), words.T("promo.used_at"),
	}, lines)
}
