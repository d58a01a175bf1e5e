package pages

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/money"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/shopday"
	"gulimall/services/coupon"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// Office is what the back office's pages need of the coupon desk.
type Office interface {
	List(ctx context.Context, q coupon.KeptQuery) ([]coupon.Kept, int64, error)
	Kept(ctx context.Context, id int64) (coupon.Kept, error)
	Add(ctx context.Context, t coupon.Template, by adminapi.By) (coupon.Kept, error)
	Change(ctx context.Context, t coupon.Template, version int64, by adminapi.By) (coupon.Kept, error)
	Publish(ctx context.Context, id int64, by adminapi.By) (coupon.Kept, error)
	Withdraw(ctx context.Context, id int64, void bool, by adminapi.By) (coupon.Kept, int64, error)
	TryGrant(ctx context.Context, g coupon.Grant) ([]couponapi.GrantResult, error)
	Grant(ctx context.Context, g coupon.Grant, by adminapi.By) ([]couponapi.GrantResult, error)
	MakeCodes(ctx context.Context, id, count int64, key string, by adminapi.By) ([]string, error)
	Codes(ctx context.Context, id int64, used *bool, page paging.Page) ([]coupon.Code, int64, error)
	Claims(ctx context.Context, q coupon.ClaimQuery) ([]coupon.Held, int64, error)
	Doubts(ctx context.Context, t coupon.Template) ([]couponapi.Rule, error)
	Preview(ctx context.Context, t coupon.Template, counts map[int64]int64, levelID int64) (coupon.Previewed, error)
	Levels(ctx context.Context) ([]coupon.Level, error)
	Now() time.Time
}

var _ Office = (*coupon.Office)(nil)

// Rules is what the back office's pages need of the rules desk.
type Rules interface {
	List(ctx context.Context, q coupon.RuleQuery) ([]coupon.Rule, int64, error)
	Find(ctx context.Context, kind coupon.RuleKind, id int64) (coupon.Rule, error)
	Save(ctx context.Context, r coupon.Rule, by adminapi.By) (coupon.Rule, error)
	Remove(ctx context.Context, kind coupon.RuleKind, id, version int64, by adminapi.By) error
	Doubts(ctx context.Context, r coupon.Rule) ([]couponapi.Rule, error)
	Judge(ctx context.Context, goods []coupon.Goods) (map[int64]coupon.Doubtful, error)
	Watched() []coupon.Doubtful
	Levels(ctx context.Context) ([]coupon.Level, error)
}

var _ Rules = (*coupon.RuleDesk)(nil)

// OfficeRoutes adds the back office's pages, each by the permission that the same call of the API asks for.
func OfficeRoutes(r gin.IRouter, desk Office, rules Rules, f *frame.Office, decode *server.Decoder) {
	o := office{desk, rules, f, decode}
	read := func(path string, h server.Handler) { r.GET("/coupon/"+path, f.Page(adminapi.CouponRead, h)) }
	show := func(path string, h server.Handler) { r.GET("/coupon/"+path, f.Page(adminapi.CouponWrite, h)) }
	do := func(path string, h server.Handler) { r.POST("/coupon/"+path, f.Page(adminapi.CouponWrite, h)) }
	read("coupons.html", o.coupons)
	read("coupons.csv", o.couponsCSV)
	read("coupon.html", o.coupon)
	read("claims.html", o.claims)
	read("claims.csv", o.claimsCSV)
	read("rules.html", o.rulesPage)
	read("rules.csv", o.rulesCSV)
	show("edit.html", o.edit)
	do("edit.html", o.save)
	do("publish", o.publish)
	show("withdraw.html", o.withdrawPage)
	do("withdraw.html", o.withdraw)
	do("grant", o.grant)
	do("codes", o.makeCodes)
	show("codes.csv", o.codesCSV)
	show("rule.html", o.rule)
	do("rule.html", o.saveRule)
	do("rule/remove", o.removeRule)
}

type office struct {
	desk   Office
	rules  Rules
	frame  *frame.Office
	decode *server.Decoder
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// sent reads a field of a form.
func sent(c *gin.Context, name string) string { return strings.TrimSpace(c.PostForm(name)) }

// whole reads a number of a form; -1, which every check refuses, is what is none.
func whole(text string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// amount reads an amount in yuan as people write it: 10, 10.5, 10.50; -1, which every check refuses, is what is none.
func amount(text string) money.Fen {
	yuan, cents, _ := strings.Cut(strings.TrimSpace(text), ".")
	if len(cents) > 2 {
		return -1
	}
	fen, err := money.Parse(yuan + "." + (cents + "00")[:2])
	if err != nil {
		return -1
	}
	return fen
}

// moment is how forms carry times, in the shop's zone, which has no daylight saving.
const moment = "2006-01-02T15:04"

func momentOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(shopday.Zone()).Format(moment)
}

// readMoment reads a time of a form; the zero time is none.
func readMoment(text string) time.Time {
	for _, layout := range []string{moment, moment + ":05"} {
		if t, err := time.ParseInLocation(layout, text, shopday.Zone()); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// codesOf are the codes of doubts, as the second step of a form carries them.
func codesOf(doubts []couponapi.Rule) string {
	codes := make([]string, len(doubts))
	for i, d := range doubts {
		codes[i] = d.Code
	}
	return strings.Join(codes, ",")
}

// known says whether somebody has seen all of some doubts, by what the form carries.
func known(doubts []couponapi.Rule, sure string) bool {
	seen := "," + sure + ","
	for _, d := range doubts {
		if !strings.Contains(seen, ","+d.Code+",") {
			return false
		}
	}
	return true
}

// worded words doubts.
func (o office) worded(c *gin.Context, doubts []couponapi.Rule) []string {
	words, all := o.frame.Words(c), make([]string, len(doubts))
	for i, d := range doubts {
		all[i] = d.Doubt(words)
	}
	return all
}

// levelOptions is the choice of a level of members. Without the member service there is none.
func (o office) levelOptions(c *gin.Context, chosen string) []page.Option {
	levels, err := o.desk.Levels(c.Request.Context())
	if err != nil {
		return nil
	}
	options := make([]page.Option, len(levels))
	for i, l := range levels {
		options[i] = page.Option{Value: number(l.ID), Label: l.Name, Selected: number(l.ID) == chosen}
	}
	return options
}

// levelName is what a level is called; one that is not known goes by its number.
func (o office) levelName(c *gin.Context, id int64) string {
	if id == 0 {
		return ""
	}
	for _, option := range o.levelOptions(c, number(id)) {
		if option.Selected {
			return option.Label
		}
	}
	return number(id)
}

// back leads to the page of a coupon with a message.
func (o office) back(c *gin.Context, id int64, told string) error {
	o.frame.Flash(c, page.FlashSuccess, told)
	c.Redirect(http.StatusSeeOther, "/coupon/coupon.html?id="+number(id))
	return nil
}
