package payment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
)

// Outcome is what came of a follow-up.
type Outcome string

// The outcomes: Alipay confirms what the books say, the money was credited, the books were put right, the money goes back, the order was
// told again, the refund is sent again, or it was explained.
const (
	OutcomeConfirmed Outcome = "confirmed"
	OutcomeCredited  Outcome = "credited"
	OutcomeCorrected Outcome = "corrected"
	OutcomeSentBack  Outcome = "sent_back"
	OutcomePublished Outcome = "published"
	OutcomeResent    Outcome = "resent"
	OutcomeExplained Outcome = "explained"
)

// maxNote is how many characters of a note are kept.
const maxNote = 500

// FollowUp does something about a difference, once: the same again gives what was done. Each action can be repeated without harm, for one
// that was cut short is done again.
func (r *Reconciler) FollowUp(ctx context.Context, runID int64, n int, action Action, note string, by adminapi.By) (Found, error) {
	f, err := r.store.Difference(ctx, runID, n)
	if err != nil {
		return f, err
	}
	note = strings.TrimSpace(note)
	switch {
	case f.State != DifferenceOpen && f.Action == action:
		return f, nil
	case f.State != DifferenceOpen:
		return f, ErrDifferenceHandled
	case !slices.Contains(f.Actions(), action):
		return f, apperr.ErrInvalid.WithField("action", "unknown")
	case action == Explain && note == "":
		return f, apperr.ErrInvalid.WithField("note", "required")
	case utf8.RuneCountInString(note) > maxNote:
		return f, apperr.ErrInvalid.WithField("note", "too_long")
	}
	f.Action, f.Note, f.State = action, note, DifferenceFollowed
	if f.Outcome, err = r.do(ctx, f, by); err != nil {
		return f, fmt.Errorf("follow up difference %d of run %d: %w", n, runID, err)
	}
	if action == Explain {
		f.State = DifferenceExplained
	}
	f.HandledBy, f.HandledAt = by.Account, r.now()
	done, err := r.store.Handle(ctx, f, by)
	if err != nil || done {
		return f, err
	}
	return r.store.Difference(ctx, runID, n) // somebody else was as quick
}

// do is the part of an action that asks others.
func (r *Reconciler) do(ctx context.Context, f Found, by adminapi.By) (Outcome, error) {
	switch f.Action {
	case Ask:
		return r.ask(ctx, f, by)
	case GiveBack:
		return r.giveBack(ctx, f)
	case Publish:
		return OutcomePublished, nil
	case Resend:
		return OutcomeResent, nil
	case Explain:
	}
	return OutcomeExplained, nil
}

// ask asks Alipay about the trade of a difference, and takes in what it says as if it had been heard in time.
func (r *Reconciler) ask(ctx context.Context, f Found, by adminapi.By) (Outcome, error) {
	var state TradeState
	var t Trade
	var err error
	if f.TradeNo != "" {
		state, t, err = r.bills.QueryTrade(ctx, f.TradeNo)
	} else {
		state, t, err = r.bills.Query(ctx, f.OrderSn)
	}
	if err != nil {
		return "", apperr.ErrUnavailable.Wrap(err)
	}
	if state != TradePaid {
		return "", ErrDenied
	}
	return r.takeIn(ctx, t, by)
}

// takeIn brings our books to what Alipay says of a trade that was paid.
func (r *Reconciler) takeIn(ctx context.Context, t Trade, by adminapi.By) (Outcome, error) {
	p, err := r.store.Find(ctx, t.OrderSn)
	if errors.Is(err, ErrNoRow) { // nobody ever opened the cashier for it
		return OutcomeSentBack, r.payments.SendBack(ctx, t, ReasonUnknownOrder)
	}
	if err != nil {
		return "", err
	}
	known, err := r.store.TradesBy(ctx, []string{t.TradeNo})
	if err != nil {
		return "", err
	}
	corrected := false
	if len(known) > 0 && known[0].Amount != t.Amount {
		if corrected, err = r.store.Correct(ctx, t.TradeNo, known[0].Amount, t.Amount, by); err != nil {
			return "", err
		}
	}
	switch {
	case t.Amount != p.Amount:
		return OutcomeSentBack, r.payments.SendBack(ctx, t, ReasonWrongAmount)
	case corrected:
		return OutcomeCorrected, nil
	case len(known) > 0:
		return OutcomeConfirmed, nil
	}
	return OutcomeCredited, r.payments.learn(ctx, p, t)
}

// giveBack sends money back that its order does not keep.
func (r *Reconciler) giveBack(ctx context.Context, f Found) (Outcome, error) {
	known, err := r.store.TradesBy(ctx, []string{f.TradeNo})
	if err != nil {
		return "", err
	}
	if len(known) == 0 {
		return "", ErrDenied
	}
	reason := ReasonUnknownOrder
	o, err := r.orders.Order(ctx, f.OrderSn)
	switch {
	case err == nil && o.Payable: // the order waits for this very money: it has to be told
		return "", ErrOrderState
	case err == nil && o.Alive:
		reason = ReasonPaidTwice
	case err == nil:
		reason = ReasonOrderClosed
	case !errors.Is(err, ErrNotFound):
		return "", apperr.ErrUnavailable.Wrap(err)
	}
	return OutcomeSentBack, r.payments.SendBack(ctx, known[0].Trade, reason)
}
