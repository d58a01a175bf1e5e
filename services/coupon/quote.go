package coupon

import (
	"cmp"
	"slices"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/money"
)

// Bounds of one quote: within them no sum overflows.
const (
	MaxLines = 200
	MaxCount = 200 // pieces of one SKU
)

// Line is a line of goods as the catalogue prices it.
type Line struct {
	SkuID, SpuID int64
	CategoryIDs  []int64 // all levels
	Price        money.Fen
	Count        int64
}

// Buyer is what a price depends on in a member.
type Buyer struct {
	MemberID    int64
	LevelID     int64
	MemberPrice bool // the level has member prices
}

// QuoteRequest asks what lines cost.
type QuoteRequest struct {
	Buyer
	Lines       []Line
	CouponID    int64 // a MemberCoupon; 0 = none
	Points      int64 // wished for; one point pays one fen
	Balance     int64 // points free to use
	WithCoupons bool
	WithHints   bool // also what is near, and what may be claimed for these goods
}

// check refuses what can never be quoted, so that nothing below needs to look for overflows.
func (q QuoteRequest) check() error {
	refused := apperr.ErrInvalid
	if q.CouponID < 0 {
		refused = refused.WithField("couponId", "range")
	}
	if q.Points < 0 || q.Points > int64(money.Max) {
		refused = refused.WithField("points", "range")
	}
	seen := make(map[int64]bool, len(q.Lines))
	var goods money.Fen
	sound := len(q.Lines) > 0 && len(q.Lines) <= MaxLines
	for _, l := range q.Lines {
		if l.SkuID <= 0 || seen[l.SkuID] || l.Count < 1 || l.Count > MaxCount || l.Price < 0 || l.Price > money.Max {
			sound = false
			break
		}
		seen[l.SkuID] = true
		goods += l.Price * money.Fen(l.Count)
	}
	if !sound || goods > money.Max {
		refused = refused.WithField("lines", "range")
	}
	if len(refused.Fields) > 0 {
		return refused
	}
	return nil
}

// Quote is a price. For every line Amount = Price × Count and Payable = Amount − Promotion − Coupon − Points ≥ 0, and the sums over
// the lines are the totals.
type Quote struct {
	Goods, Promotion, Coupon, Points money.Fen
	PointsUsable                     int64 // the most that this order may use
	Lines                            []QuotedLine
	Explanations                     []Explanation
	Choices                          []Choice // the member's coupons, where asked for
	Hints                            []Hint   // where asked for
	Offers                           []Offer  // where hints are asked for
}

// QuotedLine is one line with its share of every discount, and what it gives.
type QuotedLine struct {
	Line
	Amount, Promotion, Coupon, Points money.Fen
	GiftPoints, GiftGrowth            int64
}

// Net is what promotions and coupon leave of the line: what points may pay a part of.
func (l QuotedLine) Net() money.Fen { return l.Amount - l.Promotion - l.Coupon }

// Payable is what is left of the line after all.
func (l QuotedLine) Payable() money.Fen { return l.Net() - l.Points }

// Explanation is one discount and the rule that it follows.
type Explanation struct {
	Rule   couponapi.Rule
	SkuID  int64     // 0 = the whole order
	Amount money.Fen // taken off
}

// Choice is one of the member's coupons, and what it would take off; its face value where it cannot be used.
type Choice struct {
	Coupon MemberCoupon
	Amount money.Fen
	Reason couponapi.Rule // no code = usable
}

// Usable says whether the order can use the coupon.
func (c Choice) Usable() bool { return c.Reason.Code == "" }

// price makes a quote: promotions line by line, then the coupon over the eligible goods, then points. rules are by SKU, wallet the coupons
// that the request is about.
func price(q QuoteRequest, rules map[int64]Rules, wallet []MemberCoupon, now time.Time) (Quote, error) {
	quote := Quote{Lines: make([]QuotedLine, len(q.Lines)), Explanations: []Explanation{}}
	for i, l := range q.Lines {
		cost, why := rules[l.SkuID].promote(l, q.Buyer)
		amount := l.Price * money.Fen(l.Count)
		quote.Lines[i] = QuotedLine{Line: l, Amount: amount, Promotion: amount - cost}
		quote.Goods += amount
		quote.Promotion += amount - cost
		quote.Explanations = append(quote.Explanations, why...)
	}
	if q.WithCoupons {
		quote.Choices = choices(quote.Lines, q.LevelID, wallet, now)
	}
	if q.WithHints {
		quote.Hints = quote.near(q, rules, wallet, now)
	}
	if err := quote.redeem(q, wallet, now); err != nil {
		return Quote{}, err
	}
	if err := quote.spend(q.Points, q.Balance); err != nil {
		return Quote{}, err
	}
	for i := range quote.Lines {
		l := &quote.Lines[i]
		l.GiftPoints, l.GiftGrowth = rules[l.SkuID].Bounds.gifts(l.Count, l.Promotion+l.Coupon > 0)
	}
	return quote, nil
}

