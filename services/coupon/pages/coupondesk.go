package pages

import (
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/pkg/staff"
	"gulimall/services/coupon"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// coupon is the page of one coupon; with ?lines it is tried on a cart.
func (o office) coupon(c *gin.Context) error {
	k, err := o.kept(c)
	if err != nil {
		return err
	}
	return o.showCoupon(c, http.StatusOK, k, func(*page.AdminCoupon) {})
}

// showCoupon draws a coupon; add puts what a form had to say on the page.
func (o office) showCoupon(c *gin.Context, status int, k coupon.Kept, add func(*page.AdminCoupon)) error {
	doubts, err := o.desk.Doubts(c.Request.Context(), k.Template)
	if err != nil {
		return err
	}
	may, now := o.frame.May(c, adminapi.CouponWrite), o.desk.Now()
	shown := page.AdminCoupon{
		AdminBase: o.frame.Base(c, k.Name, "coupons"), AdminCouponRow: o.row(c, k), Note: k.Note, Level: o.levelName(c, k.LevelID), PerLimit: k.PerLimit,
		ClaimFrom: k.ClaimFrom, ValidFrom: k.ValidFrom, ValidUntil: k.ValidUntil, Locked: k.Stats.Locked, Expired: k.Stats.Expired, Voided: k.Stats.Voided, Left: k.Left(),
		Doubts: o.worded(c, doubts), MayWrite: may, Key: uuid.NewString(), CodesMade: k.Codes,
	}
	if may {
		shown.Publish, shown.Withdraw, shown.Void = !k.Published && now.Before(k.ClaimUntil), k.Published, k.WithdrawnAt != nil && unused(k) > 0
		shown.Grant, shown.Code = grantable(k, now), k.Fixed() && k.Type == coupon.ForCode
	}
	shown.Here = "/coupon/coupon.html?id=" + number(k.ID)
	shown.Card, _ = o.frame.CouponCard(c, coupon.Offer{Template: k.Template}.Public())
	if !k.Opened(now) {
		shown.Card.NotOpen, shown.Card.OpensAt = true, k.ClaimFrom
	}
	if k.Type != coupon.ForEverybody && k.Type != coupon.ForLevel {
		shown.Mine = held(shown.Card, now)
	}
	if err := o.try(c, k, &shown); err != nil {
		return err
	}
	if shown.Code {
		if err := o.codes(c, k, &shown); err != nil {
			return err
		}
	}
	add(&shown)
	if shown.Errors.Any() && status == http.StatusOK {
		status = http.StatusUnprocessableEntity
	}
	return o.frame.Show(c, status, "admincoupon", shown)
}

// held is a coupon as it stands among those of a member who has it unused.
func held(card page.CouponCard, now time.Time) *page.MyCoupon {
	mine := &page.MyCoupon{
		ID: card.ID, Name: card.Name, Amount: card.Amount, MinPoint: card.MinPoint, Scope: card.Scope, Note: card.Note, State: string(couponapi.StateUnused),
		ValidFrom: card.ValidFrom, ValidUntil: card.ValidUntil, NotYet: now.Before(card.ValidFrom), Goods: card.Goods,
	}
	if !now.Before(card.ValidUntil) {
		mine.State, mine.Goods = string(couponapi.StateExpired), nil
	}
	return mine
}

// unused is how many members have that can still be used and no order holds.
func unused(k coupon.Kept) int64 {
	return max(0, k.Claimed-k.Stats.Used-k.Stats.Locked-k.Stats.Expired-k.Stats.Voided)
}

// mostTried bounds the lines of a cart that a coupon is tried on.
const mostTried = 20

// try prices the cart that the query names with the coupon.
func (o office) try(c *gin.Context, k coupon.Kept, shown *page.AdminCoupon) error {
	shown.Cart = page.AdminCart{Lines: strings.TrimSpace(c.Query("lines")), Levels: o.levelOptions(c, c.Query("levelId"))}
	if shown.Cart.Lines == "" {
		return nil
	}
	counts, err := cartOf(shown.Cart.Lines)
	var tried coupon.Previewed
	if err == nil {
		tried, err = o.desk.Preview(c.Request.Context(), k.Template, counts, max(frame.Wanted(c, "levelId"), 0))
	}
	if err != nil {
		if !frame.Expected(err) {
			return err
		}
		shown.Errors = o.frame.Wrong(c, err)
		return nil
	}
	words, q := o.frame.Words(c), tried.Quote
	cart := &shown.Cart
	cart.Priced, cart.Reason = true, tried.Reason.Why(words)
	cart.Goods, cart.Promotion, cart.Off, cart.Left = q.Goods, q.Promotion, q.Coupon, q.Goods-q.Promotion-q.Coupon
	for _, l := range q.Lines {
		cart.Rows = append(cart.Rows, page.AdminCartRow{
			SkuID: l.SkuID, Title: tried.Goods[l.SkuID].Title, Price: l.Price, Count: l.Count, Amount: l.Amount, Promotion: l.Promotion, Coupon: l.Coupon, Costs: l.Payable(),
		})
	}
	for _, e := range q.Explanations {
		text := e.Rule.Text(words)
		if e.SkuID > 0 {
			text = number(e.SkuID) + " " + text
		}
		cart.Explanations = append(cart.Explanations, page.AdminCartReason{Text: text, Amount: e.Amount})
	}
	return nil
}

// cartOf reads the lines of a cart: a SKU, and how many of it.
func cartOf(text string) (map[int64]int64, error) {
	counts := map[int64]int64{}
	for line := range strings.Lines(text) {
		fields := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t\r\n,，x×*", r) })
		if len(fields) == 0 {
			continue
		}
		sku, count := frame.Number(fields[0]), int64(1)
		if len(fields) > 1 {
			count = frame.Number(fields[1])
		}
		if sku < 1 || count < 1 || count > coupon.MaxCount || len(fields) > 2 || len(counts) >= mostTried {
			return nil, apperr.ErrInvalid.WithField("lines", "invalid")
		}
		counts[sku] += count
	}
	return counts, nil
}

// codes puts the codes of a coupon on its page.
func (o office) codes(c *gin.Context, k coupon.Kept, shown *page.AdminCoupon) error {
	at, words := frame.Sheet(c), o.frame.Words(c)
	codes, total, err := o.desk.Codes(c.Request.Context(), k.ID, redeemed(c), at)
	if err != nil {
		return err
	}
	shown.CodesPager = frame.Pager(c, at, total)
	shown.CodesCSV = strings.Replace(frame.Address(c, "id", number(k.ID), "page", "", "lines", "", "levelId", ""), c.Request.URL.Path, "/coupon/codes.csv", 1)
	for _, which := range []string{"", "no", "yes"} {
		label := words.T("admin.any")
		if which != "" {
			label = words.T("promo.codes_redeemed." + which)
		}
		address := "/coupon/coupon.html?id=" + number(k.ID)
		if which != "" {
			address += "&redeemed=" + which
		}
		shown.CodesTabs = append(shown.CodesTabs, page.Tab{Label: label, URL: address + "#codes", Selected: which == c.Query("redeemed")})
	}
	for _, code := range codes {
		row := page.AdminCode{Code: coupon.ShownCode(code.Code), MemberID: code.MemberID, CreatedAt: code.CreatedAt}
		if code.RedeemedAt != nil {
			row.RedeemedAt = *code.RedeemedAt
		}
		shown.Codes = append(shown.Codes, row)
	}
	return nil
}

// redeemed reads whether codes are wanted that were redeemed, or that were not; nil is both.
func redeemed(c *gin.Context) *bool {
	switch c.Query("redeemed") {
	case "yes", "no":
		yes := c.Query("redeemed") == "yes"
		return &yes
	}
	return nil
}

// codesCSV is the codes of a coupon with their filter, all pages of them.
func (o office) codesCSV(c *gin.Context) error {
	k, err := o.kept(c)
	if err != nil {
		return err
	}
	codes, _, err := o.desk.Codes(c.Request.Context(), k.ID, redeemed(c), paging.Whole(csvfile.MostRows))
	if err != nil {
		return err
	}
	words, lines := o.frame.Words(c), make([][]string, len(codes))
	for i, code := range codes {
		lines[i] = []string{coupon.ShownCode(code.Code), momentOf(code.CreatedAt), "", ""}
		if code.RedeemedAt != nil {
			lines[i][2], lines[i][3] = number(code.MemberID), momentOf(*code.RedeemedAt)
		}
	}
	return frame.SendCSV(c, "codes-"+number(k.ID), []string{words.T("promo.code"), words.T("admin.created_at"), words.T("promo.member"), words.T("promo.redeemed_at")}, lines)
}

func (o office) publish(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	k, err := o.kept(c)
	if err != nil {
		return err
	}
	if _, err := o.desk.Publish(c.Request.Context(), k.ID, who); err != nil {
		return o.refuse(c, k, err, func(*page.AdminCoupon) {})
	}
	return o.back(c, k.ID, "promo.published")
}

// refuse shows a coupon with what was wrong about a form of its page.
func (o office) refuse(c *gin.Context, k coupon.Kept, err error, typed func(*page.AdminCoupon)) error {
	if !frame.Expected(err) {
		return err
	}
	return o.showCoupon(c, apperr.From(err).Kind.Status(), k, func(shown *page.AdminCoupon) {
		shown.Errors = o.frame.Wrong(c, inForm(err))
		typed(shown)
	})
}

func (o office) withdrawPage(c *gin.Context) error {
	k, err := o.kept(c)
	if err != nil {
		return err
	}
	return o.showWithdraw(c, http.StatusOK, k, page.FormErrors{})
}

func (o office) showWithdraw(c *gin.Context, status int, k coupon.Kept, wrong page.FormErrors) error {
	shown := page.AdminCouponWithdraw{
		AdminBase: o.frame.Base(c, o.frame.Words(c).T("promo.withdraw"), "coupons"), AdminCouponRow: o.row(c, k), Unused: unused(k), Locked: k.Stats.Locked, Done: k.WithdrawnAt != nil,
	}
	shown.Errors = wrong
	return o.frame.Show(c, status, "admincouponwithdraw", shown)
}

// withdraw ends the claiming; what members have is voided only where that was asked for by itself.
func (o office) withdraw(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	k, err := o.kept(c)
	if err != nil {
		return err
	}
	_, _, err = o.desk.Withdraw(c.Request.Context(), k.ID, c.PostForm("void") == "yes", who)
	if err != nil {
		if !frame.Expected(err) {
			return err
		}
		return o.showWithdraw(c, apperr.From(err).Kind.Status(), k, o.frame.Wrong(c, err))
	}
	return o.back(c, k.ID, "promo.withdrawn")
}

// makeCodes makes codes for a coupon.
func (o office) makeCodes(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	k, err := o.kept(c)
	if err != nil {
		return err
	}
	in := couponapi.NewCodes{Count: whole(c.PostForm("count")), Key: sent(c, "key")}
	typed := func(shown *page.AdminCoupon) { shown.Count, shown.Key = c.PostForm("count"), in.Key }
	if err := o.decode.Check(&in); err != nil {
		return o.refuse(c, k, err, typed)
	}
	if in.Key == "" {
		in.Key = uuid.NewString()
	}
	if _, err := o.desk.MakeCodes(c.Request.Context(), k.ID, in.Count, in.Key, who); err != nil {
		return o.refuse(c, k, err, typed)
	}
	return o.back(c, k.ID, "promo.codes_made")
}
