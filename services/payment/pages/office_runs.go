package pages

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/pkg/staff"
	"gulimall/services/payment"
	"gulimall/web/frame"
	"gulimall/web/page"
)

func run(r payment.Run) page.PayRun {
	return page.PayRun{
		ID: r.ID, Day: string(r.Day), State: r.State.Name(), Step: string(r.Step), By: r.BegunBy, Fault: r.Fault, Attempt: r.Attempt,
		Differences: r.Differences, Open: r.Open, Looked: r.Looked, Books: page.PaySide(r.Books), Bill: page.PaySide(r.Bill), Orders: r.Orders,
		Ordered: r.Ordered, CreatedAt: r.CreatedAt, FinishedAt: r.FinishedAt,
	}
}

func (o office) reconciliations(c *gin.Context) error {
	return o.showRuns(c, http.StatusOK, string(o.runs.Latest()), page.FormErrors{})
}

func (o office) showRuns(c *gin.Context, status int, date string, wrong page.FormErrors) error {
	at := frame.Sheet(c)
	found, total, err := o.runs.Runs(c.Request.Context(), at)
	if err != nil {
		return err
	}
	shown := page.PayRuns{
		AdminBase: o.frame.Base(c, o.frame.Words(c).T("admin.page.reconciliations"), "reconciliations"), Date: date, Latest: string(o.runs.Latest()),
		Pager: frame.Pager(c, at, total), MayWrite: o.frame.May(c, adminapi.PaymentWrite),
	}
	shown.Errors = wrong
	for _, r := range found {
		shown.Runs = append(shown.Runs, run(r))
	}
	return o.frame.Show(c, status, "adminreconciliations", shown)
}

// begin starts the comparison of a day, or leads to the one that runs.
func (o office) begin(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	date := c.PostForm("date")
	day, ok := payment.ParseDay(date)
	if !ok {
		err = apperr.ErrInvalid.WithField("date", "invalid")
	}
	var begun payment.Run
	if err == nil {
		begun, err = o.runs.Begin(c.Request.Context(), day, who)
	}
	if err != nil {
		if !frame.Expected(err) {
			return err
		}
		return o.showRuns(c, apperr.From(err).Kind.Status(), date, o.frame.Wrong(c, err))
	}
	c.Redirect(http.StatusSeeOther, fmt.Sprintf("/payment/reconciliation.html?id=%d", begun.ID))
	return nil
}

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

func (o office) reconciliation(c *gin.Context) error {
	ctx := c.Request.Context()
	r, err := o.runs.Run(ctx, frame.Number(c.Query("id")))
	if err != nil {
		return err
	}
	at := frame.Sheet(c)
	state, _ := payment.Named(c.Query("state"), payment.HandledStates())
	differences, total, err := o.runs.Differences(ctx, r.ID, state, at)
	if err != nil {
		return err
	}
	words := o.frame.Words(c)
	shown := page.PayRunDesk{
		AdminBase: o.frame.Base(c, words.T("money.compared", "Day", string(r.Day)), "reconciliations"), PayRun: run(r), NoBill: r.NoBill && r.Books != (payment.Side{}) && r.Differences > 0,
		Beside: r.State == payment.RunDone && r.Differences == 0 && r.Books != r.Bill, Strange: r.Strange,
		Kept: min(r.Differences, payment.MostDifferences), Pager: frame.Pager(c, at, total), CSV: frame.File(c), Filtered: state != nil,
		MayWrite: o.frame.May(c, adminapi.PaymentWrite),
		Tabs:     []page.Tab{{Label: words.T("admin.any"), URL: frame.Address(c, "state", "", "page", ""), Selected: state == nil}},
	}
	for _, one := range payment.HandledStates() {
		shown.Tabs = append(shown.Tabs, page.Tab{
			Label: words.T("money.handled." + one.Name()), URL: frame.Address(c, "state", one.Name(), "page", ""), Selected: state != nil && *state == one,
		})
	}
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
	state, _ := payment.Named(c.Query("state"), payment.HandledStates())
	differences, _, err := o.runs.Differences(ctx, r.ID, state, paging.Whole(csvfile.MostRows))
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

// asking is the question whether a follow-up is meant.
func (o office) asking(c *gin.Context) error {
	f, err := o.runs.Difference(c.Request.Context(), frame.Number(c.Query("id")), int(frame.Number(c.Query("n"))))
	if err != nil {
		return err
	}
	action := payment.Action(c.Query("action"))
	if !slices.Contains(f.Actions(), action) {
		action = f.Actions()[0]
	}
	return o.showAsking(c, http.StatusOK, f, action, "", page.FormErrors{})
}

func (o office) showAsking(c *gin.Context, status int, f payment.Found, action payment.Action, typed string, wrong page.FormErrors) error {
	r, err := o.runs.Run(c.Request.Context(), f.RunID)
	if err != nil {
		return err
	}
	shown := page.PayFollowUp{
		AdminBase: o.frame.Base(c, o.frame.Words(c).T("money.follow_up"), "reconciliations"), PayFound: found(f, true), Day: string(r.Day),
		Chosen: string(action), Typed: typed,
	}
	shown.Here = fmt.Sprintf("/payment/followup.html?id=%d&n=%d&action=%s", f.RunID, f.N, action)
	shown.Errors = wrong
	return o.frame.Show(c, status, "adminfollowup", shown)
}

// followUp does it, once.
func (o office) followUp(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	ctx, id, n := c.Request.Context(), frame.Number(c.Query("id")), int(frame.Number(c.Query("n")))
	action, note := payment.Action(c.PostForm("action")), c.PostForm("note")
	f, err := o.runs.FollowUp(ctx, id, n, action, note, who)
	if err == nil {
		o.frame.Flash(c, page.FlashSuccess, "money.outcome."+string(f.Outcome))
		c.Redirect(http.StatusSeeOther, fmt.Sprintf("/payment/reconciliation.html?id=%d", id))
		return nil
	}
	if !frame.Expected(err) || f.RunID == 0 {
		return err
	}
	now, findErr := o.runs.Difference(ctx, id, n)
	if findErr != nil {
		return findErr
	}
	if !slices.Contains(now.Actions(), action) {
		action = now.Actions()[0]
	}
	return o.showAsking(c, apperr.From(err).Kind.Status(), now, action, note, o.frame.Wrong(c, err))
}