// redeem takes the wished coupon off, shared among the goods that it is good for.
func (q *Quote) redeem(request QuoteRequest, wallet []MemberCoupon, now time.Time) error {
	if request.CouponID == 0 {
		return nil
	}
	i := slices.IndexFunc(wallet, func(m MemberCoupon) bool { return m.ID == request.CouponID })
	if i < 0 {
		return Unusable(couponapi.Rule{Code: couponapi.ReasonUnknown})
	}
	amount, eligible, reason := wallet[i].worth(q.Lines, request.LevelID, now)
	if reason.Code != "" {
		return Unusable(reason)
	}
	for i, share := range money.Split(amount, eligible) {
		q.Lines[i].Coupon = share
	}
	q.Coupon = amount
	q.Explanations = append(q.Explanations, Explanation{
		Rule: couponapi.Rule{Code: couponapi.RuleCoupon, Params: couponapi.Params{Name: wallet[i].Name}}, Amount: amount,
	})
	return nil
}

// spend pays with points: at the most half of the goods after promotions and coupon, and no more than there are.
func (q *Quote) spend(wish, balance int64) error {
	nets := make([]money.Fen, len(q.Lines))
	for i, l := range q.Lines {
		nets[i] = l.Net()
	}
	q.PointsUsable = max(0, min(balance, int64(q.Goods-q.Promotion-q.Coupon)/2))
	if wish > q.PointsUsable {
		return ErrPointsShort.With("usable", q.PointsUsable)
	}
	if wish == 0 {
		return nil
	}
	q.Points = money.Fen(wish)
	for i, share := range money.Split(q.Points, nets) {
		q.Lines[i].Points = share
	}
	q.Explanations = append(q.Explanations, Explanation{
		Rule: couponapi.Rule{Code: couponapi.RulePoints, Params: couponapi.Params{Count: wish}}, Amount: q.Points,
	})
	return nil
}

// worth tells what the coupon takes off lines whose promotions are known, and the weights by which it is shared among them; or the
// reason why it cannot be used. It never takes more than the eligible goods cost.
func (m MemberCoupon) worth(lines []QuotedLine, levelID int64, now time.Time) (amount money.Fen, eligible []money.Fen, reason couponapi.Rule) {
	if reason = m.Reason(now); reason.Code != "" {
		return 0, nil, reason
	}
	if levelID < m.LevelID {
		return 0, nil, couponapi.Rule{Code: couponapi.ReasonLevel}
	}
	eligible = make([]money.Fen, len(lines))
	var sum money.Fen
	covered := false
	for i, l := range lines {
		if m.Covers(l.SpuID, l.CategoryIDs) {
			covered = true
			eligible[i] = l.Amount - l.Promotion
			sum += eligible[i]
		}
	}
	switch {
	case !covered:
		return 0, nil, couponapi.Rule{Code: couponapi.ReasonGoods}
	case sum < max(m.MinPoint, 1):
		full := max(m.MinPoint, 1)
		return 0, nil, couponapi.Rule{Code: couponapi.ReasonThreshold, Params: couponapi.Params{Full: full, Short: full - sum}}
	}
	return min(m.Amount, sum), eligible, couponapi.Rule{}
}

// choices judges every coupon of a wallet, the best first; those that cannot be used come last.
func choices(lines []QuotedLine, levelID int64, wallet []MemberCoupon, now time.Time) []Choice {
	all := make([]Choice, len(wallet))
	for i, m := range wallet {
		amount, _, reason := m.worth(lines, levelID, now)
		if reason.Code != "" {
			amount = m.Amount
		}
		all[i] = Choice{m, amount, reason}
	}
	slices.SortFunc(all, func(a, b Choice) int {
		if a.Usable() != b.Usable() {
			if a.Usable() {
				return -1
			}
			return 1
		}
		return cmp.Or(-cmp.Compare(a.Amount, b.Amount), a.Coupon.ValidUntil.Compare(b.Coupon.ValidUntil), cmp.Compare(a.Coupon.ID, b.Coupon.ID))
	})
	return all
}
