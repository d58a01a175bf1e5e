package pages

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"gulimall/pkg/contract/paymentapi"
	"gulimall/services/order"
	"gulimall/web/page"
)

// salesTasks are the reservations of an order: which warehouse holds, or has given, what.
func salesTasks(o *order.Order, t order.Technical) []page.SalesTask {
	all := make([]page.SalesTask, len(t.Tasks))
	for i, task := range t.Tasks {
		all[i] = page.SalesTask{State: task.State, CreatedAt: task.CreatedAt, UpdatedAt: task.UpdatedAt}
		for _, s := range task.Lines {
			all[i].Shares = append(all[i].Shares, page.SalesShare{
				SkuID: s.SkuID, WareID: s.WareID, Count: s.Count, Title: title(o, s.SkuID), House: t.Houses[s.WareID],
			})
		}
	}
	return all
}

// salesPayment is what payment knows, in the order in which it happened.
func salesPayment(f *paymentapi.OfficeFile) *page.SalesPayment {
	if f == nil {
		return nil
	}
	shown := &page.SalesPayment{State: f.Status, Offered: f.Offered}
	add := func(e page.SalesEntry) { shown.Entries = append(shown.Entries, e) }
	for _, t := range f.Trades {
		add(page.SalesEntry{Kind: "trade", Number: t.TradeNo, State: t.Verdict, Source: t.Source, Amount: t.Amount, At: t.PaidAt, DoneAt: t.CreatedAt})
	}
	for _, n := range f.Notifications {
		add(page.SalesEntry{Kind: "notice", Number: n.NotifyID, State: strings.Trim(n.TradeStatus+" → "+n.Verdict, " →"), Times: n.Times, At: n.ReceivedAt})
	}
	for _, r := range f.Refunds {
		add(page.SalesEntry{
			Kind: "refund", Number: r.RefundSn, State: r.State, Amount: r.Amount, Times: r.Attempts, At: r.CreatedAt, Fault: r.LastFault, NextAt: known(r.NextAt),
			DoneAt: known(r.ConfirmedAt),
		})
	}
	for _, e := range f.Exceptions {
		add(page.SalesEntry{Kind: "exception", Number: e.TradeNo, State: e.Kind + " → " + e.State, Amount: e.Amount, At: e.CreatedAt, Fault: e.Note, DoneAt: known(e.ResolvedAt)})
	}
	for _, call := range f.Calls {
		add(page.SalesEntry{Kind: "call", Number: call.Method, State: call.Outcome + " · " + strconv.FormatInt(call.TookMs, 10) + " ms", At: call.At, Fault: call.Fault})
	}
	slices.SortStableFunc(shown.Entries, func(a, b page.SalesEntry) int { return a.At.Compare(b.At) })
	return shown
}

// known is a moment, or none.
func known(at *time.Time) time.Time {
	if at == nil {
		return time.Time{}
	}
	return *at
}
