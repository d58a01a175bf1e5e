package pages

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/pkg/staff"
	"gulimall/services/ware"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// The states of sheets and of their lines in their order, and which lines can be shown alone.
func takingNames() []string { return []string{"open", "booked", "cancelled"} }

func lineNames() []string { return []string{"open", "booked", "refused"} }

func choices() []ware.LineChoice {
	return []ware.LineChoice{ware.LinesAll, ware.LinesUncounted, ware.LinesDiffering, ware.LinesRefused}
}

func takingShown(t ware.Taking, names houseNames) page.WareTaking {
	return page.WareTaking{
		ID: t.ID, WareName: names.of(t.WareID), State: takingNames()[t.State], Note: t.Note, Account: t.Account, CreatedAt: t.CreatedAt, UpdatedAt: t.UpdatedAt,
		Lines: t.Lines, Counted: t.Counted, Differing: t.Differing, Booked: t.Booked, Refused: t.Refused,
	}
}

// takingsAsked reads which sheets are wanted.
func takingsAsked(c *gin.Context) ware.TakingQuery {
	return ware.TakingQuery{
		WareID: frame.Wanted(c, "wareId"), State: stateOf[ware.TakingState](c.Query("state"), takingNames()), Oldest: oldest(c, takingColumns()), Page: frame.Sheet(c),
	}
}

func (p pages) takings(c *gin.Context) error {
	q := takingsAsked(c)
	found, total, err := p.counts.List(c.Request.Context(), q)
	if err != nil {
		return err
	}
	names, _, err := p.houseChoice(c, 0)
	if err != nil {
		return err
	}
	words := p.frame.Words(c)
	shown := page.WareTakings{
		AdminBase: p.frame.Base(c, words.T("admin.page.stocktakings"), "stocktakings"), Pager: frame.Pager(c, q.Page, total), MayWrite: p.frame.May(c, adminapi.WareWrite),
		Heads: heads(c, takingColumns()), CSV: frame.File(c),
		Tabs: []page.Tab{{Label: words.T("admin.any"), URL: "/ware/stocktakings.html", Selected: q.State == nil}},
	}
	for i, name := range takingNames() {
		shown.Tabs = append(shown.Tabs, page.Tab{
			Label: words.T("stocktake.state." + name), URL: "/ware/stocktakings.html?state=" + name, Selected: q.State != nil && *q.State == ware.TakingState(i),
		})
	}
	for _, t := range found {
		shown.Takings = append(shown.Takings, takingShown(t, names))
	}
	return p.frame.Show(c, http.StatusOK, "waretakings", shown)
}

func (p pages) takingNew(c *gin.Context) error {
	return p.showTakingNew(c, http.StatusOK, page.WareTakingNew{}, frame.Wanted(c, "wareId"), page.FormErrors{})
}

func (p pages) showTakingNew(c *gin.Context, status int, shown page.WareTakingNew, wareID int64, wrong page.FormErrors) error {
	_, houses, err := p.houseChoice(c, wareID)
	if err != nil {
		return err
	}
	shown.AdminBase, shown.Houses = p.frame.Base(c, p.frame.Words(c).T("stocktake.new"), "stocktakings"), houses
	shown.Errors = wrong
	return p.frame.Show(c, status, "waretakingnew", shown)
}

func (p pages) openTaking(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	typed := page.WareTakingNew{SKUs: strings.TrimSpace(c.PostForm("skuIds")), Note: strings.TrimSpace(c.PostForm("note"))}
	in := wareapi.NewTaking{WareID: frame.Number(c.PostForm("wareId")), Note: typed.Note}
	for _, text := range strings.FieldsFunc(typed.SKUs, func(r rune) bool { return strings.ContainsRune(" ,，;\t\r\n", r) }) {
		in.SkuIDs = append(in.SkuIDs, frame.Number(text))
	}
	err = p.decode.Check(&in)
	var opened ware.Taking
	if err == nil {
		opened, err = p.counts.Open(c.Request.Context(), in.WareID, in.SkuIDs, in.Note, who)
	}
	if err != nil && frame.Expected(err) {
		return p.showTakingNew(c, apperr.From(err).Kind.Status(), typed, in.WareID, p.frame.Wrong(c, err))
	}
	if err != nil {
		return err
	}
	return p.takingTold(c, opened.ID, "stocktake.opened")
}

