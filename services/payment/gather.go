package payment

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
)

// slice is how many numbers are looked up at a time.
const slice = 1000

// compare gathers the books of the three sides and compares them.
func (r *Reconciler) compare(ctx context.Context, run *Run) (Result, error) {
	var s Sources
	var result Result
	if err := r.books(ctx, run, &s); err != nil {
		return result, err
	}
	if err := r.bill(ctx, run, &s, &result); err != nil {
		return result, err
	}
	if err := r.paid(ctx, run, &s); err != nil {
		return result, err
	}
	if err := r.elsewhere(ctx, run, &s); err != nil {
		return result, err
	}
	result.Totals = totals(s)
	result.Found = Compare(s)
	return result, nil
}

// books reads our own.
func (r *Reconciler) books(ctx context.Context, run *Run, s *Sources) error {
	if err := r.step(ctx, run, StepBooks, 0); err != nil {
		return err
	}
	var err error
	if s.Trades, err = r.store.TradesOn(ctx, run.Day.From(), run.Day.To()); err != nil {
		return fmt.Errorf("read trades of %s: %w", run.Day, err)
	}
	if err := r.step(ctx, run, StepBooks, len(s.Trades)); err != nil {
		return err
	}
	if s.Refunds, err = r.store.RefundsOn(ctx, run.Day.From(), run.Day.To()); err != nil {
		return fmt.Errorf("read refunds of %s: %w", run.Day, err)
	}
	return nil
}

// bill reads Alipay's: that of the day, and where it lacks something that we have, those of the days beside it. What happens around
// midnight can be on one day there and on the next here.
func (r *Reconciler) bill(ctx context.Context, run *Run, s *Sources, result *Result) error {
	if err := r.step(ctx, run, StepBill, 0); err != nil {
		return err
	}
	bill, err := r.bills.Bill(ctx, run.Day)
	switch {
	case errors.Is(err, ErrNoBill):
		// A day on which nothing moved has none. One that is late looks the same: a run that begins by itself waits for it.
		if run.BegunBy == "" && run.Tries < runTries && len(s.Trades)+len(s.Refunds) > 0 {
			return err
		}
		result.NoBill = true
	case err != nil:
		return fmt.Errorf("bill of %s: %w", run.Day, err)
	}
	s.Bill, result.Strange = bill.Lines, bill.Strange
	if !lacks(s) {
		return nil
	}
	for _, day := range []Day{run.Day.Later(-1), run.Day.Later(1)} {
		if err := r.step(ctx, run, StepBill, len(s.Bill)+len(s.Nearby)); err != nil {
			return err
		}
		if day > DayOf(r.now()) {
			continue
		}
		beside, err := r.bills.Bill(ctx, day)
		if err != nil && !errors.Is(err, ErrNoBill) {
			return fmt.Errorf("bill of %s: %w", day, err)
		}
		s.Nearby = append(s.Nearby, beside.Lines...)
	}
	return nil
}

// lacks says whether our books of the day have something that the bill of the day has not.
func lacks(s *Sources) bool {
	bill := byKey(s.Bill)
	missing := func(tradeNo, refundSn string) bool {
		_, ok := bill[lineKey(tradeNo, refundSn)]
		return !ok
	}
	return slices.ContainsFunc(s.Trades, func(t Booked) bool { return missing(t.TradeNo, "") }) ||
		slices.ContainsFunc(s.Refunds, func(r Refund) bool { return missing(r.TradeNo, r.RefundSn) })
}

// paid reads the orders'.
func (r *Reconciler) paid(ctx context.Context, run *Run, s *Sources) error {
	for after, more := "", true; more; {
		if err := r.step(ctx, run, StepOrders, len(s.Orders)); err != nil {
			return err
		}
		some, next, err := r.orders.Paid(ctx, run.Day, after)
		if err != nil {
			return fmt.Errorf("orders paid on %s: %w", run.Day, err)
		}
		s.Orders = append(s.Orders, some...)
		after, more = next, next != ""
	}
	return nil
}

// elsewhere looks up what the three name and the day does not have itself.
func (r *Reconciler) elsewhere(ctx context.Context, run *Run, s *Sources) error {
	s.OtherTrades, s.OtherRefunds, s.OtherOrders = map[string]Booked{}, map[string]Refund{}, map[string]Order{}
	trades, refunds := strangers(s)
	for some := range slices.Chunk(trades, slice) {
		if err := r.step(ctx, run, StepCompare, 0); err != nil {
			return err
		}
		found, err := r.store.TradesBy(ctx, some)
		if err != nil {
			return fmt.Errorf("look trades up: %w", err)
		}
		for _, t := range found {
			s.OtherTrades[t.TradeNo] = t
		}
	}
	for some := range slices.Chunk(refunds, slice) {
		if err := r.step(ctx, run, StepCompare, 0); err != nil {
			return err
		}
		found, err := r.store.RefundsBy(ctx, some)
		if err != nil {
			return fmt.Errorf("look refunds up: %w", err)
		}
		for _, f := range found {
			s.OtherRefunds[f.RefundSn] = f
		}
	}
	return r.ordersOf(ctx, run, s)
}

// strangers are the numbers of trades and refunds that bill and orders name and our books of the day do not.
func strangers(s *Sources) (trades, refunds []string) {
	named, back := map[string]struct{}{}, map[string]struct{}{}
	for _, l := range s.Bill {
		if l.RefundSn == "" {
			named[l.TradeNo] = struct{}{}
		} else {
			back[l.RefundSn] = struct{}{}
		}
	}
	for _, o := range s.Orders {
		named[o.TradeNo] = struct{}{}
	}
	for _, t := range s.Trades {
		delete(named, t.TradeNo)
	}
	for _, f := range s.Refunds {
		delete(back, f.RefundSn)
	}
	return slices.Sorted(maps.Keys(named)), slices.Sorted(maps.Keys(back))
}

// ordersOf asks about the orders of trades that no order of the day lives on: one by one, for they are few.
func (r *Reconciler) ordersOf(ctx context.Context, run *Run, s *Sources) error {
	kept := map[string]string{}
	for _, o := range s.Orders {
		kept[o.OrderSn] = o.TradeNo
	}
	var asked []string
	for _, t := range s.Trades {
		if t.Credited && kept[t.OrderSn] != t.TradeNo {
			asked = append(asked, t.OrderSn)
		}
	}
	slices.Sort(asked)
	var mu sync.Mutex
	for some := range slices.Chunk(slices.Compact(asked), Batch) {
		if err := r.step(ctx, run, StepCompare, len(s.OtherOrders)); err != nil {
			return err
		}
		err := each(some, func(sn string) error {
			o, err := r.orders.Order(ctx, sn)
			if errors.Is(err, ErrNotFound) {
				return nil
			}
			if err != nil {
				return fmt.Errorf("ask about order %s: %w", sn, err)
			}
			mu.Lock()
			defer mu.Unlock()
			s.OtherOrders[sn] = o
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// totals adds the sides up.
func totals(s Sources) Totals {
	var t Totals
	for _, b := range s.Trades {
		t.Books.Payments++
		t.Books.Received += b.Amount
	}
	for _, f := range s.Refunds {
		t.Books.Refunds++
		t.Books.Refunded += f.Amount
	}
	for _, l := range s.Bill {
		if l.RefundSn == "" {
			t.Bill.Payments++
			t.Bill.Received += l.Amount
			continue
		}
		t.Bill.Refunds++
		t.Bill.Refunded += l.Amount
	}
	for _, o := range s.Orders {
		t.Orders++
		t.Ordered += o.Amount
	}
	return t
}
