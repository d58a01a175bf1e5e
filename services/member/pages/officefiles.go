package pages

import (
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/web/frame"
)

// ledgerCSV is the ledger that a member's page shows, all pages of it.
func (o office) ledgerCSV(c *gin.Context) error {
	id, err := named(c)
	if err != nil {
		return err
	}
	ctx, of := c.Request.Context(), ledger(c)
	p, err := o.desk.Profile(ctx, id)
	if err != nil {
		return err
	}
	entries, _, err := o.desk.History(ctx, id, of, paging.Whole(csvfile.MostRows))
	if err != nil {
		return err
	}
	words, lines := o.frame.Words(c), make([][]string, len(entries))
	for i, e := range entries {
		lines[i] = []string{p.Username, words.T("people." + string(of)), e.At.Format(time.RFC3339), reason(words, e), e.OrderSn, number(e.Change)}
	}
	return frame.SendCSV(c, string(of)+"-"+number(id), []string{
		words.T("people.username"), words.T("people.kind"), words.T("admin.at"), words.T("admin.field.reason"), words.T("admin.order_sn"), words.T("admin.field.delta"),
	}, lines)
}

// levelsCSV is the list of levels.
func (o office) levelsCSV(c *gin.Context) error {
	all, err := o.desk.LevelRules(c.Request.Context())
	if err != nil {
		return err
	}
	words, lines := o.frame.Words(c), make([][]string, len(all))
	says := func(yes bool) string {
		return words.T(map[bool]string{true: "admin.yes", false: "admin.no"}[yes])
	}
	for i, l := range all {
		lines[i] = []string{
			l.Name, number(l.GrowthPoint), number(l.Members), l.FreeFreightFrom.String(), number(l.CommentGrowth),
			says(l.MemberPrice), says(l.Birthday), l.Note,
		}
	}
	return frame.SendCSV(c, "levels", []string{
		words.T("people.level"), words.T("people.growth_from"), words.T("people.members"), words.T("people.free_freight"), words.T("people.comment_growth"),
		words.T("people.member_price"), words.T("people.birthday"), words.T("admin.field.note"),
	}, lines)
}