func (p pages) takingTold(c *gin.Context, id int64, key string) error {
	p.frame.Flash(c, page.FlashSuccess, key)
	c.Redirect(http.StatusSeeOther, fmt.Sprintf("/ware/stocktaking.html?id=%d", id))
	return nil
}

func (p pages) taking(c *gin.Context) error {
	return p.showTaking(c, http.StatusOK, nil, page.FormErrors{})
}

// showTaking draws a sheet with what its state and one's rights allow; refusal are counts that were not taken.
func (p pages) showTaking(c *gin.Context, status int, refusal []page.WareCountFault, wrong page.FormErrors) error {
	id, err := frame.ID(c, ware.ErrNoTaking)
	if err != nil {
		return err
	}
	t, err := p.counts.Find(c.Request.Context(), id)
	if err != nil {
		return err
	}
	at, choice := frame.Sheet(c), ware.LineChoice(c.Query("show"))
	if !slices.Contains(choices(), choice) {
		choice = ware.LinesAll
	}
	found, total, err := p.counts.Lines(c.Request.Context(), id, choice, frame.Wanted(c, "skuId"), at)
	if err != nil {
		return err
	}
	names, _, err := p.houseChoice(c, 0)
	if err != nil {
		return err
	}
	words, self := p.frame.Words(c), fmt.Sprintf("/ware/stocktaking.html?id=%d", id)
	shown := page.WareTakingDesk{
		AdminBase: p.frame.Base(c, words.T("stocktake.number", "ID", id), "stocktakings"), WareTaking: takingShown(t, names), Show: string(choice), SKU: c.Query("skuId"),
		Pager: frame.Pager(c, at, total), CSV: fmt.Sprintf("/ware/stocktaking.csv?id=%d", id), Refusal: refusal,
		Counts: t.State == ware.TakingOpen && p.frame.May(c, adminapi.WareWrite),
	}
	shown.Asking, shown.Errors = shown.Counts && c.Query("ask") != "" && t.Counted > 0, wrong
	for _, one := range choices() {
		label, address := "all", self
		if one != ware.LinesAll {
			label, address = string(one), self+"&show="+string(one)
		}
		shown.Tabs = append(shown.Tabs, page.Tab{Label: words.T("stocktake.show." + label), URL: address, Selected: one == choice})
	}
	for _, l := range found {
		shown.Rows = append(shown.Rows, lineShown(l))
	}
	return p.frame.Show(c, status, "waretaking", shown)
}

func lineShown(l ware.TakingLine) page.WareTakingLine {
	shown := page.WareTakingLine{
		SkuID: l.SkuID, SkuName: l.SkuName, State: lineNames()[l.State], Counted: l.Counted, Expected: l.Expected, Delta: l.Delta(), Stock: l.Stock, Locked: l.Locked,
		After: l.Stock + l.Delta(),
	}
	if l.Counted != nil {
		shown.Typed = number(*l.Counted)
	}
	if l.CountedAt != nil {
		shown.CountedAt = *l.CountedAt
	}
	return shown
}

// takingCSV is the whole sheet; filled in, it can be handed in again.
func (p pages) takingCSV(c *gin.Context) error {
	id, err := frame.ID(c, ware.ErrNoTaking)
	if err != nil {
		return err
	}
	found, _, err := p.counts.Lines(c.Request.Context(), id, ware.LinesAll, 0, paging.Whole(csvfile.MostRows))
	if err != nil {
		return err
	}
	words, lines := p.frame.Words(c), make([][]string, len(found))
	for i, l := range found {
		s := lineShown(l)
		expected, delta := "", ""
		if l.Expected != nil {
			expected, delta = number(*l.Expected), number(s.Delta)
		}
		lines[i] = []string{number(l.SkuID), l.SkuName, s.Typed, expected, delta, number(l.Stock), number(l.Locked), words.T("stocktake.line." + s.State)}
	}
	return frame.SendCSV(c, fmt.Sprintf("stocktaking-%d", id), []string{
		words.T("admin.field.skuId"), words.T("admin.field.name"), words.T("stocktake.counted"), words.T("stocktake.expected"), words.T("stocktake.delta"),
		words.T("admin.column.stock"), words.T("admin.column.locked"), words.T("admin.state"),
	}, lines)
}
