package pages

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/services/payment"
	"gulimall/web/frame"
	"gulimall/web/page"
)

func found(f payment.Found, mayWrite bool) page.PayFound {
	shown := page.PayFound{
		RunID: f.RunID, N: f.N, Kind: string(f.Kind), OrderSn: f.OrderSn, TradeNo: f.TradeNo, RefundSn: f.RefundSn, Books: f.Books, Bill: f.Bill,
		Order: f.Order, State: f.State.Name(), Action: string(f.Action), Outcome: string(f.Outcome), Note: f.Note, By: f.HandledBy, At: f.HandledAt,
	}
	if f.State == payment.DifferenceOpen && mayWrite {
		for _, a := range f.Actions() {
			shown.Actions = append(shown.Actions, string(a))
		}
	}
	return shown
}

// differenceColumns are the columns of the differences. The largest come first by our books, and where they have nothing, by what the others have.
func differenceColumns() []frame.Column {
	return []frame.Column{
		{Key: "pay_kind", Sorts: true},
		{Key: "order_sn"},
		{Key: "pay_numbers"},
		{Key: "pay_books", Sorts: true, Numbers: true},
		{Key: "pay_bill", Numbers: true},
		{Key: "pay_orders", Numbers: true},
		{Key: "pay_follow"},
	}
}

// differencesAsked reads which differences of a run are wanted.
func differencesAsked(c *gin.Context, runID int64) payment.DifferenceQuery {
	q := payment.DifferenceQuery{RunID: runID, Page: frame.Sheet(c)}
	q.State, _ = payment.Named(c.Query("state"), payment.HandledStates())
	if kind := payment.Kind(c.Query("kind")); slices.Contains(payment.Kinds(), kind) {
		q.Kind = kind
	}
	if key, down := frame.Sorting(c, differenceColumns(), "pay_kind"); key == "pay_books" {
		q.Sort = payment.Sorting{By: payment.ByAmount, Up: !down}
	}
	return q
}

// kindsOf are the kinds of differences that a run has found, with what can be done about all of a kind that are left.
func kindsOf(c *gin.Context, kinds []payment.KindCount, mayWrite bool) []page.PayKind {
	chosen, all := c.Query("kind"), make([]page.PayKind, len(kinds))
	for i, k := range kinds {
		all[i] = page.PayKind{
			Kind: string(k.Kind), Count: k.Count, Open: k.Open, Chosen: string(k.Kind) == chosen,
			URL: frame.Address(c, "kind", string(k.Kind), "page", ""),
		}
		if mayWrite && k.Open > 1 {
			for _, a := range k.Kind.Actions() {
				all[i].Actions = append(all[i].Actions, string(a))
			}
		}
	}
	return all
}

func (o office) reconciliation(c *gin.Context) error {
	ctx := c.Request.Context()
	r, err := o.runs.Run(ctx, frame.Number(c.Query("id")))
	if err != nil {
		return err
	}
	q := differencesAsked(c, r.ID)
	differences, total, err := o.runs.Differences(ctx, q)
	if err != nil {
		return err
	}
	kinds, err := o.runs.Kinds(ctx, r.ID)
	if err != nil {
		return err
	}
	state := q.State
	words := o.frame.Words(c)
	shown := page.PayRunDesk{
		AdminBase: o.frame.Base(c, words.T("money.compared", "Day", string(r.Day)), "reconciliations"), PayRun: run(r), NoBill: r.NoBill && r.Books != (payment.Side{}) && r.Differences > 0,
		Beside: r.State == payment.RunDone && r.Differences == 0 && r.Books != r.Bill, Strange: r.Strange,
		Kept: min(r.Differences, payment.MostDifferences), Pager: frame.Pager(c, q.Page, total), CSV: frame.File(c), Filtered: state != nil || q.Kind != "",
		MayWrite: o.frame.May(c, adminapi.PaymentWrite), Kind: string(q.Kind), Sort: c.Query("sort"), Now: frame.Address(c),
		Tabs: []page.Tab{{Label: words.T("admin.any"), URL: frame.Address(c, "state", "", "page", ""), Selected: state == nil}},
	}
	for _, one := range payment.HandledStates() {
		shown.Tabs = append(shown.Tabs, page.Tab{
			Label: words.T("money.handled." + one.Name()), URL: frame.Address(c, "state", one.Name(), "page", ""), Selected: state != nil && *state == one,
		})
	}
	key, down := frame.Sorting(c, differenceColumns(), "pay_kind")
	shown.Heads, shown.Kinds = frame.Heads(c, differenceColumns(), key, down), kindsOf(c, kinds, shown.MayWrite)
	for _, f := range differences {
		shown.Found = append(shown.Found, found(f, shown.MayWrite))
	}
	if r.State == payment.RunRunning {
		now := max(slices.Index(payment.Steps(), r.Step), 0)
		for i, step := range payment.Steps() {
			state := map[bool]string{true: "done", false: "todo"}[i < now]
			if i == now {
				state = "now"
			}
			shown.Steps = append(shown.Steps, page.Step{Label: words.T("money.step." + string(step)), State: state})
		}
	}
	return o.frame.Show(c, http.StatusOK, "adminreconciliation", shown)
}

// reconciliationCSV is what a run has found, all pages of it.
func (o office) reconciliationCSV(c *gin.Context) error {
	ctx := c.Request.Context()
	r, err := o.runs.Run(ctx, frame.Number(c.Query("id")))
	if err != nil {
		return err
	}
	q := differencesAsked(c, r.ID)
	q.Page = paging.Whole(csvfile.MostRows)
	differences, _, err := o.runs.Differences(ctx, q)
	if err != nil {
		return err
	}
	words, lines := o.frame.Words(c), make([][]string, len(differences))
	for i, f := range differences {
		outcome := ""
		if f.Outcome != "" {
			outcome = words.T("money.outcome." + string(f.Outcome))
		}
		lines[i] = []string{
			words.T("money.kind." + string(f.Kind)), f.OrderSn, f.TradeNo, f.RefundSn, plain(f.Books), plain(f.Bill), plain(f.Order),
			words.T("money.handled." + f.State.Name()), outcome, f.Note, f.HandledBy, written(f.HandledAt),
		}
	}
	return frame.SendCSV(c, "reconciliation-"+string(r.Day), []string{
		words.T("money.kind_head"), words.T("admin.order_sn"), words.T("money.trade"), words.T("money.refund_sn"), words.T("money.side_books"),
		words.T("money.side_bill"), words.T("money.side_orders"), words.T("admin.state"), words.T("money.follow_up"), words.T("money.note"),
		words.T("admin.who"), words.T("money.done_at"),
	}, lines)
}
